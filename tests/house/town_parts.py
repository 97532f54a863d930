"""The rest of the town: people who stand where two reaches part, and the rows that hang on a record
of the town and share its place."""

from dataclasses import replace
from datetime import date

from django.apps import apps
from django.db.models import Model, Value
from django.db.models.functions import Concat

from measures.models import GroupPost
from pueredu.accounts.models import User
from pueredu.audit.models import Entry
from pueredu.notices.models import Delivery, Slot
from pueredu.units.enums import SCHOOL_KINDS, Role
from pueredu.units.models import Membership
from pueredu.workbooks.actions import check_import_job
from pueredu.workbooks.models import ImportedRecord, ImportJob
from tests.support.world import AT, SINCE, World
from training.models import Adjustment, Learner, LedgerEntry, Placement, SchoolTotal, StatusPeriod

# the kinds of record that the rooms of the town have: their models, as the tables name them
MODELS = {
    "report": "accountability.Report",
    "reply": "measures.Reply",
    "commitment": "measures.Commitment",
    "task": "measures.CommitmentTask",
    "measure": "measures.Measure",
    "document": "measures.PolicyDocument",
    "group": "measures.LeadingGroup",
    "matter": "loop.Matter",
    "learner": "training.Learner",
    "batch": "training.HoursBatch",
    "claim": "training.HoursClaim",
    "rule": "training.RuleVersion",
    "entry": "training.LedgerEntry",
    "objection": "training.Objection",
    "sample": "training.SampleCheck",
    "adjustment": "training.Adjustment",
    "proof": "training.HoursProof",
    "reminder": "training.HoursReminder",
    "certificate": "training.Certificate",
    "plan": "training.TrainingPlan",
    "programme": "training.Programme",
    "session": "training.TrainingSession",
    "quota": "training.SeatQuota",
    "enrolment": "training.Enrolment",
    "expert": "training.Expert",
    "summary": "training.CountySummary",
    "fund": "training.FundEntry",
    "learner_group": "training.LearnerGroup",
    "job": "workbooks.ImportJob",
    "studio": "studios.Studio",
    "member": "studios.StudioMember",
    "activity": "studios.Activity",
    "message": "notices.Message",
    "user": "accounts.User",
    "unit": "units.Unit",
    "post": "units.Membership",
}
# a model, the record that its rows hang on, and by which column; they share that record's place
PARTS = (
    ("accountability.TopicAnswer", "report", "report"),
    ("accountability.ReportFile", "report", "report"),
    ("loop.MatterEvent", "matter", "matter"),
    ("measures.GroupPost", "group", "group"),
    ("training.Placement", "learner", "learner"),
    ("training.StatusPeriod", "learner", "learner"),
    ("training.LearnerYear", "learner", "learner"),
    ("training.TrainingActivity", "batch", "claims__batch"),
    ("training.SampledClaim", "sample", "sample"),
    ("workbooks.StagedRow", "job", "job"),
    ("workbooks.ImportedRecord", "job", "job"),
    ("studios.Attendance", "activity", "activity"),
    ("notices.Delivery", "message", "message"),
    ("notices.Slot", "message", "recipient__messages"),
)

SEAT = {"code": "head", "title": "组长", "rank": "co_head", "precedence": 1, "source": "测试"}


def add_people(world: World) -> None:
    """An expert without a post, school posts at a 中心学校, whose points are below it, and somebody
    to whom one matter is left."""
    world.people["expert"] = User.objects.create(username="expert", name="外聘专家")
    for key, unit, role in (
        ("a2_head", "a2", Role.SCHOOL_HEAD),
        ("a2_school_officer", "a2", Role.SCHOOL_OFFICER),
        ("a_deputy", "a-education_bureau", Role.INSPECTOR),
        ("b_deputy", "b-education_bureau", Role.INSPECTOR),
    ):
        user = User.objects.create(username=key, name=f"{world.units[unit].name}·{key}")
        Membership.objects.create(user=user, unit=world.units[unit], role=role, since=SINCE)
        world.people[key] = user
    User.objects.update(email=Concat("username", Value("@example.org")))


def add_parts(town) -> None:
    """After the rooms: everything here is found or made beside what they made."""
    _floor(town)
    _beside(town)
    for label, kind, column in PARTS:
        for word, record in town.records[kind].items():
            place = replace(record.place, only="")
            town.add(label, word, part_of(label, column, record.pk), **vars(place))
    for label, kind, tie in (
        ("studios.StudioGrant", "studio", "host"),
        ("loop.MatterGrant", "matter", "deputy"),
    ):
        for word, record in town.records[kind].items():
            if key := getattr(record.place, tie):
                place = replace(record.place, person=key, only="", **{tie: ""})
                town.add(label, word, part_of(label, "content_object", record.pk), **vars(place))


def _beside(town) -> None:
    """What no room has made yet and some record has."""
    for word, record in town.records["job"].items():
        job = check_import_job(ImportJob.objects.get(pk=record.pk), by=None, at=AT)
        town.add("files.Attachment", word, job.file_id, person=record.place.person)
        ImportedRecord.objects.create(job=job, record_id=1)
    clerk = town.world.person("secretariat")
    for word, record in town.records["learner"].items():
        learner = Learner.objects.get(pk=record.pk)
        leave = Adjustment.objects.create(
            learner=learner, school=learner.school, county=learner.county, reason="leave",
            since=date(2023, 3, 1), until=date(2023, 4, 30), authority="测试〔2023〕1号",
            decided_on=date(2023, 2, 20), made_by=clerk, made_at=AT,
        )  # fmt: skip
        town.add("adjustment", word, leave.pk, **vars(record.place))
        stay = {"learner": learner, "school": learner.school, "since": SINCE}
        Placement.objects.create(reason="first", **stay)
        StatusPeriod.objects.create(status="active", **stay)
    for word, record in town.records["entry"].items():
        total = SchoolTotal.objects.get(school=LedgerEntry.objects.get(pk=record.pk).school_id)
        town.add("training.SchoolTotal", word, total.pk, **vars(replace(record.place, person="")))
    for record in town.records["group"].values():
        GroupPost.objects.create(group_id=record.pk, **SEAT)
    for record in town.records["message"].values():
        _outbox(town, record)


def part_of(label: str, column: str, pk: int) -> int:
    """The key of the first row of a model that hangs on a record."""
    return apps.get_model(label).objects.filter(**{column: pk}).order_by("pk")[0].pk


def model_of(kind: str) -> type[Model]:
    """The model of a kind of the town's records."""
    return apps.get_model(MODELS.get(kind, kind))


def _floor(town) -> None:
    """Every unit, person and post, and an audit entry of each area. A county keeps the accounts of
    its schools' people who hold neither an office nor a tie besides."""
    units, people = town.world.units, town.world.people
    names = {unit.pk: key for key, unit in units.items()}
    for key, unit in units.items():
        town.add("unit", key, unit.pk, county=names[unit.area_id], unit=key)
    for key, user in people.items():
        posts = list(Membership.objects.filter(user=user).select_related("unit"))
        at_school = posts and all(post.unit.kind in SCHOOL_KINDS for post in posts)
        is_kept = at_school and not town.person(key).ties
        keeper = {"keeper": names[posts[0].county_id]} if is_kept else {}
        town.add("accounts.User", key, user.pk, person=key, **keeper)
        for post in posts:
            area, only = names[post.county_id], f"tier={post.tier} county__kind={post.county.kind}"
            place = {"county": area, "unit": names[post.unit_id], "person": key}
            town.add("units.Membership", key, post.pk, **place, only=only)
    for key in ("a", "b", "city"):
        entry = Entry.objects.filter(county_id=units[key].pk).first()
        town.add("audit.Entry", key, entry.pk, county=key)


def _outbox(town, record) -> None:
    """A reminder and a mail to the one who has the message."""
    Delivery.objects.create(message_id=record.pk, channel="mail", address="a@b.c", not_before=AT)
    Slot.objects.create(
        reminder="test", subject=f"message {record.pk}", due_on=AT.date(), rung=0, state="sent",
        recipient=town.world.people[record.place.person], created_at=AT,
    )  # fmt: skip
