"""What makes one learner's requirement another: recorded with its decision, revoked with a reason."""

from datetime import datetime

from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.calendar.queries import figure
from pueredu.kit.errors import Incomplete, Refused
from pueredu.notices.acts import acting
from training.enums import AdjustmentReason
from training.enums import AdjustmentTransition as T
from training.models import Adjustment

RETIREMENT = "training.retirement_exempt_years"


def add_adjustment(adjustment: Adjustment, *, by: User, at: datetime) -> Adjustment:
    """Record leave, 支教, secondment and the like, or a trial, for whole months. Refused for
    oneself, for a decision still to come, and for more years before retirement than the Figure
    gives; months that are taken off already are refused by the database."""
    learner, today = adjustment.learner, timezone.localtime(at).date()
    if learner.user_id == by.pk:
        raise Refused("本人的学时要求请由其他同志登记。")
    if adjustment.decided_on > today:
        raise Refused("批准日期不能晚于今天。")
    if adjustment.is_trial:
        adjustment.percent = 100
    adjustment.school_id, adjustment.county_id = learner.school_id, learner.county_id
    adjustment.made_by, adjustment.made_at = by, at
    with acting("add", adjustment, by=by, at=at, reason=adjustment.decided_by) as saved:
        saved.save()
        _check_retirement(saved, at)
    return saved


def revoke_adjustment(adjustment: Adjustment, *, by: User, at: datetime, reason: str) -> Adjustment:
    """Take it back: the requirement is again what it was; the row stays with the reason."""
    if not reason.strip():
        raise Incomplete("请写明撤销理由。")
    with acting(T.REVOKE, adjustment, by=by, at=at, reason=reason) as adjustment:
        if adjustment.learner.user_id == by.pk:
            raise Refused("本人的学时要求请由其他同志办理。")
        adjustment.revoke_reason = reason.strip()[:200]
    return adjustment


def _check_retirement(adjustment: Adjustment, at: datetime) -> None:
    if adjustment.reason != AdjustmentReason.RETIREMENT:
        return
    years = figure(RETIREMENT, timezone.localtime(at).date())
    if (adjustment.until - adjustment.since).days > years.value * 366:
        raise Refused(
            f"参数“{years.title}”现为 {years.value} 年"
            f"{'（暂定）' if years.is_provisional else ''}，不能按临近退休减免这么长时间。"
        )
