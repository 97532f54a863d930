"""A demonstration of the training year: recognised, filed, returned, short, and never filed.

The masses are inserted set-based; one chain in each 县(区) goes through the room's own actions.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache

from django.db import connection
from django.utils import timezone

from pueredu.audit.actions import remember
from pueredu.units.enums import Role, UnitKind
from pueredu.units.models import Membership, Unit
from training.actions import pull_attendances, return_hours_batch
from training.actions.ledger import recognise
from training.enums import BatchSource, BatchState
from training.models import (
    Direction,
    HoursBatch,
    Learner,
    RuleVersion,
    TrainingActivity,
    TrainingYear,
    event_key,
)
from training.queries import next_due
from training.seeds.chain import seed_chain
from training.seeds.people import seed_learners
from training.seeds.plans import seed_plans
from training.seeds.programmes import Programmes
from training.seeds.register import seed_register
from training.seeds.reminders import seed_reminders
from training.seeds.year import seed_adjustments

BATCH = 2000
S = BatchState


@dataclass(frozen=True)
class Event:
    """One event that every school holds; ``share`` percent of its roster attend."""

    title: str
    rule: str
    direction: str
    hours: int
    share: int = 92


PLAN = (
    Event("新学期校本研修：课程标准学习", "school_based_training_school", "knowledge", 6),
    Event("师德师风专题讲座", "lecture_school", "ethics", 2),
    Event("国家级骨干教师集中培训", "face_to_face_national", "ability", 54, 30),
    Event("校本研修：课堂教学诊断", "school_based_training_school", "ability", 6),
    Event("县级学科教研活动", "teaching_research_county", "knowledge", 4, 70),
    Event("班级管理经验交流", "teaching_research_school", "class_management", 3),
    Event("校本研修：作业设计", "school_based_training_school", "ability", 3),
    Event("校本研修：单元整体教学", "school_based_training_school", "knowledge", 3),
)
# A school's whole year: each event of the plan once, then its weekly ones again. With these shares a
# teacher has some 24 rows, within the 15 to 25 of the domain; four such years of the city and the
# year under way are about 2.75 million rows of the ledger.
PAST_EVENTS, PAST_STEP = 28, timedelta(days=12)
WEEKLY = tuple(event for event in PLAN if event.share >= 70)
NORMAL = (S.RECOGNISED,) * 5 + (S.VERIFIED, S.FILED, S.DRAFT)
SLOW = (S.RECOGNISED, S.RECOGNISED, S.FILED, S.FILED)

_CLAIMS = """
INSERT INTO training_hoursclaim (
    batch_id, learner_id, activity_id, school_id, county_id, direction_id, form, level, held_on,
    hours, event_key, is_void)
SELECT p.batch, l.id, a.id, l.school_id, l.county_id, a.direction_id, a.form, a.level, a.held_on,
       a.hours, a.event_key, false
FROM unnest(%(batches)s::bigint[], %(activities)s::bigint[], %(shares)s::int[])
     AS p(batch, activity, share)
JOIN training_trainingactivity a ON a.id = p.activity
JOIN units_unit u ON u.id = a.school_id OR u.parent_id = a.school_id
JOIN training_learner l ON l.school_id = u.id AND l.status = 'active'
WHERE abs(hashtext(l.code || a.event_key)) %% 100 < p.share
"""

_COUNTS = """
UPDATE training_hoursbatch b SET claim_count = c.n, hours_total = c.hours
FROM (SELECT batch_id, count(*) AS n, sum(hours) AS hours FROM training_hoursclaim
      WHERE batch_id = ANY(%(batches)s) GROUP BY batch_id) c
WHERE b.id = c.batch_id
"""


def demo(*, scale: str, at: datetime, years: int = 1) -> int:
    """Learners of every school and the year up to ``at``; with ``years`` whole years before it.
    Returns how many learners there are; 0 when there are some already."""
    if Learner.objects.exists():
        return 0
    learners = seed_learners(scale)
    posts = _Posts()
    this_year = TrainingYear.objects.containing(timezone.localtime(at).date()).get()
    for back in range(years - 1, 0, -1):
        _past_year(this_year.year - back, posts)
    _year_under_way(this_year, posts, at)
    _return_one_in_each_county(posts, at)
    pull_attendances(by=None, at=at)
    seed_chain(posts, at)
    seed_adjustments(this_year, posts, at)
    seed_register(posts, at)
    seed_reminders(this_year, posts, at)
    seed_plans(this_year, posts, at)
    Programmes(this_year, posts, at).build()
    return learners


class _Posts:
    """Who files for a school, verifies for an area and recognises for the city."""

    def __init__(self):
        filers = (Role.CENTRAL_SCHOOL, Role.SCHOOL_OFFICER)
        posts = Membership.objects.filter(role__in=filers, unit__is_demo=True).select_related(
            "user"
        )
        self.filers = {post.unit_id: post.user for post in posts}
        self.schools = list(
            Unit.objects.filter(pk__in=self.filers)
            .select_related("area")
            .order_by("precedence", "code")
        )
        roles = (Role.COUNTY_BUREAU, Role.CITY_STAFF)
        posts = Membership.objects.filter(role__in=roles).select_related("user").order_by("-id")
        self.verifiers = {post.county_id: post.user for post in posts}
        post = (
            Membership.objects.filter(role=Role.CITY_TRAINING).select_related("user").earliest("id")
        )
        self.recogniser = post.user
        planners = Membership.objects.filter(role__in=(Role.COUNTY_BUREAU, Role.CITY_TRAINING))
        self.planners = {row.unit_id: row.user for row in planners.select_related("user")}

    def registrar_of(self, unit: Unit):
        """Who registers the plan of a unit."""
        if not unit.is_school:
            is_city = unit.area.kind == UnitKind.CITY
            return self.verifiers[unit.area_id] if is_city else self.recogniser
        return self.verifiers[unit.area_id]


@dataclass(frozen=True)
class _Row:
    """One batch to be inserted, with its only activity."""

    school: Unit
    event: Event
    held_on: date
    state: BatchState


def _year_under_way(year: TrainingYear, posts: _Posts, at: datetime) -> None:
    """One event a week up to the day before; every fifth school is slow, every ninth silent."""
    today = timezone.localtime(at).date()
    first = max(year.starts_on, today - timedelta(days=7 * len(PLAN)))
    rows = []
    for n, school in enumerate(posts.schools):
        states = () if n % 9 == 7 else SLOW if n % 5 == 3 else NORMAL
        for week, (event, state) in enumerate(zip(PLAN, states, strict=False)):
            rows.append(_Row(school, event, first + timedelta(days=7 * week), state))
    _insert(rows, year, posts)


def _past_year(number: int, posts: _Posts) -> None:
    """A whole year, all of it recognised, by rules that stand for those of the time."""
    year, _ = TrainingYear.objects.get_or_create(
        year=number, defaults={"starts_on": date(number, 1, 1), "ends_on": date(number, 12, 31)}
    )
    _rules_of(number)
    rows = [
        _Row(school, _numbered(n), date(number, 1, 10) + n * PAST_STEP, S.RECOGNISED)
        for school in posts.schools
        for n in range(PAST_EVENTS)
    ]
    _insert(rows, year, posts)


def _numbered(n: int) -> Event:
    event, times = PLAN[n % len(PLAN)], 1
    if n >= len(PLAN):
        again, place = divmod(n - len(PLAN), len(WEEKLY))
        event, times = WEEKLY[place], again + 2
    return replace(event, title=f"{event.title}（第{times}次）")


def _rules_of(number: int) -> None:
    for rule in RuleVersion.objects.filter(since=date(2023, 1, 1)):
        rule.pk, rule._state.adding = None, True
        rule.since, rule.until = date(number, 1, 1), date(number, 12, 31)
        rule.source = "演示数据"
        rule.save()


def _insert(rows: list[_Row], year: TrainingYear, posts: _Posts) -> None:
    rules = {rule.code: rule for rule in RuleVersion.objects.all()}
    directions = {row.code: row for row in Direction.objects.all()}
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        activities = TrainingActivity.objects.bulk_create(
            _activity(row, rules[row.event.rule], directions[row.event.direction]) for row in part
        )
        batches = HoursBatch.objects.bulk_create(_batch(row, year, posts) for row in part)
        _claims(batches, activities, part)
        recognised = [row.pk for row in batches if row.state == S.RECOGNISED]
        if recognised:
            recognise(recognised, at=batches[-1].created_at)
    if rows:
        details = {"rows": ["", str(len(rows))]}
        remember(
            "training.hours_batch.import",
            year,
            by=None,
            at=_moment(rows[-1].held_on),
            changes=details,
        )


def _claims(batches, activities, rows: list[_Row]) -> None:
    words = {
        "batches": [row.pk for row in batches],
        "activities": [row.pk for row in activities],
        "shares": [row.event.share for row in rows],
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLAIMS, words)
        cursor.execute(_COUNTS, words)


def _activity(row: _Row, rule: RuleVersion, direction: Direction) -> TrainingActivity:
    return TrainingActivity(
        title=row.event.title,
        form=rule.form,
        level=rule.level,
        direction=direction,
        held_on=row.held_on,
        hours=Decimal(row.event.hours),
        school=row.school,
        county_id=row.school.area_id,
        source=BatchSource.ROSTER,
        event_key=event_key(row.event.title, row.held_on, rule.form),
    )


def _batch(row: _Row, year: TrainingYear, posts: _Posts) -> HoursBatch:
    filer, created_at = posts.filers[row.school.pk], _moment(row.held_on)
    batch = HoursBatch(
        title=f"{row.held_on:%-m月%-d日} {row.event.title}",
        source=BatchSource.ROSTER,
        school=row.school,
        county_id=row.school.area_id,
        year=year,
        state=row.state,
        created_by=filer,
        created_at=created_at,
        due_on=_due(row.state, year, row.held_on + timedelta(1)),
    )
    if row.state != S.DRAFT:
        batch.filed_by, batch.filed_at = filer, created_at
    if row.state in {S.VERIFIED, S.RECOGNISED}:
        batch.verified_by = posts.verifiers[row.school.area_id]
        batch.verified_at = created_at + timedelta(days=2)
    if row.state == S.RECOGNISED:
        batch.recognised_by, batch.recognised_at = posts.recogniser, created_at + timedelta(days=5)
    return batch


@cache
def _due(state: str, year: TrainingYear, day: date) -> date | None:
    return next_due(state, year, day)


def _moment(day: date) -> datetime:
    """The morning after."""
    morning = datetime.combine(day + timedelta(1), datetime.min.time())
    return timezone.make_aware(morning) + timedelta(hours=9)


def _return_one_in_each_county(posts: _Posts, at: datetime) -> None:
    filed = HoursBatch.objects.filter(state=S.FILED, county__kind=UnitKind.COUNTY)
    for batch in filed.order_by("county_id", "id").distinct("county_id").select_related("year"):
        return_hours_batch(
            batch,
            by=posts.verifiers[batch.county_id],
            at=at - timedelta(days=1),
            text="请核对名册：请假人员不应计入。（演示）",
        )
