"""One chain in each 县(区) through the room's own actions, so that every state is met somewhere:
posted, disputed, sampled, an organiser's list, certificates, a reversal, a duplicate."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.documents.demo import demo_pdf
from pueredu.units.enums import UnitKind
from pueredu.units.models import Unit
from training import actions
from training.actions import Activity, Finding
from training.actions.completion import FAILED, enter_completion
from training.enums import CheckTier, CheckVerdict
from training.models import (
    Certificate,
    Direction,
    HoursBatch,
    Learner,
    LearnerGroup,
    LedgerEntry,
    RuleVersion,
    SampleCheck,
)
from training.queries import year_of

LISTED = 6  # people of a 县(区) on the organiser's list
MEMBERS = 5
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Place:
    """A 县(区) by its number in the official order, with one of its 中心学校 and who acts there."""

    number: int
    county: Unit
    school: Unit
    filer: User
    verifier: User
    teacher: Learner
    at: datetime

    @property
    def day(self) -> date:
        return timezone.localtime(self.at).date()


def seed_chain(posts, at: datetime) -> None:
    """A week after ``at``, when the posting is still on at the trial's beginning."""
    for place in _places(posts, at + WEEK):
        batch = _posted(place)
        _disputed(place, batch)
        _certificate(place)
        _group(place)
        _listed(place)
        if place.number < 2:
            _sampled(place, seed=2023 + place.number)
        if place.number == 4:
            _reversed(place, posts.recogniser)
        if place.number == 5:
            _duplicate(place)


def _places(posts, at: datetime):
    centrals = Unit.objects.filter(kind=UnitKind.CENTRAL_SCHOOL, pk__in=posts.filers)
    for number, county in enumerate(Unit.objects.counties()):
        school = centrals.filter(area=county).select_related("area").order_by("code")[0]
        teacher = Learner.objects.filter(school=school, user__isnull=False, kind="teacher")
        yield Place(
            number=number,
            county=county,
            school=school,
            filer=posts.filers[school.pk],
            verifier=posts.verifiers[county.pk],
            teacher=teacher.select_related("user", "school").order_by("code")[0],
            at=at,
        )


def _activity(place: Place, title: str, **changes) -> Activity:
    words = {
        "form": "school_based_training",
        "level": "school",
        "direction": Direction.objects.get(code="ability"),
        "held_on": place.day - timedelta(2),
        "hours": Decimal(3),
    }
    return Activity(title, **{**words, **changes})


def _posted(place: Place) -> HoursBatch:
    roster = list(Learner.objects.active().of_school(place.school).order_by("code"))
    return actions.enter_activity(
        place.school,
        _activity(place, "校本研修：听课评课"),
        roster,
        by=place.filer,
        at=place.at,
        partial={roster[-1].pk: Decimal("1.5")},
        is_posted=True,
    ).batch


def _disputed(place: Place, batch: HoursBatch) -> None:
    objection = actions.add_objection(
        batch,
        place.teacher,
        by=place.teacher.user,
        at=place.at,
        text="当天后半段请假，不应计全部学时。（演示）",
    )
    words = {"by": place.filer, "at": place.at}
    if place.number % 3 == 1:
        text, hours = "核对签到表，情况属实。（演示）", Decimal("1.5")
        actions.accept_objection(objection, text=text, hours=hours, **words)
    elif place.number % 3 == 2:
        actions.reject_objection(objection, text="签到表上前后均有签名。（演示）", **words)


def _certificate(place: Place) -> None:
    certificate = Certificate(
        learner=place.teacher,
        title="信息技术应用能力提升培训",
        form="online",
        level="province",
        direction=Direction.objects.get(code="ability"),
        held_on=place.day - timedelta(9),
        hours=Decimal(20),
        organiser="演示·省级培训机构",
    )
    own, words = place.teacher.user, {"at": place.at}
    picture = SimpleUploadedFile("结业证书（演示）.pdf", demo_pdf())
    certificate = actions.add_certificate(certificate, by=own, uploads=[picture], **words)
    if place.number % 4 == 1:
        text = "照片看不清学时，请重新拍。（演示）"
        actions.return_certificate(certificate, by=place.filer, text=text, **words)
    elif place.number % 4 == 2:
        actions.accept_certificate(certificate, by=place.filer, **words)
    elif place.number % 4 == 3:
        actions.withdraw_certificate(certificate, by=own, **words)


def _group(place: Place) -> None:
    words = {"by": place.filer, "at": place.at}
    for name, start in (("三年级组", 0), ("语文教研组", 2)):
        group = actions.add_learner_group(LearnerGroup(school=place.school, name=name), **words)
        members = Learner.objects.active().of_school(place.school).order_by("code")
        chosen = members[start : start + MEMBERS]
        actions.change_learner_group(group, chosen, name=name, **words)


def _listed(place: Place) -> None:
    """The county's list of an event of its own; the last of it failed. One county undoes it."""
    bureau = Unit.objects.organ_of(place.county, UnitKind.EDUCATION_BUREAU)
    people = Learner.objects.active().filter(county=place.county, kind="teacher")
    chosen = people.order_by("school__code", "code").distinct("school__code")[:LISTED]
    event = _activity(place, "县级骨干教师专题培训", form="face_to_face", level="county")
    rows = [_row(event, learner) for learner in chosen]
    rows[-1]["result"] = FAILED
    words = {"by": place.verifier, "at": place.at}
    enter_completion(rows, unit=bureau, **words)
    if place.number == 3:
        batch = HoursBatch.objects.get(unit=bureau)
        actions.undo_hours_batch(batch, text="名单版本有误，重新上传。（演示）", **words)


def _row(event: Activity, learner: Learner) -> dict:
    rule = RuleVersion.objects.in_force(event.held_on).filter(form=event.form, level=event.level)
    return {
        "title": event.title,
        "held_on": event.held_on,
        "hours": Decimal(6),
        "organiser": "演示·县(区)教师发展中心",
        "event_key": event.key,
        "year_id": year_of(event.held_on).pk,
        "rule_id": rule[0].pk,
        "direction_id": event.direction.pk,
        "learner_id": learner.pk,
        "school_id": learner.school_id,
        "county_id": learner.county_id,
    }


def _sampled(place: Place, *, seed: int) -> None:
    """Half looked at with a fault in the first 县(区), in order in the second."""
    words = {"by": place.verifier, "at": place.at}
    sample = SampleCheck(county=place.county, tier=CheckTier.COUNTY, seed=seed)
    sample = actions.add_sample_check(sample, **words)
    rows = list(sample.rows.order_by("id"))
    if place.number == 0:
        rows = rows[: max(len(rows) // 2, 1)]
    findings = {row.pk: Finding(CheckVerdict.IN_ORDER) for row in rows}
    if place.number == 0:
        findings[rows[0].pk] = Finding(CheckVerdict.NOT_IN_ORDER, "签到表上没有签名（演示）")
    actions.change_sample_check(sample, findings, **words)


def _reversed(place: Place, by: User) -> None:
    entry = LedgerEntry.objects.filter(learner=place.teacher).order_by("id")[0]
    actions.reverse_ledger_entry(entry, by=by, at=place.at, reason="佐证材料不实（演示）")


def _duplicate(place: Place) -> None:
    """The same event from a second list: one line is new, the other is kept as not counting."""
    roster = Learner.objects.active().of_school(place.school).order_by("-code")
    event = _activity(place, "县级骨干教师专题培训", form="face_to_face", level="county")
    present = [place.teacher, *roster.exclude(pk=place.teacher.pk)[:1]]
    listed = Learner.objects.filter(claims__event_key=event.key, school=place.school).first()
    present = [listed, *present] if listed and listed not in present else present
    actions.enter_activity(place.school, event, present, by=place.filer, at=place.at)
