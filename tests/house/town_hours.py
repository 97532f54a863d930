"""The hours of the town at every step of the chain: posted, disputed, sampled, recognised."""

from dataclasses import dataclass
from datetime import date

from pueredu.calendar.models import Figure
from tests.support import files
from tests.support.world import AT, CANARY, World
from training import actions as training
from training.models import (
    Certificate,
    Direction,
    HoursBatch,
    HoursProof,
    HoursReminder,
    Learner,
    LearnerGroup,
    LedgerEntry,
    RuleVersion,
    SampleCheck,
    TrainingYear,
)

PEOPLE = {
    "own": ("a1", "a1_teacher"),
    "sibling": ("a3", "a3_teacher"),
    "other": ("b1", "b1_teacher"),
    "city": ("c1", "c1_officer"),
}
CHECKERS = {"a": "a_bureau", "b": "b_bureau", "city": "city_staff"}
FILERS = {"a3": "a2"}
OFF, ON = (0, 0, 0), (5, 0.1, 1)  # posting days, share and minimum of a sample


def build_hours(town, world: World) -> None:
    for word, (school, person) in PEOPLE.items():
        learner = Learner.objects.create(
            code=f"L-{school}", name=f"{canary_of(school)}学员", school=world.units[school],
            stage="primary", user=world.people[person],
        )  # fmt: skip
        Hours(town, world, word, learner, school, person).build()
    for word, county in (("own", "a"), ("other", "b"), ("city", "city")):
        sample = training.add_sample_check(
            SampleCheck(county=world.units[county], tier="county", seed=7),
            by=world.person(CHECKERS[county]), at=AT,
        )  # fmt: skip
        town.add("sample", word, sample.pk, county=county)
    rule = RuleVersion.objects.get(code="lecture_school")
    rule.pk, rule._state.adding, rule.since = None, True, date(2024, 1, 1)
    rule = training.add_rule_version(rule, by=world.person("city_training"), at=AT)
    town.add("rule", "own", rule.pk)


def canary_of(school: str) -> str:
    return CANARY.get(school[0], "市直")


def _rules(days: int, share: float, minimum: int) -> None:
    values = {"public_notice_days": days, "sample_share": share, "sample_minimum": minimum}
    for key, value in values.items():
        Figure.objects.filter(key=f"training.{key}").update(value=value)


@dataclass
class Hours:
    """Everything of one learner, whose school (or its 中心学校) files."""

    town: object
    world: World
    word: str
    learner: Learner
    school: str
    person: str

    @property
    def filer(self) -> str:
        return FILERS.get(self.school, self.school)

    @property
    def officer(self):
        return self.world.person(f"{self.filer}_officer")

    @property
    def county(self) -> str:
        return self.learner.county.code.removeprefix("T-")

    @property
    def canary(self) -> str:
        return canary_of(self.school)

    def build(self) -> None:
        self.add("learner", self.learner.pk)
        _rules(*OFF)
        self.recognise()
        self.enter("待抽查", is_filed=True)
        _rules(*ON)
        self.post()
        self.send_certificate()
        self.gather()
        self.prove()
        self.remind()

    def add(self, kind: str, pk: int, *file: int, **place) -> None:
        own = {"county": self.county, "school": self.school, "person": self.person}
        self.town.add(kind, self.word, pk, *file, **(place or own))

    def enter(self, title: str, **words) -> HoursBatch:
        activity = training.Activity(
            f"{self.canary}{title}", "school_based_training", "school",
            Direction.objects.for_audience("teacher")[0], date(2023, 5, 24), 4,
        )  # fmt: skip
        school = self.world.units[self.filer]
        entered = training.enter_activity(
            school, activity, [self.learner], by=self.officer, at=AT, **words
        )
        return entered.batch

    def recognise(self) -> None:
        batch, checker = (
            self.enter("已认定", is_filed=True),
            self.world.person(CHECKERS[self.county]),
        )
        batch = training.verify_hours_batch(batch, by=checker, at=AT)
        training.recognise_hours_batch(batch, by=self.world.person("city_training"), at=AT)
        self.add("entry", LedgerEntry.objects.get(batch=batch).pk)

    def post(self) -> None:
        batch = self.enter("研修", is_posted=True)
        proof = files.pdf(f"{self.canary}签到表.pdf")
        batch = training.add_evidence(batch, by=self.officer, at=AT, uploads=[proof])
        file = batch.attachments.get().pk
        self.add("batch", batch.pk, file, county=self.county, school=self.filer)
        self.add("claim", batch.claims.get().pk)
        objection = training.add_objection(
            batch, self.learner, by=self.learner.user, at=AT, text=f"{self.canary}学时不对"
        )
        place = {"county": self.county, "school": self.school, "person": self.person}
        self.add("objection", objection.pk, unit=self.filer, **place)

    def send_certificate(self) -> None:
        certificate = Certificate(
            learner=self.learner, title=f"{self.canary}证书", form="face_to_face",
            level="province", direction=Direction.objects.for_audience("teacher")[0],
            held_on=date(2023, 5, 20), hours=12, organiser="演示主办单位",
        )  # fmt: skip
        picture = files.pdf(f"{self.canary}证书.pdf")
        certificate = training.add_certificate(
            certificate, by=self.learner.user, at=AT, uploads=[picture]
        )
        self.add("certificate", certificate.pk, certificate.attachments.get().pk)

    def gather(self) -> None:
        group = LearnerGroup(school=self.world.units[self.filer], name=f"{self.canary}年级组")
        group = training.add_learner_group(group, by=self.officer, at=AT)
        words = {"by": self.officer, "at": AT, "name": group.name}
        training.change_learner_group(group, [self.learner], **words)
        self.add("learner_group", group.pk, county=self.county, school=self.filer)

    def prove(self) -> None:
        """The paper names the school, which is the canary."""
        proof = HoursProof(learner=self.learner, year=TrainingYear.objects.get(year=2023))
        self.add("proof", training.add_hours_proof(proof, by=self.officer, at=AT).proof.pk)

    def remind(self) -> None:
        words = {"year": TrainingYear.objects.get(year=2023), "hours": 60}
        reminder = HoursReminder(learner=self.learner, school=self.learner.school, **words)
        reminder = training.add_hours_reminder(reminder, by=self.officer, at=AT)
        self.add("reminder", reminder.pk, county=self.county, school=self.school)
