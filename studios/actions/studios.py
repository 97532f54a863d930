"""A studio's life: proposed, named, hosted, ended."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.calendar.queries import value
from pueredu.kit.errors import Incomplete, Refused
from pueredu.notices.acts import acting
from pueredu.units.access.paper import PaperAct
from pueredu.units.access.ties import Tie, cut_ties, give_tie
from studios.enums import MemberKind, StudioState
from studios.enums import StudioTransition as T
from studios.models import Studio, StudioMember


@dataclass(frozen=True)
class HostEntry:
    """Who hosts. Without ``user`` the studio has a host on paper, and nobody can enter activities
    until an account is given by ``appoint_host_studio``."""

    name: str
    learner_code: str
    user: User | None = None


def propose_studio(studio: Studio, *, by: User | None, at: datetime, host: HostEntry) -> Studio:
    """Register an unsaved studio with its intended host; the city's training section is told.

    The host gets no right before the naming. Raises Refused for a second one of the same name.
    """
    today = timezone.localtime(at).date()
    studio.county, studio.proposed_by, studio.proposed_on = studio.school.area, by, today
    with acting("add", studio, by=by, at=at) as studio:
        studio.save()
        _seat(studio, host, since=today)
    return studio


def name_studio(
    studio: Studio,
    *,
    by: User | None,
    at: datetime,
    named_on: date,
    source: str,
    since: date,
    until: date | None = None,
    paper: PaperAct | None = None,
) -> Studio:
    """Name the studio for a term and give its host the tie; ``paper`` says who signed the naming,
    where that was done on paper. Without ``until`` the term lasts as
    many years as the Figure ``studios.term_years`` says. Raises Incomplete without a document,
    Refused when the namer is the one who proposed it."""
    if not source.strip():
        raise Incomplete("请填写命名依据（文件名称或文号）。")
    with acting(T.NAME, studio, by=by, at=at, paper=paper) as studio:
        _keep_scan(studio, paper)
        studio.named_by, studio.named_on, studio.source = by, named_on, source.strip()
        studio.since, studio.until = since, until or _term_end(since)
        for host in studio.members.filter(until=None).hosts():
            host.since = min(host.since, since)
            host.save()
            _tie(studio, host)
    return studio


def decline_studio(studio: Studio, *, by: User | None, at: datetime, text: str) -> Studio:
    """Say that a proposed studio is not named, and why; it may be proposed anew."""
    with acting(T.DECLINE, studio, by=by, at=at, reason=text) as studio:
        _end(studio, at, text)
    return studio


def appoint_host_studio(
    studio: Studio, *, by: User | None, at: datetime, host: HostEntry
) -> Studio:
    """Put ``host`` in the place of the present one, whose tie ends at once."""
    today = timezone.localtime(at).date()
    with acting(T.APPOINT_HOST, studio, by=by, at=at, reason=f"主持人：{host.name}") as studio:
        cut_ties(Tie.HOST, studio, today)
        for member in studio.members.filter(until=None).hosts():
            member.until = max(member.since, today)
            member.save()
        studio.members.filter(learner_code=host.learner_code, until=None).update(until=today)
        _tie(studio, _seat(studio, host, since=today))
    return studio


def revoke_studio(
    studio: Studio, *, by: User | None, at: datetime, text: str, paper: PaperAct | None = None
) -> Studio:
    """Take the name back, for a reason; the host's tie ends at once, the history stays."""
    with acting(T.REVOKE, studio, by=by, at=at, reason=text, paper=paper) as studio:
        _keep_scan(studio, paper)
        _end(studio, at, text)
    return studio


def expire_studio(studio: Studio, *, by: User | None, at: datetime) -> Studio:
    """Close a studio whose term is over. Raises Refused before its last day has passed."""
    with acting(T.EXPIRE, studio, by=by, at=at) as studio:
        if studio.until >= timezone.localtime(at).date():
            raise Refused(f"周期到 {studio.until:%Y年%-m月%-d日} 才满，届时再办理。")
        _end(studio, at, "")
    return studio


def add_member(member: StudioMember, *, by: User | None, at: datetime) -> StudioMember:
    """Take an unsaved member into a named studio. Members (not followers) are limited by the
    Figure ``studios.members_max``; raises Refused beyond it."""
    today = timezone.localtime(at).date()
    with acting("add", member, by=by, at=at) as member:
        _check_room(member, today)
    return member


def release_member(
    member: StudioMember, *, by: User | None, at: datetime, until: date
) -> StudioMember:
    """End a membership on a day; activities that were held keep the name. A host is replaced, not
    released."""
    with acting("change", member, by=by, at=at) as member:
        if member.kind == MemberKind.HOST:
            raise Refused("主持人不能直接退出，请由市教体局办理更换主持人。")
        if member.until is not None:
            raise Refused("此人已不在工作室。")
        member.until = until
    return member


def _check_room(member: StudioMember, today: date) -> None:
    studio = member.studio
    if studio.state != StudioState.NAMED:
        raise Refused("工作室命名以后才能登记成员。")
    if member.kind == MemberKind.HOST:
        raise Refused("主持人由市教体局指定，请办理更换主持人。")
    most = value("studios.members_max", today)
    taken = studio.members.filter(kind=MemberKind.MEMBER, until=None).count()
    if member.kind == MemberKind.MEMBER and taken >= most:
        raise Refused(f"成员最多 {most} 人（不含网络学员），请先办理退出。")


def _term_end(since: date) -> date:
    years = value("studios.term_years", since)
    return date(since.year + years, since.month, min(since.day, 28)) - timedelta(1)


def _seat(studio: Studio, host: HostEntry, *, since: date) -> StudioMember:
    return StudioMember.objects.create(
        studio=studio,
        kind=MemberKind.HOST,
        name=host.name,
        learner_code=host.learner_code,
        school=studio.school,
        user=host.user,
        since=since,
    )


def _tie(studio: Studio, host: StudioMember) -> None:
    """Give the host's account the tie for the studio's term."""
    if host.user is not None:
        since = min(host.since, studio.since)
        give_tie(Tie.HOST, studio, host.user, since=since, until=studio.until)


def _keep_scan(studio: Studio, paper: PaperAct | None) -> None:
    if paper and paper.scan:
        studio.papers.add(paper.scan)


def _end(studio: Studio, at: datetime, text: str) -> None:
    today = timezone.localtime(at).date()
    studio.ended_on, studio.end_reason = today, text.strip()
    cut_ties(Tie.HOST, studio, today)
