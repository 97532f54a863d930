"""Hours that nobody types twice: attendances that studios confirmed become batches of claims."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db import connection, transaction
from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.kit.errors import NotPermitted, Refused
from pueredu.units.enums import UnitKind
from pueredu.units.models import Unit
from studios.queries import AttendedHours, attendances_to_recognise
from training.actions.batches import add_hours_batch, file_hours_batch
from training.actions.claims import Activity, Attended, check_activity, claim
from training.actions.counts import count
from training.actions.session_pulls import pull_sessions
from training.enums import BatchSource, TrainingForm, TrainingLevel
from training.models import Direction, HoursBatch, HoursClaim, Learner, event_key
from training.queries import learners_by_code, year_of

PAGE = 5000
# How a studio's activity counts: no rule of the city says so yet, so it is provisional [I]. Kinds
# that are not named here are 教研活动.
FORMS = {
    "open_lesson": TrainingForm.OPEN_LESSON,
    "lesson_observation": TrainingForm.OPEN_LESSON,
    "research_project": TrainingForm.RESEARCH_PROJECT,
    "competition": TrainingForm.COMPETITION,
    "lecture": TrainingForm.LECTURE,
    "master_lecture": TrainingForm.LECTURE,
    "shadow_training": TrainingForm.SHADOW,
    "attachment": TrainingForm.ATTACHMENT,
    "online_class": TrainingForm.ONLINE,
}
LEVEL = TrainingLevel.CITY
DIRECTION = "ability"


@dataclass(frozen=True)
class Pulled:
    """``unknown`` are attendances whose code no learner has: they wait for the register. ``barred``
    are those of activities that cannot count as they are: no training year or no rule on the day,
    or more hours than a line may have. They wait too, and hold nobody else's back."""

    batches: int
    claims: int
    unknown: int
    barred: int = 0


@transaction.atomic
def pull_attendances(*, by: User | None, at: datetime) -> Pulled:
    """Claim every confirmed attendance of studios and sessions that is not claimed yet, one filed
    batch for each activity and 县(区); the county verifies it. ``by`` None is the timer. Doing it twice adds nothing."""
    if by is not None and not by.has_perm("training.import_attendance", _city()):
        raise NotPermitted("您的职务没有这项权限。")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('training.pull'))")
    batches = claims = unknown = barred = 0
    direction = Direction.objects.get(code=DIRECTION)
    for page in _pages():
        learners = learners_by_code(row.learner_code for row in page)
        unknown += sum(row.learner_code not in learners for row in page)
        for rows in _by_event(page, learners):
            try:
                with transaction.atomic():
                    batch = _batch_of(rows, learners, direction, at=at)
            except Refused:
                barred += len(rows)
                continue
            batches += batch is not None
            claims += batch.claim_count if batch else 0
    runs = pull_sessions(at=at)
    batches, claims = batches + len(runs), claims + sum(row.claim_count for row in runs)
    return Pulled(batches, claims, unknown, barred)


def _city() -> Unit:
    return Unit.objects.get(kind=UnitKind.CITY)


def _pages() -> Iterator[list[AttendedHours]]:
    """All confirmed attendances that are not claimed; also those left out before, whose learner
    may be registered by now."""
    after = 0
    while page := attendances_to_recognise(after, PAGE):
        after = page[-1].attendance_id
        ids = [row.attendance_id for row in page]
        claimed = set(
            HoursClaim.objects.filter(attendance_id__in=ids).values_list("attendance_id", flat=True)
        )
        yield [row for row in page if row.attendance_id not in claimed]


def _event(row: AttendedHours) -> tuple:
    return row.county_id, row.studio_name, row.held_on, row.title, row.kind


def _by_event(page: list[AttendedHours], learners: dict) -> Iterator[list[AttendedHours]]:
    known = sorted((row for row in page if row.learner_code in learners), key=_event)
    for _, rows in groupby(known, key=_event):
        yield list(rows)


def _batch_of(rows, learners: dict[str, Learner], direction, *, at) -> HoursBatch | None:
    """None when another list claimed this event for everybody already."""
    first = rows[0]
    form = FORMS.get(first.kind, TrainingForm.TEACHING_RESEARCH)
    rows = _unclaimed(rows, learners, event_key(first.title, first.held_on, form))
    if not rows:
        return None
    activity = Activity(
        first.title, form, LEVEL, direction, first.held_on,
        max(row.hours for row in rows), first.studio_name,
    )  # fmt: skip
    check_activity(activity, timezone.localtime(at).date())
    batch = HoursBatch(
        title=f"{first.studio_name}：{first.held_on:%-m月%-d日} {first.title}"[:160],
        source=BatchSource.STUDIO,
        county_id=first.county_id,
        year=year_of(first.held_on),
    )
    batch = add_hours_batch(batch, by=None, at=at)
    claim(batch, activity, [_attended(row, learners) for row in rows])
    return file_hours_batch(count(batch), by=None, at=at)


def _unclaimed(rows, learners: dict[str, Learner], key: str) -> list[AttendedHours]:
    ids = [learners[row.learner_code].pk for row in rows]
    taken = set(
        HoursClaim.objects.filter(event_key=key, learner__in=ids, is_void=False).values_list(
            "learner_id", flat=True
        )
    )
    once = {learners[row.learner_code].pk: row for row in rows}
    return [row for pk, row in once.items() if pk not in taken]


def _attended(row: AttendedHours, learners: dict[str, Learner]) -> Attended:
    learner = learners[row.learner_code]
    return Attended(
        learner,
        row.hours,
        row.attendance_id,
        school_id=row.school_id or learner.school_id,
        county_id=row.county_id,
    )
