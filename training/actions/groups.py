"""Groups of a school: named, filled, dissolved."""

from collections.abc import Iterable
from datetime import datetime

from pueredu.accounts.models import User
from pueredu.kit.errors import Incomplete, Refused
from pueredu.notices.acts import acting
from pueredu.units.access.records import delete_record
from training.models import Learner, LearnerGroup


def add_learner_group(group: LearnerGroup, *, by: User, at: datetime) -> LearnerGroup:
    """Add a group without members; a taken name is refused with a sentence."""
    group.name = group.name.strip()
    if not group.name:
        raise Incomplete("请填写组名。")
    group.county_id = group.school.area_id
    with acting("add", group, by=by, at=at) as saved:
        return saved


def change_learner_group(
    group: LearnerGroup, members: Iterable[Learner], *, by: User, at: datetime, name: str
) -> LearnerGroup:
    """Give a group its name and its members; the history names who came and went. Raises Refused
    for people of other schools. Who has left the school is dropped with the next change."""
    details: dict = {}
    with acting("change", group, by=by, at=at, details=details) as group:
        wanted = {learner.pk: learner for learner in members}
        own = Learner.objects.active().of_school(group.school).filter(pk__in=wanted)
        if len(own) != len(wanted):
            raise Refused("名单中有不在本单位在岗的人员，请刷新后重新勾选。")
        before = {learner.pk: learner for learner in group.members.all()}
        group.members.set(wanted.values())
        group.name = name.strip()
        details["members"] = [
            _names(before[pk] for pk in before.keys() - wanted.keys()),
            _names(wanted[pk] for pk in wanted.keys() - before.keys()),
        ]
    return group


def delete_learner_group(group: LearnerGroup, *, by: User, at: datetime) -> None:
    """Dissolve a group; its people and what they entered stay."""
    delete_record(group, by=by, at=at)


def _names(learners: Iterable[Learner]) -> str:
    return "、".join(sorted(learner.code for learner in learners))
