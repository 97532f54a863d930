"""Who hears of plans, sessions and enrolments, and who is reminded."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from pueredu.notices.classes import Due, Notice, Reminder
from pueredu.units.access.holders import holders_of_each
from training.enums import EnrolmentState
from training.models import Enrolment, SeatQuota
from training.queries import (
    plans_due,
    quotas_to_fill,
    quotas_to_pass_on,
    registrations_due,
    sessions_to_confirm,
    summaries_owed,
)


class TrainingPlanFiled(Notice):
    on = "training.file_training_plan"
    to = "training.register_training_plan"
    reason = "您负责年度培训计划备案"
    words = "年度培训计划待备案：{subject}"


class TrainingPlanRegistered(Notice):
    on = "training.register_training_plan"
    to = "training.file_training_plan"
    reason = "您负责本单位的年度培训计划"
    words = "年度培训计划已备案：{subject}"


class TrainingPlanReturned(TrainingPlanRegistered):
    on = "training.return_training_plan"
    words = "年度培训计划请修改完善：{subject}"


class TrainingPlanDue(Reminder):
    """The subject is the unit whose plan is missing."""

    key = "training_plan"
    reason = "您负责本单位的年度培训计划"
    words = "{subject.short_name}的年度培训计划待上报备案"

    @classmethod
    def due(cls, today: date) -> Iterable[Due]:
        return (Due(unit, day, "training.add_training_plan") for unit, day in plans_due(today))

    @classmethod
    def url(cls, subject) -> str:
        return reverse("training:training-plan-list")


class PlanRegistrationDue(Reminder):
    """One message for all that wait at one tier of an area; the subject is the first of them."""

    key = "plan_registration"
    reason = "您负责年度培训计划备案"
    words = "{subject.county.short_name}有年度培训计划待备案"

    @classmethod
    def due(cls, today: date) -> Iterable[Due]:
        return (
            Due(plan, plan.due_on, "training.register_training_plan")
            for plan in registrations_due()
        )

    @classmethod
    def url(cls, subject) -> str:
        return f"{reverse('training:training-plan-list')}?state=filed"


def people_of(enrolments) -> list:
    """The learners with an account, and who enrolled them, each once."""
    rows = list(enrolments.select_related("learner__user", "school", "county"))
    schools = holders_of_each("training.withdraw_enrolment", rows) if rows else []
    own = [row.learner.user for row in rows if row.learner.user]
    found = {person.pk: person for person in (*own, *(one for group in schools for one in group))}
    return list(found.values())


class SessionAnnounced(Notice):
    """To the 县(区) that have seats to pass on."""

    on = "training.announce_training_session"
    to = "training.change_seat_quota"
    reason = "您负责把名额分到学校"
    words = "培训班次开始报名，请分配名额：{subject}"

    @classmethod
    def recipients(cls, subject) -> list:
        quotas = SeatQuota.objects.of_areas().filter(session=subject, seats__gt=0)
        rows = list(quotas.select_related("unit", "county"))
        groups = holders_of_each(cls.to, rows) if rows else []
        return list({one.pk: one for group in groups for one in group}.values())


class SeatsPassedOn(Notice):
    """To who enrols at the schools that have seats."""

    on = "training.change_seat_quota"
    to = "training.add_enrolment"
    reason = "您负责本单位的培训报名"
    words = "本单位有培训名额，请报名：{subject.session}"

    @classmethod
    def recipients(cls, subject) -> list:
        schools = SeatQuota.objects.of_schools().filter(
            session=subject.session_id, county=subject.county_id, seats__gt=0
        )
        units = [row.unit for row in schools.select_related("unit__area")]
        groups = holders_of_each("training.add_hours_batch", units) if units else []
        return list({one.pk: one for group in groups for one in group}.values())


class SessionChanged(Notice):
    """Another date or place, to everybody who holds a seat or waits, and to their schools."""

    on = "training.change_training_session"
    to = "training.withdraw_enrolment"
    reason = "您或您单位的人员报名了这个班次"
    words = (
        "培训时间、地点有变动：{subject}，"
        "{subject.since:%Y年%-m月%-d日}至{subject.until:%Y年%-m月%-d日}，{subject.place}"
    )

    @classmethod
    def recipients(cls, subject) -> list:
        if not getattr(subject, "is_moved", True):
            return []
        return people_of(Enrolment.objects.not_withdrawn().filter(session=subject))


class SessionCancelled(SessionChanged):
    on = "training.cancel_training_session"
    words = "培训班次已取消：{subject}"


class SessionClosed(SessionChanged):
    """To who was proposed or waited, and has no place."""

    on = "training.close_training_session"
    words = "报名已截止，尚未录取：{subject}"

    @classmethod
    def recipients(cls, subject) -> list:
        left = (EnrolmentState.NOMINATED, EnrolmentState.WAITING)
        return people_of(Enrolment.objects.filter(session=subject, state__in=left))


class CountySummaryAdded(Notice):
    on = "training.add_county_summary"
    to = "training.comment_county_summary"
    reason = "您负责对县(区)培训总结反馈意见"
    words = "收到{subject}，待反馈"


class CountySummaryCommented(Notice):
    on = "training.comment_county_summary"
    to = "training.change_county_summary"
    reason = "您负责本县(区)的培训总结"
    words = "市级已反馈：{subject}"


class CountySummaryDue(Reminder):
    key = "county_summary"
    reason = "您负责本县(区)的培训总结"
    words = "{subject.area.short_name}年度培训总结待报送"

    @classmethod
    def due(cls, today: date) -> Iterable[Due]:
        return (
            Due(unit, day, "training.add_county_summary") for unit, day in summaries_owed(today)
        )

    @classmethod
    def url(cls, subject) -> str:
        return reverse("training:county-summary-add")


class QuotaDue(Reminder):
    key = "seat_quota"
    reason = "您负责把名额分到学校"
    words = "培训名额待分到学校：{subject.session}"

    @classmethod
    def due(cls, today: date) -> Iterable[Due]:
        rows = quotas_to_pass_on().select_related("session__programme", "unit", "county")
        return (Due(row, row.session.quota_due_on, "training.change_seat_quota") for row in rows)


class NominationDue(Reminder):
    """The subject is a school's quota with free seats."""

    key = "nomination"
    reason = "您负责本单位的培训报名"
    words = "培训名额待报名，到期收回：{subject.session}"

    @classmethod
    def due(cls, today: date) -> Iterable[Due]:
        rows = quotas_to_fill().select_related("session__programme", "unit", "county")
        return (Due(row, row.session.recall_on, "training.add_enrolment") for row in rows)


class SessionConfirmationDue(Reminder):
    key = "session_confirmation"
    reason = "您负责培训班次的签到和结班确认"
    words = "班次已结束，待确认结班：{subject}"

    @classmethod
    def due(cls, today: date) -> Iterable[Due]:
        rows = sessions_to_confirm(today).select_related("programme")
        return (Due(row, row.confirm_due_on, "training.confirm_training_session") for row in rows)
