"""Reference data and demonstration of the studios."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from pueredu.accounts.models import User
from pueredu.units.access.holders import holders
from pueredu.units.access.records import save_record
from pueredu.units.enums import Role, UnitKind
from pueredu.units.models import Membership, Unit
from studios import actions
from studios.actions import Guest, HostEntry, Record
from studios.enums import StudioKind as K
from studios.models import Activity, ActivityKind, Studio, StudioMember

REFERENCE = Path(__file__).parent / "reference"
SEED = 530800
# Two 县(区) without an 一级校长工作室, so that the board shows a gap: in one of them a proposal waits.
UNCOVERED, WAITING = "530826", "530829"
CODES = {Role.TEACHER: "T", Role.SCHOOL_HEAD: "H"}
PLAN = (
    ("open_lesson", "同课异构公开课", 4),
    ("joint_preparation", "单元教学集体备课", 3),
    ("themed_research", "课堂观察专题教研", 4),
    ("school_diagnosis", "薄弱学科入校诊断", 6),
)
# The term of the demonstration reaches beyond the Figure, so that its hosts can still be tried.
TERM = (date(2023, 3, 1), date(2033, 2, 28))


@dataclass(frozen=True)
class _Staff:
    """The people of one 县(区) with an account at a school, by role, in order of school."""

    heads: list[tuple[User, Unit]]
    teachers: list[tuple[User, Unit]]


def reference(*, at: datetime) -> int:
    """The kinds of activity with their quotes; a row that is there stays as the bureau left it."""
    known = set(ActivityKind.objects.values_list("code", flat=True))
    names = ("code", "title", "precedence", "quote", "source", "note")
    missing = [
        ActivityKind(**{name: row[name] for name in names})
        for row in _rows("activity_kinds.csv")
        if row["code"] not in known
    ]
    for kind in missing:
        save_record(kind, by=None, at=at)
    return len(missing)


def demo(*, scale: str, at: datetime) -> int:
    """Studios in every 县(区) but one, 一级校长工作室 named in eight of ten, activities confirmed,
    waiting and to come. ``scale`` ``city`` has two studios of teachers more in each 县(区).
    Returns the number of studios; 0 when there are some already."""
    if Studio.objects.exists():
        return 0
    dice = random.Random(SEED)  # nosec B311 # noqa: S311 - the same demonstration each time, no secret
    for county in Unit.objects.counties():
        if county.code != UNCOVERED:
            _county(county, dice, at, more=2 if scale == "city" else 0)
    return Studio.objects.count()


def _county(county: Unit, dice: random.Random, at: datetime, *, more: int) -> None:
    staff = _staff(county)
    if not staff.heads or not staff.teachers:
        return
    first = _propose(K.FIRST_RANK_PRINCIPAL, staff.heads[0], "", at)
    if county.code == WAITING:
        return
    _work(first, staff, dice, at)
    kinds = (K.TEACHER, K.CLASS_TEACHER)
    for n in range(1 + more):
        host = staff.teachers[n % len(staff.teachers)]
        _work(_propose(kinds[n % 2], host, f"第{n + 1}" if n > 1 else "", at), staff, dice, at)


def _staff(county: Unit) -> _Staff:
    posts = Membership.objects.filter(
        county=county, role__in=CODES, unit__kind__in=[UnitKind.SCHOOL, UnitKind.CENTRAL_SCHOOL]
    )
    people = {role: [] for role in CODES}
    for post in posts.select_related("user", "unit__area").order_by("unit__code")[:40]:
        people[post.role].append((post.user, post.unit))
    return _Staff(people[Role.SCHOOL_HEAD], people[Role.TEACHER])


def _propose(kind: K, host: tuple[User, Unit], word: str, at: datetime) -> Studio:
    user, school = host
    name = f"{school.short_name}{word}{kind.label}"
    studio = Studio(kind=kind, school=school, county=school.area, name=name)
    clerks = holders("studios.add_studio", studio)
    by = next(person for person in clerks if not person.has_perm("studios.name_studio", studio))
    role = Role.SCHOOL_HEAD if kind == K.FIRST_RANK_PRINCIPAL else Role.TEACHER
    entry = HostEntry(user.name, f"{CODES[role]}{school.code}", user)
    return actions.propose_studio(studio, by=by, at=at - timedelta(60), host=entry)


def _work(studio: Studio, staff: _Staff, dice: random.Random, at: datetime) -> None:
    """Name it, take in members, and let its host enter a spring of activities."""
    city = holders("studios.name_studio", studio)[0]
    since, until = TERM
    studio = actions.name_studio(
        studio,
        by=city,
        at=at - timedelta(50),
        named_on=since,
        source="正式文本待录入（演示）",
        since=since,
        until=until,
    )
    host = studio.members.hosts().get()
    for user, school in staff.teachers[:8]:
        if user.pk != host.user_id:
            _enrol(studio, user, school, by=city, at=at - timedelta(50))
    for n in range(len(PLAN)):
        _activity(studio, host.user, n, dice, at)


def _enrol(studio: Studio, user: User, school: Unit, *, by: User, at: datetime) -> None:
    member = StudioMember(
        studio=studio,
        name=user.name,
        learner_code=f"T{school.code}",
        school=school,
        user=user,
        since=TERM[0],
    )
    actions.add_member(member, by=by, at=at)


def _activity(studio: Studio, host: User, n: int, dice: random.Random, at: datetime) -> None:
    """The n-th of the plan, one a fortnight; all are confirmed but that of yesterday."""
    kind, title, hours = PLAN[n]
    held_on = at.date() - timedelta(40 - 13 * n)
    activity = Activity(
        studio=studio,
        kind=ActivityKind.objects.get(code=kind),
        title=title,
        held_on=held_on,
        hours=hours,
        place=studio.school.short_name,
        summary="演示数据：活动纪要。",
    )
    roster = tuple(studio.members.in_force(held_on).in_roster_order())
    away = dice.choice(roster[1:]).learner_code if len(roster) > 2 else ""
    present = frozenset(row.learner_code for row in roster) - {away}
    guests = (Guest("G530000001", "演示来宾"),) if n == 0 else ()
    when = min(at, datetime.combine(held_on, at.timetz()))
    done = actions.record_activity(
        activity, by=host, at=when, record=Record(roster, present, guests)
    )
    if held_on < at.date() - timedelta(5):
        actions.confirm_activity(done, by=host, at=when + timedelta(2))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
