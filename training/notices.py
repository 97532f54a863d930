"""Who hears what of the chain, and who is reminded."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from pueredu.notices.classes import Due, Notice, Reminder
from training.queries import filings_due, verifications_due


class HoursBatchFiled(Notice):
    on = "training.file_hours_batch"
    to = "training.verify_hours_batch"
    reason = "您负责审核本地区的培训学时"

    @classmethod
    def title(cls, subject) -> str:
        return f"{subject.school or subject.county}申报了学时，待审核：{subject.title}"


class HoursBatchReturned(Notice):
    on = "training.return_hours_batch"
    to = "training.file_hours_batch"
    reason = "您负责本单位的学时申报"

    @classmethod
    def title(cls, subject) -> str:
        return f"学时申报请修改完善：{subject.title}"


class HoursBatchRecognised(Notice):
    on = "training.recognise_hours_batch"
    to = "training.file_hours_batch"
    reason = "您负责本单位的学时申报"

    @classmethod
    def title(cls, subject) -> str:
        return f"学时已认定：{subject.title}"

    @classmethod
    def title_of_many(cls, count: int) -> str:
        """For a recognition of all that waited."""
        return f"本单位 {count} 批学时已认定"


class FilingDue(Reminder):
    """One message a school for all its drafts; the subject is the school."""

    key = "filing"
    reason = "您负责本单位的学时申报"

    @classmethod
    def due(cls, today: date) -> Iterable[Due]:
        return (Due(school, day, "training.file_hours_batch") for school, day in filings_due(today))

    @classmethod
    def title(cls, subject) -> str:
        return f"{subject.short_name}有培训学时待申报"

    @classmethod
    def url(cls, subject) -> str:
        return f"{reverse('training:hours-batch-list')}?state=draft"


class VerificationDue(Reminder):
    """One message a bureau for all that waits; the subject is the bureau."""

    key = "verification"
    reason = "您负责审核本地区的培训学时"

    @classmethod
    def due(cls, today: date) -> Iterable[Due]:
        return (
            Due(bureau, day, "training.verify_hours_batch") for bureau, day in verifications_due()
        )

    @classmethod
    def title(cls, subject) -> str:
        return f"{subject.area.short_name}有学时申报待审核"

    @classmethod
    def url(cls, subject) -> str:
        return f"{reverse('training:hours-batch-list')}?state=filed"
