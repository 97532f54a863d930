"""The test world with something in every room, on both sides of the border and beside it."""

import io
from dataclasses import dataclass, field
from datetime import date

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from accountability import actions as accountability
from accountability.models import MandatoryTopic, Report, YearPlan
from measures import actions as measures
from measures.models import (
    Commitment,
    LeadingGroup,
    Measure,
    PolicyDocument,
    Reply,
    Theme,
)
from pueredu.files.actions import store_file
from pueredu.loop import actions as loop
from pueredu.notices.models import Message
from pueredu.units.access.paper import PaperAct
from pueredu.units.models import Membership
from pueredu.workbooks.actions import add_import_job
from studios import actions as studios
from studios.actions import Guest, HostEntry
from studios.models import Activity, ActivityKind, Studio, StudioMember
from tests.house.oracle import Person, Place, Post
from tests.house.town_edges import add_edges
from tests.house.town_hours import build_hours
from tests.house.town_parts import add_parts, add_people
from tests.house.town_programmes import build_programmes
from tests.measures.papers import PAPER
from tests.support import files
from tests.support.figures import load_figures
from tests.support.world import AT, CANARY, World, build_world
from training import seeds as training_seeds
from training.models import TrainingYear

MISSING = 10**9
HOSTS = ("a1_head", "expert", "b1_head")  # of the studios own, sibling and other
DEPUTIES = ("a_deputy", "b_deputy")  # of the matters own and other
TIED = {**dict.fromkeys(HOSTS, "host"), **dict.fromkeys(DEPUTIES, "deputy")}


@dataclass(frozen=True)
class Record:
    """One record: its key, whose it is, and the keys of its files."""

    pk: int
    place: Place
    file: int = MISSING


@dataclass
class Town:
    """``records["matter"]["own"]``; the words own, sibling and other are said from school a1.
    ``visitors`` are the browsers of everybody, ``rows`` is the digest of the whole database once
    they are signed in."""

    world: World
    posts: dict[str, Post]
    records: dict[str, dict[str, Record]] = field(default_factory=dict)
    rows: list = field(default_factory=list)
    visitors: dict = field(default_factory=dict)

    def person(self, key: str) -> Person:
        """What the town wrote down about somebody; nobody knows ``anonymous``."""
        return Person(key, self.posts.get(key), frozenset({TIED[key]} if key in TIED else ()))

    def add(self, kind: str, word: str, pk: int, file: int = MISSING, **place) -> None:
        self.records.setdefault(kind, {})[word] = Record(pk, Place(**place), file)


def build_town() -> Town:
    """Everything is made by the rooms' own actions, as people would."""
    load_figures()
    world = build_world()
    add_people(world)
    town = Town(world, posts_of(world))
    rooms = (
        _reports, _promises, _papers, _hours, _imports, _studios, _messages, _users, _posts,
    )  # fmt: skip
    for room in rooms:
        room(town, world)
    add_parts(town)
    add_edges(town)
    return town


def posts_of(world: World) -> dict[str, Post]:
    """Where everybody stands; people without a post in force are missing."""
    names = {unit.pk: key for key, unit in world.units.items()}
    people = {user.pk: key for key, user in world.people.items() if user.is_active}
    schools = {"a1": {"a1"}, "a2": {"a2", "a3"}, "a3": {"a3"}, "b1": {"b1"}, "c1": {"c1"}}
    return {
        people[row.user_id]: Post(
            role=row.role,
            unit=names[row.unit_id],
            area=names[row.county_id],
            schools=frozenset(schools.get(names[row.unit_id], ())),
        )
        for row in Membership.objects.in_force(AT.date())
        if row.user_id in people and people[row.user_id] not in {"former", "disabled"}
    }


def _reports(town: Town, world: World) -> None:
    plan = YearPlan.objects.create(
        year=2023, title="实施方案", due_on=date(2023, 7, 31), lock_on=date(2023, 8, 15)
    )
    MandatoryTopic.objects.create(plan=plan, no=1, title="十条措施落实")
    accountability.open_year_plan(plan, by=world.person("secretariat"), at=AT)
    for word, county in (("own", "a"), ("other", "b")):
        report = accountability.fill_report(
            Report.objects.get(county=world.units[county]),
            by=world.person(f"{county}_bureau"),
            at=AT,
            answers={plan.topics.get(): ("第 3 页", f"{CANARY[county]}的回应")},
            uploads={"signed": files.pdf(f"{CANARY[county]}.pdf")},
        )
        place = {"county": county, "unit": f"{county}-party_committee"}
        file = report.files.get().attachment_id
        town.add("report", word, report.pk, file, **place)


def _promises(town: Town, world: World) -> None:
    theme = Theme.objects.create(code="heads", title="双组长", quote="原话", source="测试")
    reply = Reply.objects.create(
        code="reply", title="答复函", proposal_no="156", proposal_kind="cppcc",
        proposal_session="五届二次会议", proposal_title="几点建议", outcome_class="A",
        disclosure="open", replied_on=date(2023, 5, 1), signatory="教育体育局", source="测试",
    )  # fmt: skip
    town.add("reply", "own", reply.pk)
    secretariat = world.person("secretariat")
    for word, organ in (("own", "government"), ("sibling", "finance")):
        commitment = Commitment.objects.create(
            code=organ, reply=reply, theme=theme, title=f"承诺{organ}", quote="原话",
            kind="promise", period="yearly", lead_organ=organ, is_per_county=True, source="测试",
        )  # fmt: skip
        issued = measures.issue_commitment(commitment, by=secretariat, at=AT, **PAPER)
        town.add("commitment", word, commitment.pk)
        for task in issued.tasks:
            county = "a" if task.county == world.units["a"] else "b"
            if (word, county) != ("sibling", "b"):
                _matter(town, task, "other" if county == "b" else word, f"{county}-{organ}")


def _matter(town: Town, task, word: str, unit: str) -> None:
    county, world = unit[0], town.world
    doer = world.person(unit.replace("-", "_"))
    evidence = store_file(
        files.pdf(f"{CANARY[county]}佐证.pdf"), by=doer, at=AT, owner_label="loop.matter"
    )
    matter = loop.receive_matter(task.matter, by=doer, at=AT)
    loop.report_progress_matter(
        matter, by=doer, at=AT, text=f"{CANARY[county]}进展", percent=40, attachments=[evidence]
    )
    place = {"county": county, "unit": unit}
    deputy = {} if word == "sibling" else {"deputy": f"{county}_deputy"}
    if deputy:
        person, last = world.people[deputy["deputy"]], date(2023, 12, 31)
        loop.appoint_deputy_matter(matter, by=doer, at=AT, deputy=person, until=last)
    town.add("matter", word, matter.pk, evidence.pk, **place, **deputy, only="kind=commitment")
    town.add("task", word, task.pk, **place)


def _papers(town: Town, world: World) -> None:
    measure = Measure.objects.create(no=1)
    town.add("measure", "own", measure.pk)
    document = PolicyDocument.objects.create(
        code="letters", kind="system", title="责任书制度", source="测试"
    )
    town.add("document", "own", document.pk)
    for word, area in (("own", "a"), ("sibling", "city"), ("other", "b")):
        group = LeadingGroup.objects.create(
            area=world.units[area], name=f"{world.units[area].name}领导小组", source="测试"
        )
        town.add("group", word, group.pk, county=area)


def _hours(town: Town, world: World) -> None:
    training_seeds.reference(at=AT)
    TrainingYear.objects.get_or_create(
        year=2023, defaults={"starts_on": date(2023, 1, 1), "ends_on": date(2023, 12, 31)}
    )
    build_hours(town, world)
    build_programmes(town, world)


def _imports(town: Town, world: World) -> None:
    """A job with one row that can go in and one that cannot, which comes back in a workbook."""
    for word, key in (("own", "a1_officer"), ("sibling", "a2_officer"), ("other", "b1_officer")):
        school, learner = world.units[key[:2]], town.records["learner"][word]
        code, bird = f"L-{learner.place.school}", CANARY[key[0]]
        rows = [
            (code, f"{bird}学员", f"{bird}导入", "2023-05-23", "校本研修(校级)", "专业知识", hours)
            for hours in (3, f"{bird}错")
        ]
        job = add_import_job(
            SimpleUploadedFile(f"{school.short_name}.xlsx", _workbook(rows)),
            by=world.person(key), at=AT, kind="training.hours", place=school,
        )  # fmt: skip
        town.add("job", word, job.pk, county=key[0], school=key[:2], unit=key[:2], person=key)


def _workbook(rows) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in (("教师编号", "姓名", "活动名称", "活动日期", "形式与级别", "方向", "学时"), *rows):
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


def _studios(town: Town, world: World) -> None:
    ActivityKind.objects.create(code="open_lesson", title="公开课", source="测试")
    schools = {"own": "a1", "sibling": "a2", "other": "b1"}
    for (word, school), host in zip(schools.items(), HOSTS, strict=True):
        studio = _studio(world, school, host)
        place = {"county": school[0], "school": school, "host": host}
        town.add("studio", word, studio.pk, file=studio.papers.get().pk, **place)
        town.add("member", word, studio.members.get(kind="member").pk, **place)
        activity = _activity(world, studio, host)
        file = activity.attachments.get().pk
        town.add("activity", word, activity.pk, file, **place)


def _studio(world: World, school: str, host: str) -> Studio:
    unit = world.units[school]
    studio = studios.propose_studio(
        Studio(name=f"{unit.short_name}工作室", kind="teacher", school=unit),
        by=world.person(f"{school[0]}_bureau"),
        at=AT,
        host=HostEntry(f"{CANARY[school[0]]}主持人", f"H-{school}", world.people[host]),
    )
    city = world.person("city_training")
    day = date(2023, 5, 1)
    scan = store_file(
        files.pdf(f"{studio.name}命名.pdf"), by=city, at=AT, owner_label="studios.studio"
    )
    paper = PaperAct("局长", day, scan=scan)
    studio = studios.name_studio(
        studio, by=city, at=AT, named_on=day, source="测试", since=day, paper=paper
    )
    member = StudioMember(
        studio=studio, name="成员", learner_code=f"M-{school}", school=unit, since=day
    )
    studios.add_member(member, by=city, at=AT)
    return studio


def _activity(world: World, studio: Studio, host: str) -> Activity:
    activity = Activity(
        studio=studio, kind=ActivityKind.objects.get(), title=f"{studio.name}公开课",
        held_on=date(2023, 5, 24), hours=4,
    )  # fmt: skip
    roster = tuple(studio.members.all())
    present = frozenset(member.learner_code for member in roster)
    return studios.record_activity(
        activity,
        by=world.person(host),
        at=AT,
        record=studios.Record(roster, present, (Guest("G-1", "来宾"),)),
        uploads=[files.pdf(f"{studio.name}.pdf")],
    )


def _messages(town: Town, world: World) -> None:
    for word, key in (("own", "a1_officer"), ("sibling", "a2_officer"), ("other", "b1_officer")):
        message = Message.objects.create(
            recipient=world.people[key], kind="Test", title=f"{CANARY[key[0]]}消息",
            reason="测试", created_at=AT,
        )  # fmt: skip
        town.add("message", word, message.pk, person=key)


def _users(town: Town, world: World) -> None:
    """The accounts of people of the schools are the county's to keep, an officer's the city's."""
    for word, key in (("own", "a1_teacher"), ("sibling", "a3_teacher"), ("other", "b1_teacher")):
        town.add("user", word, world.people[key].pk, keeper=key[0], person=key)
    town.add("user", "office", world.people["a_bureau"].pk, person="a_bureau")


def _posts(town: Town, world: World) -> None:
    for word, key in (("own", "a1_officer"), ("sibling", "a2_officer"), ("other", "b1_officer")):
        post = Membership.objects.get(user=world.people[key])
        place = {"county": key[0], "unit": key[:2], "person": key}
        town.add("post", word, post.pk, **place, only="tier=school")
