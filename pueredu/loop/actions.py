"""Every write to a Matter. Rooms that own a kind call these and keep no state of their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.documents.actions import next_serial
from pueredu.files.models import Attachment
from pueredu.kit.errors import Incomplete, Refused
from pueredu.loop.enums import MatterTransition as T
from pueredu.loop.kinds import kind_of
from pueredu.loop.models import Matter, MatterEvent
from pueredu.loop.queries import deputy_of, eligible_deputies
from pueredu.notices.acts import acting
from pueredu.units.access.holders import capacity_of
from pueredu.units.access.paper import PaperAct
from pueredu.units.access.ties import Tie, cut_ties, give_tie
from pueredu.units.models import Unit


@dataclass(frozen=True)
class Assignment:
    """What a Matter is about, before anybody owes it. ``source_url`` leads back to its origin."""

    kind: str
    title: str
    text: str
    lead_unit: Unit
    source: str
    source_url: str = ""
    responsible_post: str = ""


def draft_matter(assignment: Assignment, *, by: User, at: datetime) -> Matter:
    """Write down what shall be owed; nobody is told before it is issued. Counts a serial, which
    people read: 承诺事项2023-7."""
    kind = f"matter-{assignment.kind}"
    number = next_serial(kind, timezone.localtime(at).year).removeprefix(f"{kind}-")
    matter = Matter(
        **vars(assignment),
        county=assignment.lead_unit.area,
        drafted_by=by,
        serial=f"{kind_of(assignment.kind).label}{number}",
    )
    with acting("add", matter, by=by, at=at) as matter:
        return matter


def issue_matter(
    matter: Matter, *, by: User, at: datetime, paper: PaperAct, due_on: date, authority: str = ""
) -> Matter:
    """Hand the Matter over to its lead unit, which is told. ``paper`` says which post signed it and
    when. Raises Refused when the date has passed or the signatory is missing."""
    if due_on < timezone.localtime(at).date():
        raise Refused("办理时限不能早于今天。")
    with acting(T.ISSUE, matter, by=by, at=at, paper=paper) as matter:
        matter.signatory, matter.signed_on = paper.signatory.strip(), paper.signed_on
        matter.document_number, matter.authority = paper.number.strip(), authority
        matter.due_on = matter.original_due_on = due_on
        matter.issued_at = at
        _event(matter, T.ISSUE, by=by, at=at, text=f"签发：{paper.signatory}", files=_scan(paper))
    return matter


def receive_matter(matter: Matter, *, by: User, at: datetime) -> Matter:
    """Sign for it on behalf of the lead unit; doing it comes after."""
    with acting(T.RECEIVE, matter, by=by, at=at) as matter:
        _event(matter, T.RECEIVE, by=by, at=at)
    return matter


def report_progress_matter(
    matter: Matter,
    *,
    by: User,
    at: datetime,
    text: str,
    percent: int,
    attachments: Iterable[Attachment] = (),
) -> Matter:
    """Note dated progress (``percent`` 0–100) with evidence; the state stays."""
    with acting(T.REPORT_PROGRESS, matter, by=by, at=at, reason=text) as matter:
        matter.percent = percent
        _event(
            matter, T.REPORT_PROGRESS, by=by, at=at, text=text, percent=percent, files=attachments
        )
    return matter


def submit_matter(
    matter: Matter,
    *,
    by: User,
    at: datetime,
    text: str,
    attachments: Iterable[Attachment] = (),
    paper: PaperAct | None = None,
) -> Matter:
    """Say that it is done and ask for verification; the unit's leader may have signed that on
    paper. Raises Incomplete without any evidence."""
    attachments = [*attachments, *_scan(paper)]
    with acting(T.SUBMIT, matter, by=by, at=at, reason=text, paper=paper) as matter:
        if not attachments and not _has_evidence(matter):
            raise Incomplete("还没有佐证材料，请至少上传一份后再提请核验。")
        matter.submitted_by, matter.percent = by, 100
        _event(matter, T.SUBMIT, by=by, at=at, text=text, percent=100, files=attachments)
    return matter


def return_matter(matter: Matter, *, by: User, at: datetime, text: str) -> Matter:
    """Ask the lead unit to complete it (「请修改完善」); ``text`` says what is missing."""
    if not text.strip():
        raise Incomplete("请写明需要完善的内容。")
    with acting(T.RETURN, matter, by=by, at=at, reason=text) as matter:
        matter.submitted_by = None
        matter.percent = _reported_percent(matter)
        _event(matter, T.RETURN, by=by, at=at, text=text)
    return matter


def close_matter(
    matter: Matter, *, by: User, at: datetime, text: str = "", paper: PaperAct | None = None
) -> Matter:
    """Verify and end it. Raises Refused when the verifier did some of it: persons are compared, not
    posts, so that neither a deputy nor an AB角 verifies the own work."""
    with acting(T.CLOSE, matter, by=by, at=at, reason=text, paper=paper) as matter:
        if matter.events.filter(by=by, verb__in=(T.REPORT_PROGRESS, T.SUBMIT)).exists():
            raise Refused("办理过此事项的人不能核验自己办理的事项，请换一位同志核验。")
        matter.closed_by, matter.closed_at = by, at
        _event(matter, T.CLOSE, by=by, at=at, text=text, files=_scan(paper))
    return matter


def extend_matter(
    matter: Matter,
    *,
    by: User,
    at: datetime,
    due_on: date,
    text: str,
    paper: PaperAct | None = None,
) -> Matter:
    """Move the due date; the original one stays visible. Refused after the due date has passed,
    and then the Matter is judged on it."""
    with acting(T.EXTEND, matter, by=by, at=at, reason=text, paper=paper) as matter:
        if timezone.localtime(at).date() > matter.due_on:
            raise Refused("时限已过，不能再延期；逾期以原定时限计。")
        if due_on <= matter.due_on:
            raise Refused("新的时限应晚于现在的时限。")
        matter.due_on = due_on
        _event(matter, T.EXTEND, by=by, at=at, text=text, files=_scan(paper))
    return matter


def chase_matter(matter: Matter, *, by: User, at: datetime, text: str = "") -> Matter:
    """Remind the lead unit in the name of the Secretariat; each time stays in the history."""
    with acting(T.CHASE, matter, by=by, at=at, reason=text) as matter:
        _event(matter, T.CHASE, by=by, at=at, text=text)
    return matter


def reopen_matter(matter: Matter, *, by: User, at: datetime, text: str) -> Matter:
    """Put a closed Matter back on the list; who closed it and when stays in its history."""
    with acting(T.REOPEN, matter, by=by, at=at, reason=text) as matter:
        matter.closed_by = matter.closed_at = matter.submitted_by = None
        _event(matter, T.REOPEN, by=by, at=at, text=text)
    return matter


def withdraw_matter(matter: Matter, *, by: User, at: datetime, text: str) -> Matter:
    """Take back what was issued by mistake; needs a reason, leaves its history."""
    with acting(T.WITHDRAW, matter, by=by, at=at, reason=text) as matter:
        _event(matter, T.WITHDRAW, by=by, at=at, text=text)
    return matter


def appoint_deputy_matter(
    matter: Matter, *, by: User, at: datetime, deputy: User, until: date
) -> Matter:
    """Let a colleague receive, report and submit this one Matter up to the day ``until``, in place
    of an earlier deputy. Raises Refused for the past, and for who holds no post nearby."""
    today = timezone.localtime(at).date()
    words = f"代办人：{deputy.name}，到 {until:%Y年%-m月%-d日} 为止"
    with acting(T.APPOINT_DEPUTY, matter, by=by, at=at, reason=words) as matter:
        if until < today:
            raise Refused("代办的最后一天不能早于今天。")
        if not eligible_deputies(matter, by, today).filter(user=deputy).exists():
            raise Refused("代办人应是本单位或同级机关在任的另一位同志。")
        cut_ties(Tie.DEPUTY, matter, today)
        give_tie(Tie.DEPUTY, matter, deputy, since=today, until=until)
        _event(matter, T.APPOINT_DEPUTY, by=by, at=at, text=words)
    return matter


def end_deputy_matter(matter: Matter, *, by: User, at: datetime) -> Matter:
    """Take the Matter back from its deputy, whose rights are gone at the next request."""
    today = timezone.localtime(at).date()
    with acting(T.END_DEPUTY, matter, by=by, at=at) as matter:
        tie = deputy_of(matter, today)
        if tie is None:
            raise Refused("这件事项现在没有代办人。")
        cut_ties(Tie.DEPUTY, matter, today)
        _event(matter, T.END_DEPUTY, by=by, at=at, text=f"代办人：{tie.user.name}")
    return matter


def _reported_percent(matter: Matter) -> int:
    """What was last reported, before the lead unit called it done."""
    reports = matter.events.filter(verb=T.REPORT_PROGRESS).order_by("-at", "-id")
    return reports.values_list("percent", flat=True).first() or 0


def evidence_of(matter: Matter) -> list[Attachment]:
    """All evidence handed in so far and the scans of what was signed, oldest first."""
    events = MatterEvent.objects.filter(matter=matter)
    return list(Attachment.objects.filter(pk__in=events.values("attachments")).order_by("pk"))


def _has_evidence(matter: Matter) -> bool:
    """Whether the lead unit handed in anything yet; what the others signed is no evidence of it."""
    own = matter.events.filter(verb__in=[T.REPORT_PROGRESS, T.SUBMIT])
    return own.filter(attachments__isnull=False).exists()


def _scan(paper: PaperAct | None) -> list[Attachment]:
    """The scan of a paper stands among the evidence of its event."""
    return [paper.scan] if paper and paper.scan else []


def _event(matter: Matter, verb: T, *, by, at, text="", percent=None, files=()) -> MatterEvent:
    post = capacity_of(by, f"loop.{verb}_matter", matter).label
    event = MatterEvent(
        matter=matter, verb=verb, by=by, at=at, text=text.strip(), percent=percent, post=post
    )
    if verb in {T.EXTEND, T.REOPEN, T.WITHDRAW} and not event.text:
        raise Incomplete("请写明理由。")
    event.save()
    event.attachments.set(files)
    return event
