"""Who hears of one learner's place in a session."""

from pueredu.notices.classes import Notice
from pueredu.units.access.holders import holders
from training.enums import EnrolmentState
from training.models import Enrolment
from training.notices.chain import own


def _learner_and_school(enrolment: Enrolment) -> list:
    return [*own(enrolment.learner), *holders("training.add_enrolment", enrolment)]


class EnrolmentAccepted(Notice):
    """To the learner and to who enrolled."""

    on = "training.select_enrolment"
    to = "training.withdraw_enrolment"
    reason = "报名已录取"
    words = (
        "{subject.learner.name}已录取：{subject.session}，"
        "{subject.session.since:%Y年%-m月%-d日}，{subject.session.place}"
    )

    @classmethod
    def recipients(cls, subject) -> list:
        if subject.state != EnrolmentState.ENROLLED:
            return []
        return _learner_and_school(subject)


class EnrolmentAdded(EnrolmentAccepted):
    """An enrolment that had a seat at once."""

    on = "training.add_enrolment"


class EnrolmentWithdrawn(Notice):
    on = "training.withdraw_enrolment"
    to = "training.add_enrolment"
    reason = "您或您单位的人员报名了这个班次"
    words = "{subject.learner.name}已退出报名：{subject.session}"

    @classmethod
    def recipients(cls, subject) -> list:
        return _learner_and_school(subject)
