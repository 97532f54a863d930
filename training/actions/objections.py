"""Objections to a posted list: raised, settled by who answers for the list, told to the objector."""

from datetime import datetime
from decimal import Decimal

from django.db.models import Max
from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.calendar.queries import add_working_days, value
from pueredu.kit.errors import Incomplete, Refused
from pueredu.kit.templatetags.formats import number
from pueredu.notices.acts import acting
from training.actions.changes import activity_of
from training.actions.claims import Activity, Attended, claim
from training.actions.counts import count
from training.actions.samples import look_again
from training.enums import BatchSource, BatchState
from training.enums import ObjectionTransition as T
from training.models import HoursBatch, HoursClaim, Learner, Objection, TrainingActivity

CORRECTABLE = (BatchState.DRAFT, BatchState.POSTED, BatchState.VERIFIED)


def add_objection(
    batch: HoursBatch, learner: Learner, *, by: User, at: datetime, text: str
) -> Objection:
    """Object to a list that is posted (or to an organiser's list that is not recognised yet) about
    one learner's hours. Raises Refused when it is too early or too late."""
    if not text.strip():
        raise Incomplete("请写明异议内容。")
    today = timezone.localtime(at).date()
    if not may_be_objected_to(batch, today):
        raise Refused("这份名单不在公示期内，不能再提异议；有疑问请联系学校经办人。")
    line = batch.claims.counting().filter(learner=learner).first()
    objection = Objection(
        batch=batch,
        claim=line,
        learner=learner,
        school=line.school if line else learner.school,
        county=line.county if line else learner.county,
        handler=batch.handler,
        text=text.strip(),
        raised_by=by,
        raised_at=at,
        due_on=add_working_days(today, value("training.objection_days", today)),
    )
    with acting("add", objection, by=by, at=at) as saved:
        return saved


def may_be_objected_to(batch: HoursBatch, today) -> bool:
    """A school's list while it is posted; an organiser's until it is recognised."""
    if batch.source == BatchSource.COMPLETION:
        return batch.state == BatchState.VERIFIED
    return batch.state == BatchState.POSTED and today <= batch.posting_ends_on


def accept_objection(
    objection: Objection, *, by: User, at: datetime, text: str, hours: Decimal | None = None
) -> Objection:
    """The objector is right. ``hours`` is what the learner gets: 0 takes the line out of the count,
    None leaves it (the list was mended otherwise). Refused for the objector's own."""
    details: dict = {}
    with acting(T.ACCEPT, objection, by=by, at=at, reason=text, details=details) as objection:
        _settle(objection, by=by, at=at, text=text)
        if hours is not None:
            details["hours"] = [str(objection.claim.hours) if objection.claim else "", str(hours)]
            _correct(objection, hours)
    return objection


def reject_objection(objection: Objection, *, by: User, at: datetime, text: str) -> Objection:
    """The list stands; ``text`` is the reason that the objector reads."""
    with acting(T.REJECT, objection, by=by, at=at, reason=text) as objection:
        _settle(objection, by=by, at=at, text=text)
    return objection


def _settle(objection: Objection, *, by: User, at: datetime, text: str) -> None:
    if not text.strip():
        raise Incomplete("请写明处理意见，提出人会看到。")
    if objection.raised_by_id == by.pk:
        raise Refused("提出人不能处理自己的异议，请换一位同志处理。")
    objection.answer, objection.settled_by, objection.settled_at = text.strip(), by, at


def _correct(objection: Objection, hours: Decimal) -> None:
    batch = HoursBatch.objects.select_for_update(of=("self",), no_key=True).get(
        pk=objection.batch_id
    )
    if batch.state not in CORRECTABLE:
        raise Refused("这份名单已经进入审核，不能直接更正；请县(区)退回后修改名册。")
    line = objection.claim
    if hours == 0:
        _take_out(line)
    elif line is None:
        _refuse_more(batch, activity_of(batch), hours)
        line = objection.claim = _add_line(batch, objection.learner, hours)
        look_again(batch, line)
    elif line.hours != hours:
        _refuse_more(batch, line.activity, hours)
        line.hours = hours
        line.save(update_fields=["hours"])
        look_again(batch, line)
    count(batch)


def _refuse_more(batch: HoursBatch, event: Activity | TrainingActivity, hours: Decimal) -> None:
    """An objection gives nobody more than the event had: not more than it was entered with, nor
    than anybody else has of it in the list."""
    rows = batch.claims.counting().filter(held_on=event.held_on, activity__title=event.title)
    most = max(event.hours, rows.aggregate(most=Max("hours"))["most"] or event.hours)
    if hours > most:
        raise Refused(
            f"更正后的学时不能超过这次活动的 {number(most)} 学时；活动的学时登记错了的，先撤回名单，再修改名册。"
        )


def _take_out(line: HoursClaim | None) -> None:
    if line is None:
        raise Incomplete("名单上没有这位学员；采纳时请填写应计的学时。")
    line.is_void, line.void_reason = True, "异议属实，不计"
    line.save(update_fields=["is_void", "void_reason"])


def _add_line(batch: HoursBatch, learner: Learner, hours: Decimal) -> HoursClaim:
    if claim(batch, activity_of(batch), [Attended(learner, hours)]):
        raise Refused("这位学员的这次活动已由其他名单申报，不能重复计算。")
    return batch.claims.counting().get(learner=learner)
