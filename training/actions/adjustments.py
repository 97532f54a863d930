"""What makes one learner's requirement another: recorded with its decision, revoked with a reason."""

from datetime import date, datetime

from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.calendar.queries import figure
from pueredu.kit.errors import Incomplete, Refused
from pueredu.notices.acts import acting
from training.enums import AdjustmentReason, LearnerKind
from training.enums import AdjustmentTransition as T
from training.models import Adjustment

RETIREMENT = "training.retirement_exempt_years"


def add_adjustment(adjustment: Adjustment, *, by: User, at: datetime) -> Adjustment:
    """Record leave, 支教, secondment and the like, or hours of their own, for whole months.
    Refused for oneself, for a new principal who heads no school, for a decision still to come, and for more years before retirement than the Figure
    gives; months that are taken off already are refused by the database."""
    learner = adjustment.learner
    if adjustment.has_own_hours:
        adjustment.percent = 100
    adjustment.school_id, adjustment.county_id = learner.school_id, learner.county_id
    adjustment.made_by, adjustment.made_at = by, at
    with acting("add", adjustment, by=by, at=at, reason=adjustment.authority) as saved:
        _check(saved, timezone.localtime(at).date())
    return saved


def revoke_adjustment(adjustment: Adjustment, *, by: User, at: datetime, reason: str) -> Adjustment:
    """Take it back: the requirement is again what it was; the row stays with the reason."""
    if not reason.strip():
        raise Incomplete("请写明撤销理由。")
    with acting(T.REVOKE, adjustment, by=by, at=at, reason=reason) as adjustment:
        _check_is_another(adjustment, by)
        adjustment.revoke_reason = reason.strip()[:200]
    return adjustment


def _check(adjustment: Adjustment, today: date) -> None:
    _check_is_another(adjustment, adjustment.made_by)
    if adjustment.decided_on > today:
        raise Refused("批准日期不能晚于今天。")
    is_head = adjustment.learner.kind == LearnerKind.SCHOOL_HEAD
    if adjustment.reason == AdjustmentReason.NEW_PRINCIPAL and not is_head:
        raise Refused("任职资格培训只登记给学校负责人，请先核对学员的人员类别。")
    if adjustment.reason != AdjustmentReason.RETIREMENT:
        return
    years = figure(RETIREMENT, today)
    if (adjustment.until - adjustment.since).days > years.value * 366:
        mark = "（暂定）" if years.is_provisional else ""
        raise Refused(
            f"参数“{years.title}”现为 {years.value} 年{mark}，不能按临近退休减免这么长时间。"
        )


def _check_is_another(adjustment: Adjustment, by: User) -> None:
    if adjustment.learner.user_id == by.pk:
        raise Refused("本人的学时要求请由其他同志办理。")
