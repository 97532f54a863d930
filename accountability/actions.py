"""Every write of the year of accountability."""

from collections.abc import Mapping
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accountability.enums import ReportFileKind, YearPlanTransition
from accountability.enums import ReportTransition as T
from accountability.models import MandatoryTopic, Report, ReportFile, TopicAnswer, YearPlan
from accountability.queries import current_files, unanswered_topics
from pueredu.accounts.models import User
from pueredu.calendar.queries import value
from pueredu.files.actions import store_file
from pueredu.files.kinds import FileKind
from pueredu.kit.errors import Incomplete, Refused
from pueredu.notices.acts import acting
from pueredu.units.access.paper import PaperAct
from pueredu.units.enums import UnitKind
from pueredu.units.models import Unit

KINDS = {ReportFileKind.SIGNED: (FileKind.PDF,), ReportFileKind.WORD: (FileKind.DOCX,)}


def open_year_plan(
    plan: YearPlan, *, by: User, at: datetime, paper: PaperAct | None = None
) -> YearPlan:
    """Send the plan out: every county owes a report from now on and its party office is told.

    Raises Refused unless the number of mandatory topics lies within its Figures (1 to 2 [L]).
    """
    with acting(YearPlanTransition.OPEN, plan, by=by, at=at, paper=paper) as plan:
        _check_topics(plan, timezone.localtime(at).date())
        plan.opened_at = at
        committees = Unit.objects.filter(
            kind=UnitKind.PARTY_COMMITTEE, area__kind=UnitKind.COUNTY
        ).order_by("area__precedence")
        for committee in committees:
            _ask_for_report(plan, committee, by=by, at=at)
    return plan


def fill_report(
    report: Report,
    *,
    by: User,
    at: datetime,
    answers: Mapping[MandatoryTopic, tuple[str, str]],
    signatory: str = "",
    signed_on: date | None = None,
    document_number: str = "",
    uploads: Mapping[str, UploadedFile] | None = None,
) -> Report:
    """Keep what the county has so far. ``answers`` gives (pointer, text) for each topic, both empty
    to take an answer back; ``uploads`` adds a new version of a file by its kind. Raises
    FileRefused for a bad file, and Refused once the report is locked."""
    with acting(T.FILL, report, by=by, at=at) as report:
        _check_open(report, at)
        report.signatory, report.signed_on = signatory.strip(), signed_on
        report.document_number = document_number.strip()
        for topic, (pointer, text) in answers.items():
            _answer(report, topic, pointer.strip(), text.strip())
        for kind, upload in (uploads or {}).items():
            _attach(report, kind, upload, by=by, at=at)
    return report


@transaction.atomic
def submit_report(report: Report, *, by: User, at: datetime) -> Report:
    """Hand in, for its signatory, what was signed on paper. Raises Incomplete, naming everything
    that is still missing at once."""
    report = Report.objects.select_for_update(of=("self",), no_key=True).get(pk=report.pk)
    with acting(T.SUBMIT, report, by=by, at=at, paper=_paper_of(report)) as report:
        _check_open(report, at)
        missing = missing_of(report)
        if missing:
            raise Incomplete(f"还不能报送：{'；'.join(missing)}。")
        report.submitted_at = at
        report.first_submitted_at = report.first_submitted_at or at
        report.return_comment = ""
    return report


def return_report(
    report: Report, *, by: User, at: datetime, text: str, resubmit_on: date | None = None
) -> Report:
    """「请修改完善」 in the Secretariat's name. ``resubmit_on`` keeps the report open until then."""
    if not text.strip():
        raise Incomplete("请写明需要修改完善的内容。")
    if resubmit_on is not None and resubmit_on < timezone.localtime(at).date():
        raise Refused("重新报送的日期不能早于今天。")
    with acting(T.RETURN, report, by=by, at=at, reason=text) as report:
        report.return_comment = text.strip()
        report.unlocked_until = resubmit_on or report.unlocked_until
    return report


def accept_report(report: Report, *, by: User, at: datetime) -> Report:
    """Take the report as final for this year."""
    with acting(T.ACCEPT, report, by=by, at=at) as report:
        report.accepted_at = at
    return report


def unlock_report(report: Report, *, by: User, at: datetime, until: date, text: str) -> Report:
    """Let a county hand in after the lock, until a day and for a reason. A late mark stays."""
    if until < timezone.localtime(at).date():
        raise Refused("延长的日期不能早于今天。")
    with acting(T.UNLOCK, report, by=by, at=at, reason=text) as report:
        report.unlocked_until = until
    return report


def missing_of(report: Report) -> list[str]:
    """What still keeps a report from being handed in, as phrases for its writers."""
    files = current_files(report)
    missing = [f"必述问题「{topic.title}」还没有回应" for topic in unanswered_topics(report)]
    missing += [f"还没有上传{kind.label}" for kind in ReportFileKind if kind not in files]
    if not report.signatory or report.signed_on is None:
        missing.append("还没有登记签批人和签批日期")
    return missing


def _check_topics(plan: YearPlan, today: date) -> None:
    count = plan.topics.count()
    least = value("accountability.mandatory_topics_min", today)
    most = value("accountability.mandatory_topics_max", today)
    if not least <= count <= most:
        raise Refused(f"必述问题应为 {least} 至 {most} 个，现有 {count} 个。")


def _ask_for_report(plan: YearPlan, committee: Unit, *, by: User, at: datetime) -> None:
    report = Report(plan=plan, county=committee.area, unit=committee)
    with acting("add", report, by=by, at=at):
        pass


def _paper_of(report: Report) -> PaperAct | None:
    """What was signed, as the county filled it in; None while it is not whole."""
    signed = current_files(report).get(ReportFileKind.SIGNED)
    if not (report.signatory and report.signed_on and signed):
        return None
    words = (report.signatory, report.signed_on, report.document_number)
    return PaperAct(*words, scan=signed.attachment)


def _check_open(report: Report, at: datetime) -> None:
    if timezone.localtime(at).date() > report.locks_on:
        day = f"{report.locks_on:%Y年%-m月%-d日}"
        raise Refused(f"报送已于{day}锁定。如确需补报，请联系市委教育工作领导小组秘书组延长报送。")


def _answer(report: Report, topic: MandatoryTopic, pointer: str, text: str) -> None:
    if pointer or text:
        TopicAnswer.objects.update_or_create(
            report=report, topic=topic, defaults={"pointer": pointer, "text": text}
        )
    else:
        TopicAnswer.objects.filter(report=report, topic=topic).delete()


def _attach(report: Report, kind: str, upload: UploadedFile, *, by, at) -> None:
    attachment = store_file(
        upload, by=by, at=at, owner_label="accountability.report", kinds=KINDS[kind]
    )
    version = report.files.filter(kind=kind).count() + 1
    ReportFile.objects.create(report=report, attachment=attachment, kind=kind, version=version)
