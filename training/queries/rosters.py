"""Who stands on a roster, and what was entered last."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Subquery

from pueredu.units.enums import UnitKind
from pueredu.units.models import Unit
from training.enums import BatchSource
from training.models import HoursClaim, Learner, LearnerGroup, TrainingActivity


def filing_schools(user):
    """The schools for which this person files, a 中心学校 standing for its points."""
    own = Unit.objects.permitted(user, "training.add_hours_batch").schools()
    return own.exclude(parent__in=own.filter(kind=UnitKind.CENTRAL_SCHOOL).values("pk"))


def roster_of(
    school: Unit, also: Iterable[Learner] = (), group: LearnerGroup | None = None
) -> list[tuple[Unit, list[Learner]]]:
    """The learners in service of a school and its points, or of one group of it, by point: the
    school itself first, then its points in official order, names by pinyin. One query.

    ``also`` are learners to show though they have left, at their present school.
    """
    rows = Learner.objects.active().of_school(school).select_related("school")
    if group is not None:
        rows = rows.filter(groups=group)
    rows = rows.order_by("school__precedence", "school__code", "name_key", "id")
    groups: dict[int, tuple[Unit, list[Learner]]] = {}
    for learner in {row.pk: row for row in (*rows, *also)}.values():
        groups.setdefault(learner.school_id, (learner.school, []))[1].append(learner)
    return sorted(groups.values(), key=lambda group: group[0].pk != school.pk)


@dataclass(frozen=True)
class LastRoster:
    """What was entered last, and who was there with how many hours: the pattern of the next week."""

    activity: TrainingActivity
    hours: dict[int, Decimal]

    @property
    def present(self) -> set[int]:
        return set(self.hours)


def last_roster(school: Unit, group: LearnerGroup | None = None) -> LastRoster | None:
    """The latest activity that this school (this group, where one is chosen) entered by roster and
    at which somebody was; one query."""
    events = TrainingActivity.objects.filter(school=school, source=BatchSource.ROSTER)
    if group is not None:
        events = events.filter(group=group)
    latest = events.order_by("-held_on", "-id").values("pk")[:1]
    lines = HoursClaim.objects.counting().filter(activity=Subquery(latest))
    rows = list(lines.select_related("activity__direction"))
    if not rows:
        return None
    return LastRoster(rows[0].activity, {row.learner_id: row.hours for row in rows})
