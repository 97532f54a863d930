"""Whom a programme takes: by kind and 学段 of the register, and hosts as studios have them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, Q

from studios.queries import host_codes
from training.enums import ProgrammeAudience
from training.models import Learner, Programme

HOST = ProgrammeAudience.HOST


def hosts(today: date):
    """The learners who host a working studio, there under their own code or that of a record which
    was merged into theirs."""
    codes = host_codes(today)
    return Learner.objects.filter(Q(code__in=codes) | Q(merged__code__in=codes))


def fitting_learners(
    programme: Programme, learners: Iterable[Learner], today: date
) -> list[Learner]:
    """Those of ``learners`` whom the programme takes; no query but for hosts, then one."""
    found = [row for row in learners if programme.takes(row)]
    if programme.audience != HOST or not found:
        return found
    ids = {row.pk for row in found}
    there = set(hosts(today).filter(pk__in=ids).values_list("pk", flat=True))
    return [row for row in found if row.pk in there]


def host_if_asked(learner, today: date) -> Q:
    """Sessions that ask for no host, or all when the learner (a key or an outer reference) is one."""
    return ~Q(programme__audience=HOST) | Exists(hosts(today).filter(pk=learner))
