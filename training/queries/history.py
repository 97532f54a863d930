"""What is dated of one learner: where and in what status, newest first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, F, Value

from training.enums import LearnerStatus, PlacementReason
from training.models import Learner, Placement, StatusPeriod

PLACE, STATUS = "place", "status"
LABELS = {PLACE: dict(PlacementReason.choices), STATUS: dict(LearnerStatus.choices)}


@dataclass(frozen=True)
class Stretch:
    """One row of a learner's past; ``words`` is the school or the status, ``note`` why."""

    kind: str
    words: str
    note: str
    since: date
    until: date | None


def history_of_learner(learner: Learner) -> list[Stretch]:
    """Schools and statuses by date; one query."""
    columns = ("kind", "what", "note", "since", "until")
    places = _rows(Placement, learner, PLACE, F("school__name"), F("reason"))
    statuses = _rows(StatusPeriod, learner, STATUS, F("status"), F("reason"))
    rows = places.values_list(*columns).union(statuses.values_list(*columns), all=True)
    return [_stretch(*row) for row in rows.order_by("-since", "kind")]


def _rows(model, learner: Learner, kind: str, what, note):
    return (
        model.objects.filter(learner=learner)
        .order_by()
        .annotate(kind=Value(kind, CharField()), what=what, note=note)
    )


def _stretch(kind: str, what: str, note: str, since: date, until: date | None) -> Stretch:
    if kind == PLACE:
        return Stretch(kind, what, LABELS[PLACE][note], since, until)
    return Stretch(kind, LABELS[STATUS][what], note, since, until)
