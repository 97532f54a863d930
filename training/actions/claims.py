"""From an activity and its roster to a batch of claims, in a handful of statements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from pueredu.accounts.models import User
from pueredu.kit.errors import Incomplete, Refused
from pueredu.units.models import Unit
from training.actions.batches import add_hours_batch, file_hours_batch
from training.actions.counts import count
from training.actions.posting import post_hours_batch
from training.enums import BatchSource
from training.models import (
    Direction,
    HoursBatch,
    HoursClaim,
    Learner,
    LearnerGroup,
    RuleVersion,
    TrainingActivity,
    event_key,
)
from training.queries import no_rule, year_of

MOST_HOURS = 400  # as the constraints claim_hours_in_range and activity_hours_in_range


@dataclass(frozen=True)
class Activity:
    """One event as it was entered. ``hours`` are 学时 of one person present all the time."""

    title: str
    form: str
    level: str
    direction: Direction
    held_on: date
    hours: Decimal
    organiser: str = ""
    group: LearnerGroup | None = None

    @property
    def key(self) -> str:
        return event_key(self.title, self.held_on, self.form)


@dataclass(frozen=True)
class Attended:
    """One learner at an activity. ``hours`` of this person; ``attendance_id`` from a studio;
    the place of the day where it is known, else the learner's present one."""

    learner: Learner
    hours: Decimal
    attendance_id: int | None = None
    school_id: int | None = None
    county_id: int | None = None


@dataclass(frozen=True)
class Entered:
    """What came of an entry: the batch, and who had this event claimed already by another list."""

    batch: HoursBatch
    known: tuple[str, ...] = ()
    is_repeat: bool = False


@transaction.atomic
def enter_activity(
    school: Unit,
    activity: Activity,
    present: Iterable[Learner],
    *,
    by: User,
    at: datetime,
    token: UUID | None = None,
    partial: Mapping[int, Decimal] | None = None,
    is_filed: bool = False,
    is_posted: bool = False,
) -> Entered:
    """Make one batch of one activity of a school (its points included), and post or file it at
    once when asked. ``partial`` has the hours of those who came late or left early. The same
    ``token`` again gives the same batch. Learners who have this event from another list are named
    and kept in this one as not counting. Raises Incomplete or Refused with a sentence."""
    if token and (done := _done_before(token, school)):
        return Entered(done, is_repeat=True)
    check_activity(activity, timezone.localtime(at).date())
    present = on_roster(school, present)
    title = f"{activity.held_on:%-m月%-d日} {activity.title}"
    batch = add_hours_batch(
        _new_batch(school, BatchSource.ROSTER, title, activity.held_on, token), by=by, at=at
    )
    known = claim(batch, activity, attended(present, activity.hours, partial))
    if len(known) == len(present):
        raise Refused("所选人员的这次活动都已申报过，没有新增。如属另一次活动，请修改活动名称。")
    batch = count(batch)
    if is_posted:
        batch = post_hours_batch(batch, by=by, at=at)
    if is_filed:
        batch = file_hours_batch(batch, by=by, at=at)
    return Entered(batch, tuple(learner.name for learner in known))


def attended(
    present: Iterable[Learner], hours: Decimal, partial: Mapping[int, Decimal] | None
) -> list[Attended]:
    """Everybody with the whole of ``hours``, or with the own part of it. Raises Refused for a part
    that is more than the whole."""
    parts = partial or {}
    found = [Attended(learner, parts.get(learner.pk, hours)) for learner in present]
    if wrong := [row.learner.name for row in found if not 0 < row.hours <= hours]:
        raise Refused(
            f"部分参加的学时应大于 0、不超过活动的 {hours} 学时：{'、'.join(wrong[:20])}。"
        )
    return found


def on_roster(
    school: Unit, present: Iterable[Learner], known: frozenset[int] = frozenset()
) -> list[Learner]:
    """``present`` as a list, if each is in service at the school or its points or is ``known`` from
    before. Raises Incomplete for nobody, Refused with the names of strangers."""
    present = list(present)
    if not present:
        raise Incomplete("名册中没有勾选任何人，请至少勾选一人。")
    own = known.union(Learner.objects.active().of_school(school).values_list("pk", flat=True))
    strangers = [learner.name for learner in present if learner.pk not in own]
    if strangers:
        raise Refused(f"不在本单位在岗名册中：{'、'.join(strangers[:20])}。请刷新后重新勾选。")
    return present


def _done_before(token: UUID, school: Unit) -> HoursBatch | None:
    """Two clicks at one moment take turns; the second finds the batch of the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"training.batch.{token}"])
    return HoursBatch.objects.filter(token=token, school=school).first()


def _new_batch(school, source, title, held_on, token=None) -> HoursBatch:
    return HoursBatch(
        title=title[:160],
        source=source,
        school=school,
        county=school.area,
        year=year_of(held_on),
        token=token,
    )


def check_activity(activity: Activity, today: date) -> None:
    """Raises Refused for a day to come, for more hours than a line may have, and for a form and
    level that no rule counts."""
    if not 0 < activity.hours <= MOST_HOURS:
        raise Refused(f"学时应大于 0，不超过 {MOST_HOURS}。")
    if activity.held_on > today:
        raise Refused("活动日期还没有到，活动结束后再录入。")
    rules = RuleVersion.objects.in_force(activity.held_on)
    if not any((rule.form, rule.level) == (activity.form, activity.level) for rule in rules):
        raise no_rule()


def claim(batch: HoursBatch, activity: Activity, attended: list[Attended]) -> list[Learner]:
    """Add the claims of one activity to a batch; returns the learners whose event is known already.
    Their line is kept too, as not counting and with the list that has it.

    The caller counts the batch anew.
    """
    key = activity.key
    _lock_event(key)
    rows = HoursClaim.objects.counting().filter(
        event_key=key, learner__in=[row.learner.pk for row in attended]
    )
    known = dict(rows.values_list("learner_id", "batch__title"))
    if attended:
        kept = keep_activity(batch, activity)
        HoursClaim.objects.bulk_create(_claims(batch, kept, attended, known), batch_size=2000)
    return [row.learner for row in attended if row.learner.pk in known]


def _lock_event(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"training.event.{key}"])


def keep_activity(batch: HoursBatch, activity: Activity) -> TrainingActivity:
    """The activity as this filer has it, entered on first use."""
    kept, _ = TrainingActivity.objects.get_or_create(
        school_id=batch.school_id,
        county_id=batch.county_id,
        event_key=activity.key,
        defaults={**vars(activity), "source": batch.source},
    )
    return kept


def _claims(
    batch: HoursBatch, kept: TrainingActivity, attended: list[Attended], known: dict[int, str]
) -> list[HoursClaim]:
    return [
        HoursClaim(
            batch=batch,
            learner=row.learner,
            activity=kept,
            school_id=row.school_id or row.learner.school_id,
            county_id=row.county_id or row.learner.county_id,
            direction_id=kept.direction_id,
            form=kept.form,
            level=kept.level,
            held_on=kept.held_on,
            hours=row.hours,
            event_key=kept.event_key,
            attendance_id=row.attendance_id,
            is_void=row.learner.pk in known,
            void_reason=duplicate_of(known.get(row.learner.pk, "")),
        )
        for row in attended
    ]


def duplicate_of(title: str) -> str:
    """The reason of a line whose event another list has; empty for no list."""
    return f"与“{title}”重复：同一活动只计一次"[:200] if title else ""
