"""Programmes of the demonstration: one open, one with a selection, one that is over with its hours,
seats with 县(区) and schools, a small ledger of the fund. All of it through the room's own actions."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from pueredu.units.models import Unit
from training import actions
from training.models import (
    Direction,
    Enrolment,
    Expert,
    FundEntry,
    Learner,
    Programme,
    SeatQuota,
    TrainingSession,
    TrainingYear,
)
from training.queries import slots_of

LETTER = "第156号提案答复函 §二(二)：每年遴选培训100名校长"
PROGRAMMES = (
    ("骨干教师能力提升培训", {"audience": "teacher", "target": 60}),
    (
        "校长遴选培训",
        {"audience": "principal", "is_selective": True, "target": 100, "source": LETTER},
    ),
    ("工作室主持人研修", {"audience": "host", "target": 40}),
    ("教育管理干部培训", {"audience": "official", "target": 50}),
)
LAST = 9  # the 县(区), in official order, whose people were at the session that is over


class Programmes:
    """The city's year of training as seen on the trial's first day."""

    def __init__(self, year: TrainingYear, posts, at: datetime):
        self.year, self.posts, self.at = year, posts, at
        self.by = posts.recogniser
        self.counties = list(Unit.objects.counties())

    @property
    def today(self) -> date:
        return timezone.localtime(self.at).date()

    def build(self) -> None:
        made = [self.programme(title, words) for title, words in PROGRAMMES]
        self.over(made[0])
        session = self.begin(made[0], "第二期", self.today + timedelta(42), 40)
        self.run(session, at=self.at)
        self.enrol(session, self.counties[:3], at=self.at)
        chosen = self.begin(made[1], "第一期", self.today + timedelta(63), 50)
        self.run(chosen, at=self.at)
        self.enrol(chosen, self.counties[:2], kind="school_head", at=self.at)
        self.begin(made[2], "第一期", self.today + timedelta(90), 40)
        self.experts(session)
        self.fund(made)

    def programme(self, title: str, words: dict) -> Programme:
        row = Programme(title=title, year=self.year, budget=Decimal(300_000), **words)
        return actions.add_programme(row, by=self.by, at=self.at)

    def begin(self, of: Programme, title: str, since: date, seats: int) -> TrainingSession:
        audience = "official" if of.audience == "official" else "teacher"
        session = TrainingSession(
            programme=of,
            title=title,
            direction=Direction.objects.filter(audience=audience).order_by("-precedence")[0],
            since=since,
            until=since + timedelta(2),
            place="演示·市教师发展中心",
            hours_per_day=Decimal(6),
            seats=seats,
            enrolment_closes_on=since - timedelta(14),
        )
        return actions.add_training_session(session, by=self.by, at=self.at)

    def run(self, session: TrainingSession, *, at: datetime) -> None:
        """Announce it with seats for every 县(区); the first three pass theirs on, as does the last."""
        seats = session.seats // len(self.counties)
        given = {county.pk: seats for county in self.counties}
        actions.give_seats(session, given, by=self.by, at=at)
        actions.announce_training_session(session, by=self.by, at=at)
        for county in (*self.counties[:3], self.counties[LAST]):
            quota = SeatQuota.objects.get(session=session, unit=county)
            schools = self.schools(county)
            shares = {school.pk: seats // len(schools) for school in schools}
            verifier = self.posts.verifiers[county.pk]
            actions.change_seat_quota(quota, shares, by=verifier, at=at)

    def schools(self, county: Unit) -> list[Unit]:
        rows = Unit.objects.filter(area=county, pk__in=self.posts.filers)
        return list(rows.order_by("-kind", "code")[:2])

    def enrol(self, session, counties, *, kind: str = "teacher", at: datetime) -> None:
        """Each school of theirs that has people sends as many as fit, and the first one more."""
        for school in (school for county in counties for school in self.schools(county)):
            people = Learner.objects.active().of_school(school).filter(kind=kind).order_by("code")
            quota = SeatQuota.objects.filter(session=session, unit=school).first()
            more = 0 if session.programme.is_selective else 1
            for learner in people[: (quota.seats if quota else 0) + more]:
                row = Enrolment(session=session, learner=learner, filer=school)
                actions.add_enrolment(row, by=self.posts.filers[school.pk], at=at)

    def over(self, of: Programme) -> None:
        """Held in the month before, one person away for half a day; its hours wait for the 县(区)."""
        since, began = self.today - timedelta(28), self.at - timedelta(60)
        session = self.begin(of, "第一期", since, 40)
        self.run(session, at=began)
        self.enrol(session, [self.counties[LAST]], at=began)
        done = self.at - timedelta(20)
        session = actions.close_training_session(session, by=self.by, at=done)
        taken = session.enrolments.filter(state="enrolled")
        present = list(taken.order_by("id").values_list("learner", flat=True))
        for n, slot in enumerate(slots_of(session)):
            there = present[1:] if n == 1 else present
            actions.call_roll(session, slot, there, by=self.by, at=done)
        actions.confirm_training_session(session, by=self.by, at=done)

    def experts(self, session: TrainingSession) -> None:
        for n, subject in enumerate(("语文", "数学", "学校管理"), 1):
            expert = Expert(
                name=f"演示·专家{n}", subject=subject, office="演示单位",
                since=self.year.starts_on, until=self.year.starts_on + timedelta(3 * 365),
            )  # fmt: skip
            actions.add_expert(expert, by=self.by, at=self.at)
        actions.assign_experts(session, Expert.objects.all()[:2], by=self.by, at=self.at)

    def fund(self, programmes: list[Programme]) -> None:
        def book(of: Programme, amount: int, **words) -> FundEntry:
            words = {"kind": "planned", "booked_on": self.today, **words}
            row = FundEntry(programme=of, amount=Decimal(amount), **words)
            return actions.add_fund_entry(row, by=self.by, at=self.at)

        for row in programmes:
            book(row, 300_000)
        twice = book(programmes[0], 52_000, kind="actual", voucher_no="演示-001")
        actions.reverse_fund_entry(twice, by=self.by, at=self.at, reason="重复登记（演示）")
        book(programmes[0], 52_000, kind="actual", voucher_no="演示-002")
