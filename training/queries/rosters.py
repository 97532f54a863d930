"""Who stands on a roster, and what was entered last."""

from collections.abc import Iterable

from pueredu.units.enums import UnitKind
from pueredu.units.models import Unit
from training.enums import BatchSource
from training.models import Learner, TrainingActivity


def filing_schools(user):
    """The schools for which this person files, a 中心学校 standing for its points."""
    own = Unit.objects.permitted(user, "training.add_hours_batch").schools()
    return own.exclude(parent__in=own.filter(kind=UnitKind.CENTRAL_SCHOOL).values("pk"))


def roster_of(school: Unit, also: Iterable[Learner] = ()) -> list[tuple[Unit, list[Learner]]]:
    """The learners in service of a school and its points, grouped by point: the school itself
    first, then its points in official order, names by pinyin. One query.

    ``also`` are learners to show though they have left, at their present school.
    """
    rows = (
        Learner.objects.active()
        .of_school(school)
        .select_related("school")
        .order_by("school__precedence", "school__code", "name_key", "id")
    )
    groups: dict[int, tuple[Unit, list[Learner]]] = {}
    for learner in {row.pk: row for row in (*rows, *also)}.values():
        groups.setdefault(learner.school_id, (learner.school, []))[1].append(learner)
    return sorted(groups.values(), key=lambda group: group[0].pk != school.pk)


def last_activity(school: Unit) -> TrainingActivity | None:
    """What this school entered last by roster: the pattern for the next week."""
    rows = TrainingActivity.objects.filter(school=school, source=BatchSource.ROSTER)
    return rows.select_related("direction").order_by("-held_on", "-id").first()
