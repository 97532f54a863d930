"""Totals of schools and counties against the dated requirement: counts, never a ranking."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Expression, F, Max, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from pueredu.kit.scoping import clauses_for
from pueredu.units.enums import UnitKind
from pueredu.units.models import Unit
from training.enums import BatchState as S
from training.models import HoursBatch, Learner, TrainingYear
from training.queries.outlook import pace_of
from training.queries.people import ON_THEIR_WAY
from training.queries.requirement import HOURS, Requirement, requirement, with_totals

SEE_NUMBERS = "training.view_hours_batch"  # also leaders, who see numbers and no people
NONE = Decimal(0)


def sees_several_counties(user) -> bool:
    """Whether the numbers of more than one 县(区) are within the person's sight; no query."""
    clauses = clauses_for(user, SEE_NUMBERS, HoursBatch)
    return any(not clause or len(clause.get("county", ())) > 1 for clause in clauses)


@dataclass
class Standing:
    """How a set of learners stands. ``bound``, ``met``, ``required`` and ``missing`` (the sum of
    the gaps) are of those whom the requirement binds; ``behind`` of them will not meet it at the
    pace of what is recognised; ``waiting`` are hours posted, filed or verified."""

    learners: int = 0
    bound: int = 0
    met: int = 0
    behind: int = 0
    hours: Decimal = NONE
    required: Decimal = NONE
    missing: Decimal = NONE
    waiting: Decimal = NONE

    @property
    def short(self) -> int:
        return self.bound - self.met

    def add(self, counts: dict) -> None:
        """Add what a query counted, by the names of the fields."""
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + counts.get(name, 0))


COUNTS = tuple(Standing.__dataclass_fields__)


def sum_of(rows: Iterable[Standing]) -> Standing:
    """All of them together."""
    total = Standing()
    for row in rows:
        total.add({name: getattr(row, name) for name in COUNTS})
    return total


@dataclass
class SchoolHours(Standing):
    """One filing school, its points included; ``draft``, ``posted``, ``filed`` and ``verified``
    count open batches."""

    school: Unit = None
    draft: int = 0
    posted: int = 0
    filed: int = 0
    verified: int = 0
    recognised: int = 0
    undone: int = 0
    last_filed_at: object = None

    @property
    def place(self) -> tuple[int, str]:
        return self.school.pk, self.school.short_name

    @property
    def has_filed(self) -> bool:
        """Whether anything of the year ever left the school."""
        return bool(self.filed or self.verified or self.recognised)


def hours_by_school(
    user, rule: Requirement, today: date, county: Unit | None = None
) -> list[SchoolHours]:
    """The filing schools within sight, and the organs that brought an organiser's list, in official
    order; three queries."""
    learners = Learner.objects.permitted(user, SEE_NUMBERS)
    batches = HoursBatch.objects.visible_to(user).filter(year=rule.year)
    if county is not None:
        learners, batches = learners.filter(county=county), batches.filter(county=county)
    counts = _counted(learners, rule, today, F("school"))
    steps = {row["filer"]: row for row in _steps(batches) if row["filer"]}
    units = Unit.objects.select_related("parent").in_bulk({*counts, *steps})
    found: dict[int, SchoolHours] = {}
    for unit in units.values():
        filer = unit.parent if _files_for(unit) else unit
        row = found.setdefault(filer.pk, SchoolHours(school=filer))
        row.add(counts.get(unit.pk, {}))
        _add_steps(row, steps.get(unit.pk, {}))
    return sorted(found.values(), key=lambda row: (row.school.precedence, row.school.code))


def _files_for(unit: Unit) -> bool:
    return unit.parent is not None and unit.parent.kind == UnitKind.CENTRAL_SCHOOL


def _add_steps(row: SchoolHours, steps: dict) -> None:
    row.waiting += steps.get("waiting", NONE)
    for state in S.values:
        setattr(row, state, getattr(row, state) + steps.get(state, 0))
    row.last_filed_at = max(filter(None, [row.last_filed_at, steps.get("last")]), default=None)


# Over the learners of a query, whose requirement is computed once each and not once for each sum.
_COUNTED = """
WITH learner AS MATERIALIZED ({learners})
SELECT place, count(*) FILTER (WHERE status = 'active') AS learners, count(required) AS bound,
       count(*) FILTER (WHERE gap <= 0) AS met,
       count(*) FILTER (WHERE gap > 0 AND required * %s > counted * %s) AS behind,
       sum(counted) AS hours, coalesce(sum(required), 0) AS required,
       coalesce(sum(gap) FILTER (WHERE gap > 0), 0) AS missing
FROM (SELECT *, required - counted AS gap FROM learner) AS l GROUP BY place
"""


def _counted(learners, rule: Requirement, today: date, place: Expression) -> dict[int, dict]:
    """What ``Standing.add`` takes, by place. Nobody is behind as long as a pace says nothing."""
    columns = ("place", "status", "counted", "required")
    rows = with_totals(learners.order_by(), rule).annotate(place=place).values(*columns)
    try:
        statement, params = rows.query.sql_with_params()
    except EmptyResultSet:  # nobody is within sight: Django knows it without asking
        return {}
    pace = pace_of(rule.year, today)
    days = (pace.passed, pace.passed + pace.left) if pace.says_something else (0, 0)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED.format(learners=statement), [*params, *days])
        names = [column.name for column in cursor.description]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {row.pop("place"): row for row in found}


def _total(hours) -> Coalesce:
    return Coalesce(hours, Value(NONE), output_field=HOURS)


def _steps(batches) -> Iterable[dict]:
    by_state = {state: Count("pk", filter=Q(state=state)) for state in S.values}
    return (
        batches.order_by()
        .values(filer=Coalesce("school", "unit"))
        .annotate(**by_state, last=Max("filed_at"), waiting=_waiting())
    )


def _waiting() -> Coalesce:
    return _total(Sum("hours_total", filter=Q(state__in=ON_THEIR_WAY)))


@dataclass
class CountyHours(Standing):
    """One 县(区) on a day; ``hours`` is the recognised total of its learners."""

    county: Unit = None
    as_of: date | None = None
    open_batches: int = field(default=0)

    @property
    def place(self) -> tuple[int, str]:
        """With the word for what stands directly under the city."""
        is_county = self.county.kind == UnitKind.COUNTY
        return self.county.pk, self.county.short_name if is_county else "市直单位"

    @property
    def percent_met(self) -> int:
        """Whole percent of those bound, rounded down; 0 when nobody is bound."""
        return self.met * 100 // self.bound if self.bound else 0


def hours_by_county(user, today: date, rule: Requirement | None = None) -> list[CountyHours]:
    """Each 县(区) within sight (and the city for what stands directly under it), in official
    order; two queries besides year and requirement. Empty when no training year contains
    ``today``."""
    if rule is None:
        year = TrainingYear.objects.containing(today).first()
        if year is None:
            return []
        rule = requirement(year, today)
    learners = Learner.objects.permitted(user, SEE_NUMBERS)
    counts = _counted(learners, rule, today, F("county"))
    rows = HoursBatch.objects.visible_to(user).filter(year=rule.year, county=OuterRef("pk")).open()
    rows = rows.order_by().values("county")
    counties = Unit.objects.filter(pk__in=counts).annotate(
        open_batches=Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0),
        waiting=_total(Subquery(rows.annotate(n=_waiting()).values("n"))),
    )
    found = []
    for county in counties.order_by("precedence", "code"):
        row = CountyHours(county=county, as_of=today, open_batches=county.open_batches)
        row.add({**counts[county.pk], "waiting": county.waiting})
        found.append(row)
    return found


def hours_total(learners, rule: Requirement, today: date) -> Standing:
    """Any set of learners together, without what waits; one query."""
    total = Standing()
    for counts in _counted(learners, rule, today, Value(0)).values():
        total.add(counts)
    return total
