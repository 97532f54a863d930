"""Open sessions with free seats that would close somebody's gap."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, Value
from django.db.models.functions import Concat, JSONObject
from django.urls import reverse

from training.enums import KINDS_TAKEN
from training.enums import EnrolmentState as ES
from training.enums import SessionState as S
from training.models import Learner, LedgerEntry, TrainingSession, TrainingYear
from training.queries.audiences import host_if_asked

MOST_FITTING = 6
AS_JSON = JSONObject(
    id="id", programme="programme__title", title="title", direction="direction__title",
    since="since", until="until", place="place", hours_per_day="hours_per_day",
)  # fmt: skip
MOST_NAMED = 2


@dataclass(frozen=True)
class OpenSession:
    """A session as the page of a year names it."""

    id: int
    name: str
    direction: str
    since: date
    until: date
    place: str
    hours: Decimal

    @classmethod
    def of(cls, row: dict) -> "OpenSession":
        since, until = (date.fromisoformat(row[name]) for name in ("since", "until"))
        name = f"{row['programme']}（{row['title']}）"
        hours = Decimal(str(row["hours_per_day"])) * ((until - since).days + 1)
        return cls(row["id"], name, row["direction"], since, until, row["place"], hours)

    def get_absolute_url(self) -> str:
        return reverse("training:training-session-detail", args=[self.id])


def open_sessions(today: date):
    """Those that can be enrolled for and have seats that nobody holds, soonest first."""
    holding = Q(enrolments__state__in=[ES.ENROLLED, ES.NOMINATED])
    rows = TrainingSession.objects.filter(state=S.ANNOUNCED, enrolment_closes_on__gte=today)
    rows = rows.annotate(held=Count("enrolments", filter=holding))
    return rows.filter(seats__gt=F("held")).order_by("since", "id")


def open_sessions_for(learner: Learner, today: date):
    """Those for this learner's kind and 学段; those for hosts only when the learner is one."""
    return open_sessions(today).filter(
        host_if_asked(learner.pk, today),
        Q(programme__stage="") | Q(programme__stage=learner.stage),
        programme__audience__in=[of for of, kinds in KINDS_TAKEN.items() if learner.kind in kinds],
    )


def with_fitting(learners, year: TrainingYear, today: date):
    """``learners`` with ``fits``: the names of the open sessions of directions in which nothing of
    theirs is recognised yet; in the query that reads them."""
    has = LedgerEntry.objects.filter(
        learner=OuterRef(OuterRef("pk")), direction=OuterRef("direction"), year=year
    )
    kind = ExpressionWrapper(OuterRef("kind"), CharField())
    taken = [Q(programme__audience=of, kind__in=kinds) for of, kinds in KINDS_TAKEN.items()]
    rows = (
        open_sessions(today)
        .annotate(kind=kind)
        .filter(
            reduce(or_, taken),
            host_if_asked(OuterRef(OuterRef("pk")), today),
            Q(programme__stage="") | Q(programme__stage=OuterRef("stage")),
            ~Exists(has.filter(counted_hours__gt=0)),
        )
    )
    name = Concat("programme__title", Value("（"), "title", Value("）"))
    return learners.annotate(fits=ArraySubquery(rows.values_list(name, flat=True)[:MOST_NAMED]))
