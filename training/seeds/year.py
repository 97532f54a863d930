"""What makes requirements differ, in each 县(区): who came in the year, who is on leave or in 支教,
who is in the trial. Decisions are demonstration data and name no document that exists."""

from datetime import date, datetime

from pueredu.units.enums import UnitKind
from training.actions import add_adjustment
from training.enums import AdjustmentReason as R
from training.models import Adjustment, Learner, Placement, TrainingYear

# what is recorded for the n-th teacher of a school: reason, first and last month, percent
RECORDED = (
    (R.LEAVE, 3, 5, 100),
    (R.RURAL_SUPPORT, 2, 12, 50),
    (R.TRIAL, 3, 12, 100),
)
CAME = 3  # the month in which the last of them began to teach


def seed_adjustments(year: TrainingYear, posts, at: datetime) -> None:
    """Three teachers of one school in each 县(区); the third came in the year."""
    schools = [row for row in posts.schools if row.area.kind == UnitKind.COUNTY]
    firsts = {school.area_id: school for school in reversed(schools) if _people(school)}
    for school in firsts.values():
        people = _people(school)
        Placement.objects.filter(learner=people[-1]).update(since=_day(year, CAME))
        for learner, (reason, first, last, percent) in zip(people, RECORDED, strict=True):
            adjustment = Adjustment(
                learner=learner,
                reason=reason,
                since=_day(year, first),
                until=_day(year, last),
                percent=percent,
                authority="演示数据（无文号）",
                decided_on=_day(year, 1),
            )
            add_adjustment(adjustment, by=posts.verifiers[school.area_id], at=at)


def _people(school) -> list[Learner]:
    """As many teachers without an account as are needed, or none."""
    rows = Learner.objects.active().filter(school=school, user=None, stage="primary")
    found = list(rows.order_by("id")[: len(RECORDED)])
    return found if len(found) == len(RECORDED) else []


def _day(year: TrainingYear, month: int) -> date:
    """The first of the ``month``-th month of the training year."""
    months = year.starts_on.month - 1 + month - 1
    return date(year.starts_on.year + months // 12, months % 12 + 1, 1)
