"""Keeping the register: who comes, who moves. The past of a learner is never moved."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.kit.errors import NotPermitted, Refused
from pueredu.notices.acts import acting
from pueredu.units.models import Unit
from training.enums import PlacementReason
from training.models import Learner, LearnerYear, Placement, TrainingYear


def add_learner(
    learner: Learner, *, by: User | None, at: datetime, since: date | None = None
) -> Learner:
    """Register a learner with the first placement. A taken code is refused with a sentence."""
    if Learner.objects.filter(code=learner.code).exists():
        raise Refused(f"教师编号「{learner.code}」已经登记。")
    learner.county_id = learner.school.area_id
    with acting("add", learner, by=by, at=at) as saved:
        saved.save()
        Placement.objects.create(
            learner=saved,
            school=saved.school,
            reason=PlacementReason.FIRST,
            since=since or timezone.localtime(at).date(),
        )
    return saved


def transfer_learner(
    learner: Learner, *, by: User | None, at: datetime, school: Unit, reason: str, since: date
) -> Learner:
    """Move a learner from ``since`` on; claims and entries keep the school of their day, the
    running year's total goes with the person. Needs the right over the old and the new place."""
    with acting("change", learner, by=by, at=at, reason=PlacementReason(reason).label) as learner:
        current = learner.placements.current().select_for_update().first()
        if learner.school_id == school.pk:
            raise Refused("新单位与现任教单位相同。")
        if current and since <= current.since:
            raise Refused("调动日期应晚于现任教单位的起始日期。")
        learner.school, learner.county_id = school, school.area_id
        if by is not None and not by.has_perm("training.change_learner", learner):
            raise NotPermitted("您的职务没有这项权限。")
        if current:
            current.until = since - timedelta(days=1)
            current.save(update_fields=["until"])
        Placement.objects.create(learner=learner, school=school, reason=reason, since=since)
        LearnerYear.objects.filter(
            learner=learner, year__in=TrainingYear.objects.filter(ends_on__gte=since)
        ).update(school=school, county=school.area)
    return learner
