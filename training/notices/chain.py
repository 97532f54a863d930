"""Who hears what of the chain, and who is reminded."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from pueredu.notices.classes import Due, Notice, Reminder
from pueredu.units.access.holders import holders
from training.queries import (
    filings_due,
    open_objections,
    verifications_due,
    waiting_certificates,
)


def own(learner) -> list:
    """The account of a learner, if there is one."""
    return [learner.user] if learner.user else []


class HoursBatchFiled(Notice):
    on = "training.file_hours_batch"
    to = "training.verify_hours_batch"
    reason = "您负责审核本地区的培训学时"

    @classmethod
    def title(cls, subject) -> str:
        return f"{subject.school or subject.county}申报了学时，待审核：{subject.title}"

    @classmethod
    def title_of_many(cls, subject, count: int) -> str:
        """For several lists that a school filed at once."""
        return (
            cls.title(subject) if count == 1 else f"{subject.school}申报了 {count} 批学时，待审核"
        )

    @classmethod
    def url_of_many(cls, subject, count: int) -> str:
        here = f"{reverse('training:hours-batch-list')}?state=filed&school={subject.school_id}"
        return cls.url(subject) if count == 1 else here


class HoursBatchReturned(Notice):
    on = "training.return_hours_batch"
    to = "training.file_hours_batch"
    reason = "您负责本单位的学时申报"
    words = "学时申报请修改完善：{subject.title}"


class HoursBatchRecognised(Notice):
    on = "training.recognise_hours_batch"
    to = "training.file_hours_batch"
    reason = "您负责本单位的学时申报"
    words = "学时已认定：{subject.title}"

    @classmethod
    def title_of_many(cls, count: int) -> str:
        """For a recognition of all that waited."""
        return f"本单位 {count} 批学时已认定"


class ObjectionRaised(Notice):
    on = "training.add_objection"
    to = "training.accept_objection"
    reason = "您负责处理对本单位名单的异议"
    words = "收到异议，待处理：{subject.batch.title}"


class ObjectionSettled(Notice):
    """To the one who raised it, whatever the answer."""

    on = "training.accept_objection"
    to = "training.add_objection"
    reason = "您提出过这条异议"

    @classmethod
    def recipients(cls, subject) -> list:
        return [subject.raised_by]

    @classmethod
    def title(cls, subject) -> str:
        return f"您的异议{subject.get_state_display()}：{subject.batch.title}"


class ObjectionRejected(ObjectionSettled):
    on = "training.reject_objection"


class CertificateSubmitted(Notice):
    on = "training.add_certificate"
    to = "training.accept_certificate"
    reason = "您负责审核本单位教师上报的证书"
    words = "{subject.learner.name}上报了证书，待审核：{subject.title}"


class CertificateSubmittedAgain(CertificateSubmitted):
    on = "training.submit_certificate"


class CertificateAccepted(Notice):
    """To the teacher, whom the record names."""

    on = "training.accept_certificate"
    to = "training.submit_certificate"
    reason = "您上报过这份证书"
    words = "学校已采纳您的证书：{subject.title}"

    @classmethod
    def recipients(cls, subject) -> list:
        return own(subject.learner)


class CertificateReturned(CertificateAccepted):
    on = "training.return_certificate"
    words = "您的证书请修改完善：{subject.title}"


class LedgerEntryReversed(Notice):
    """To the learner and to who files for the school of the day."""

    on = "training.add_ledger_entry"
    to = "training.file_hours_batch"
    reason = "学时台账作了冲销"
    words = "{subject.learner.name}的学时已冲销：{subject.claim.activity.title}"

    @classmethod
    def recipients(cls, subject) -> list:
        return [*own(subject.learner), *holders(cls.to, subject)]


class FilingDue(Reminder):
    """One message a school for all its drafts and posted lists; the subject is the school."""

    key = "filing"
    reason = "您负责本单位的学时申报"
    words = "{subject.short_name}有培训学时待申报"

    @classmethod
    def due(cls, today: date) -> Iterable[Due]:
        return (Due(school, day, "training.file_hours_batch") for school, day in filings_due(today))

    @classmethod
    def url(cls, subject) -> str:
        return reverse("training:file-all")


class VerificationDue(Reminder):
    """One message a bureau for all that waits; the subject is the bureau."""

    key = "verification"
    reason = "您负责审核本地区的培训学时"
    words = "{subject.area.short_name}有学时申报待审核"

    @classmethod
    def due(cls, today: date) -> Iterable[Due]:
        return (
            Due(bureau, day, "training.verify_hours_batch") for bureau, day in verifications_due()
        )

    @classmethod
    def url(cls, subject) -> str:
        return f"{reverse('training:hours-batch-list')}?state=filed"


class ObjectionDue(Reminder):
    key = "objection"
    reason = "您负责处理对本单位名单的异议"
    words = "异议待处理：{subject.batch.title}"

    @classmethod
    def due(cls, today: date) -> Iterable[Due]:
        return (Due(row, row.due_on, "training.accept_objection") for row in open_objections())


class CertificateDue(Reminder):
    key = "certificate"
    reason = "您负责审核本单位教师上报的证书"
    words = "{subject.learner.name}上报的证书待审核：{subject.title}"

    @classmethod
    def due(cls, today: date) -> Iterable[Due]:
        return (
            Due(row, row.due_on, "training.accept_certificate") for row in waiting_certificates()
        )
