"""What moves in a register: a transfer and a leave in the first 县(区), and a draft of a rule. Names
and decisions are demonstration data."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from pueredu.units.enums import UnitKind
from training.actions import add_learner, add_rule_version, leave_learner, transfer_learner
from training.enums import PlacementReason
from training.models import Learner, RuleVersion

LATER = 5  # after those whose requirement was adjusted


def seed_register(posts, at: datetime) -> None:
    """One teacher went to another school of the 县(区) in 轮岗, another is on leave."""
    schools = [row for row in posts.schools if row.area.kind == UnitKind.COUNTY]
    old = next(school for school in schools if len(_people(school)) > 1)
    new = next(row for row in schools if row.area_id == old.area_id and row.pk != old.pk)
    mover, absent = _people(old)[:2]
    words = {"by": posts.verifiers[old.area_id], "at": at}
    today = timezone.localtime(at).date()
    transfer_learner(
        mover, school=new, reason=PlacementReason.ROTATION, since=today - timedelta(3), **words
    )
    leave_learner(absent, on=today - timedelta(10), reason="演示数据（无文号）", **words)
    _register_twice(absent, words)
    _draft_a_rule(posts, at)


def _register_twice(learner: Learner, words: dict) -> None:
    """The same name at the same school by another code, as after a change of codes."""
    twin = Learner(
        code=f"N{learner.code}", name=learner.name, school=learner.school, stage=learner.stage,
        subject=learner.subject, kind=learner.kind,
    )  # fmt: skip
    add_learner(twin, **words)


def _draft_a_rule(posts, at: datetime) -> None:
    """The schools' own training with a low cap, from last month on; nobody has decided it."""
    rule = (
        RuleVersion.objects.enforced().filter(code="school_based_training_school").latest("since")
    )
    rule.pk, rule._state.adding = None, True
    rule.since = (timezone.localtime(at).date() - timedelta(30)).replace(day=1)
    rule.annual_cap, rule.until, rule.source = Decimal(12), None, "演示数据（拟稿）"
    add_rule_version(rule, by=posts.recogniser, at=at)


def _people(school) -> list[Learner]:
    rows = Learner.objects.active().filter(school=school, user=None)
    return list(rows.order_by("-id")[:LATER])
