"""Two records of one person become one. The ledger is only added to: what the duplicate had
recognised is reversed there and entered for the person who stays."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.kit.errors import Incomplete, NotPermitted, Refused
from pueredu.notices.acts import acting
from training.actions.hours_of_two import carry_hours
from training.actions.ledger import one_at_a_time
from training.actions.sessions_of_two import carry_sessions, refuse_two_places
from training.enums import WITH_OWN_HOURS, AdjustmentState, LearnerStatus, ObjectionState
from training.enums import LearnerTransition as T
from training.models import (
    Adjustment,
    Certificate,
    HoursBatch,
    Learner,
    Objection,
    SampledClaim,
    StatusPeriod,
)
from training.queries import recognised_of_both


@transaction.atomic
def merge_learner(
    learner: Learner,
    *,
    by: User | None,
    at: datetime,
    into: Learner,
    reason: str,
    is_overlap_known: bool = False,
) -> Learner:
    """Merge ``learner``, the second record of a person, into the first. Hours, certificates,
    adjustments, groups and the account go to the one that stays; the code of the other still finds
    the person. Needs the right over both. An event that both have is one; when both have it
    recognised, that must be known (``is_overlap_known``)."""
    if not reason.strip():
        raise Incomplete("请写明合并的理由。")
    if into.pk == learner.pk:
        raise Refused("不能并入自己，请核对保留的学员。")
    # batches before the ledger's lock, as a recognition takes them
    claimed = HoursBatch.objects.filter(pk__in=learner.claims.values("batch")).order_by("pk")
    list(claimed.select_for_update(of=("self",), no_key=True))
    one_at_a_time()
    words = {"by": by, "at": at, "reason": reason}
    with acting(T.MERGE, learner, details={"into": ["", into.code]}, **words) as learner:
        with acting("change", into, details={"merged": ["", learner.code]}, **words) as kept:
            _check(learner, kept, by, is_known=is_overlap_known)
            carry_hours(learner, kept, at=at)
            carry_sessions(learner, kept)
            _pass_on(learner, kept, timezone.localtime(at).date())
        Learner.objects.filter(merged_into=learner).update(merged_into=kept)
        learner.merged_into = kept
    return learner


def _check(learner: Learner, kept: Learner, by: User | None, *, is_known: bool) -> None:
    if by is not None and not by.has_perm("training.merge_learner", kept):
        raise NotPermitted("保留的学员不在您管理的范围内；跨县(区)的合并由市级培训管理部门办理。")
    if kept.status == LearnerStatus.MERGED:
        raise Refused("保留的学员已经并入别人，请选择现在的登记。")
    if learner.user_id and kept.user_id:
        raise Refused(
            "两条登记都有账号，不能合并；请先由市级培训管理部门在学员登记中解除其中一个。"
        )
    if by is not None and by.pk in {learner.user_id, kept.user_id}:
        raise Refused("本人的登记请由其他同志合并。")
    opened = Objection.objects.filter(state=ObjectionState.OPEN)
    if opened.filter(
        learner=learner, batch__in=opened.filter(learner=kept).values("batch")
    ).exists():
        raise Refused("两条登记对同一份名单都有未处理的异议，请先处理。")
    refuse_two_places(learner, kept)
    both = recognised_of_both(learner, kept)
    if both and not is_known:
        raise Refused(f"有 {len(both)} 次活动两条登记都已认定，合并后只计一次；请核对后勾选确认。")


def _pass_on(learner: Learner, kept: Learner, today: date) -> None:
    for model in (Certificate, Objection, SampledClaim):
        model.objects.filter(learner=learner).update(learner=kept)
    for row in learner.adjustments.order_by("pk"):
        _pass_adjustment(row, kept)
    for group in learner.groups.all():
        group.members.remove(learner)
        if group.school_id in {kept.school_id, kept.school.parent_id}:
            group.members.add(kept)
    if learner.user_id:
        account, learner.user = learner.user, None
        Learner.objects.filter(pk=learner.pk).update(user=None)
        kept.user = account
    _pass_placements(learner, kept, today)
    _end_status(learner, today)


def _pass_adjustment(row: Adjustment, kept: Learner) -> None:
    """Months that the kept record has taken off already are not taken off again."""
    others = kept.adjustments.in_force()
    if row.has_own_hours:
        others = others.filter(reason=row.reason)
    else:
        others = others.exclude(reason__in=WITH_OWN_HOURS)
        others = others.filter(since__lte=row.until, until__gte=row.since)
    if row.state == AdjustmentState.IN_FORCE and others.exists():
        row.state = AdjustmentState.REVOKED
        row.revoke_reason = f"登记合并：{kept.code} 在同一时间已有调整"
    row.learner = kept
    row.save(update_fields=["learner", "state", "revoke_reason"])


def _pass_placements(learner: Learner, kept: Learner, today: date) -> None:
    """Where the person was before the kept record begins comes in front of it; the rest ends. What
    is open of somebody who had departed ended with that."""
    first = kept.placements.order_by("since").first()
    left = learner.periods.current().filter(status=LearnerStatus.DEPARTED).first()
    if left:
        learner.placements.current().filter(since__lt=left.since).update(
            until=left.since - timedelta(days=1)
        )
    for row in learner.placements.order_by("since"):
        if first is None:
            row.learner = kept
        elif row.since < first.since:
            last = first.since - timedelta(days=1)
            row.learner, row.until = kept, min(row.until or last, last)
        else:
            row.until = row.until or max(row.since, today)
        row.save(update_fields=["learner", "until"])


def _end_status(learner: Learner, today: date) -> None:
    current = learner.periods.current().first()
    if current:
        current.until = max(current.since, today - timedelta(days=1))
        current.save(update_fields=["until"])
    StatusPeriod.objects.create(
        learner=learner, school=learner.school, status=LearnerStatus.MERGED, since=today
    )
