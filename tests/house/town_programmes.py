"""Plans and programmes of the town, in the states in which every page of theirs can be shown."""

from datetime import date, timedelta

from tests.support import files
from tests.support.world import AT, CANARY, World
from training import actions as training
from training.models import (
    CountySummary,
    Direction,
    Enrolment,
    Evaluation,
    Expert,
    FundEntry,
    Learner,
    PlanLine,
    Programme,
    SeatQuota,
    TrainingPlan,
    TrainingSession,
    TrainingYear,
)

# whose plan, who files it, how far it has come
PLANS = {
    "own": ("a1", "a1_officer", "draft"),
    "sibling": ("a2", "a2_officer", "filed"),
    "other": ("b1", "b1_officer", "filed"),
    "under_city": ("c1", "c1_officer", "filed"),
    "bureau": ("a-education_bureau", "a_bureau", "filed"),
    "other_bureau": ("b-education_bureau", "b_bureau", "draft"),
    "city": ("city-education_bureau", "city_training", "filed"),
}


def build_programmes(town, world: World) -> None:
    for word in PLANS:
        _plan(town, world, word)
    Sessions(town, world).build()
    _yearly(town, world)


def _plan(town, world: World, word: str) -> None:
    unit, person, state = PLANS[word]
    by, year = world.person(person), TrainingYear.objects.get(year=2023)
    plan = training.add_training_plan(TrainingPlan(unit=world.units[unit], year=year), by=by, at=AT)
    line = PlanLine(
        title=f"{world.units[unit].short_name}研修", form="school_based_training", level="school",
        direction=Direction.objects.for_audience("teacher")[0], month=9, hours=12,
        audience="teacher",
    )  # fmt: skip
    plan = training.change_training_plan(plan, [line], by=by, at=AT)
    if state == "filed":
        plan = training.file_training_plan(plan, by=by, at=AT)
    area = unit.split("-", maxsplit=1)[0] if "-" in unit else ("city" if unit == "c1" else unit[0])
    kind = "city" if area == "city" else "county"
    place = {"county": area, "school": unit, "unit": unit}
    town.add("plan", word, plan.pk, **place, only=f"tier={plan.tier} county__kind={kind}")


# a school of each place, who enrols there, and the person of the own record
SCHOOLS = {
    "own": ("a1", "a1"),
    "sibling": ("a2", "a3"),
    "other": ("b1", "b1"),
    "city": ("c1", "c1"),
}
SOON, OVER = date(2023, 6, 20), AT.date() - timedelta(10)


class Sessions:
    """One open to all with a queue, one with a selection, one that is over, one not announced."""

    def __init__(self, town, world: World):
        self.town, self.world, self.by = town, world, world.person("city_training")

    def build(self) -> None:
        year = TrainingYear.objects.get(year=2023)
        words = {"year": year, "audience": "teacher", "budget": 1000}
        for word, title, is_selective in (("own", "骨干培训", False), ("chosen", "遴选培训", True)):
            programme = Programme(title=title, is_selective=is_selective, **words)
            programme = training.add_programme(programme, by=self.by, at=AT)
            self.town.add("programme", word, programme.pk)
        self.run("own", "own")
        self.enrol(self.session("own"))
        self.run("chosen", "chosen", since=SOON + timedelta(30))
        self.enrol(self.session("chosen"), kind="training.Enrolment", prefix="chosen_")
        over = self.run("over", "own")
        training.close_training_session(over, by=self.by, at=AT)
        TrainingSession.objects.filter(pk=over.pk).update(
            since=OVER, until=OVER, enrolment_closes_on=OVER
        )
        self.begin("draft", "own", SOON)

    def begin(self, word: str, programme: str, since: date) -> TrainingSession:
        session = TrainingSession(
            programme_id=self.town.records["programme"][programme].pk, title=word,
            direction=Direction.objects.for_audience("teacher")[0], since=since,
            until=since + timedelta(1), place="演示地点", hours_per_day=6, seats=40,
            enrolment_closes_on=since - timedelta(5),
        )  # fmt: skip
        session = training.add_training_session(session, by=self.by, at=AT)
        self.town.add("session", word, session.pk)
        return session

    def session(self, word: str) -> TrainingSession:
        return TrainingSession.objects.get(pk=self.town.records["session"][word].pk)

    def run(self, word: str, programme: str, since: date = SOON) -> TrainingSession:
        session = self.begin(word, programme, since)
        units = self.world.units
        seats = {units[key].pk: 5 for key in ("a", "b", "city")}
        training.give_seats(session, seats, by=self.by, at=AT)
        session = training.announce_training_session(session, by=self.by, at=AT)
        for area, schools in (("a", ("a1", "a2")), ("b", ("b1",)), ("city", ("c1",))):
            quota = SeatQuota.objects.get(session=session, unit=units[area])
            given = {units[key].pk: 2 for key in schools}
            by = self.by if area == "city" else self.world.person(f"{area}_bureau")
            training.change_seat_quota(quota, given, by=by, at=AT)
        return session

    def enrol(self, session: TrainingSession, kind: str = "enrolment", prefix: str = "") -> None:
        for word, (filer, school) in SCHOOLS.items():
            learner = Learner.objects.get(code=f"L-{school}")
            row = training.add_enrolment(
                Enrolment(session=session, learner=learner, filer=self.world.units[filer]),
                by=self.world.person(f"{filer}_officer"), at=AT,
            )  # fmt: skip
            place = self.town.records["learner"][word].place
            self.town.add(kind, f"{prefix}{word}", row.pk, **vars(place))
            quota = row.quota
            area = {"a": "a", "b": "b"}.get(filer[0], "city")
            mark = Evaluation.objects.create(
                enrolment=row, content=5, teaching=4, service=4, evaluated_at=AT
            )
            person = {"person": place.person}
            self.town.add("training.Evaluation", f"{prefix}{word}", mark.pk, **person)
            self.town.add("quota", f"{prefix}{word}_school", quota.pk, county=area, school=filer)
            top = SeatQuota.objects.get(session=session, unit=self.world.units[area])
            name = {"sibling": "own"}.get(word, word)
            self.town.add("quota", f"{prefix}{name}", top.pk, county=area, school=area)


def _yearly(town, world: World) -> None:
    """An expert, wishes, summaries of both 县(区), two lines of the fund with their vouchers."""
    city, year = world.person("city_training"), TrainingYear.objects.get(year=2023)
    expert = Expert(name="专家", subject="语文", since=AT.date(), until=date(2026, 5, 1))
    town.add("expert", "own", training.add_expert(expert, by=city, at=AT).pk)
    for word, record in town.records["learner"].items():
        learner = Learner.objects.select_related("user").get(pk=record.pk)
        words = {"by": learner.user, "at": AT, "today": AT.date()}
        answer = training.answer_needs(learner, Direction.objects.all()[:1], **words)
        town.add("training.NeedsAnswer", word, answer.pk, **vars(record.place))
    for word, county in (("own", "a"), ("other", "b")):
        name, by = CANARY[county], world.person(f"{county}_bureau")
        summary = CountySummary(county=world.units[county], year=year, text=f"{name}总结")
        uploads = [files.pdf(f"{name}总结.pdf")]
        summary = training.add_county_summary(summary, by=by, at=AT, uploads=uploads)
        file = summary.attachments.get().pk
        town.add("summary", word, summary.pk, file, county=county)
        entry = FundEntry(
            programme_id=town.records["programme"]["own"].pk, kind="actual", amount=100,
            booked_on=AT.date(), voucher_no=f"记-{word}",
        )  # fmt: skip
        entry = training.add_fund_entry(entry, by=city, at=AT, upload=files.pdf(f"{word}.pdf"))
        town.add("fund", word, entry.pk, entry.evidence_id)
