"""The data of the measurements: the city's units and posts, and Matters by the million.

Rows are made by one statement, not by actions: what is measured is reading them.
"""

from datetime import date

from pueredu.accounts.models import User
from pueredu.loop.models import Matter
from pueredu.ops.seeds.people import seed_people
from pueredu.units.enums import Role, SchoolType, UnitKind
from pueredu.units.models import Membership, Unit
from tests.benchmarks.places import superuser

TENTH, FULL = 100_000, 1_000_000
OPEN_SHARE = 100  # one Matter in so many is open: 10,000 of a million
CITY, COUNTY = "secretariat", "bureau-530802"

MATTERS = """
INSERT INTO loop_matter (
    kind, serial, title, text, county_id, lead_unit_id, responsible_post, source, source_url,
    signatory, document_number, authority, drafted_by_id, issued_at, original_due_on, due_on, state, percent,
    submitted_by_id, closed_by_id, closed_at
)
SELECT 'commitment', 'bench-' || n, '演示事项 ' || n, '', (%(counties)s)[1 + place],
    (%(bureaus)s)[1 + place], '', '演示数据', '', '演示·签发人', '', '', %(city)s,
    %(at)s::timestamptz - interval '60 days', due, due,
    CASE WHEN is_open THEN 'received' ELSE 'closed' END, CASE WHEN is_open THEN 40 ELSE 100 END,
    CASE WHEN is_open THEN NULL ELSE %(county)s END,
    CASE WHEN is_open THEN NULL ELSE %(city)s END,
    CASE WHEN is_open THEN NULL ELSE %(at)s::timestamptz END
FROM (
    SELECT n, n / %(share)s %% %(areas)s AS place, n %% %(share)s = 0 AS is_open,
        %(at)s::date - CASE WHEN n %% %(share)s = 0 THEN n / %(share)s %% 20 - 4
                            ELSE 30 + n %% 1499 END::int AS due
    FROM generate_series(%(first)s, %(last)s) AS n
) AS rows
"""

CLAIMS = """
INSERT INTO training_hoursclaim (
    batch_id, learner_id, activity_id, school_id, county_id, direction_id, form, level, held_on,
    hours, event_key, is_void
)
SELECT 0, n / 25, n, (%(schools)s)[1 + place], (%(counties)s)[1 + place], 0,
    'school_based_training', 'school', %(today)s::date - n %% 1825, 4, 'bench-' || n, false
FROM (
    SELECT n, n %% %(places)s AS place FROM generate_series(1, %(last)s) AS n
) AS rows
"""


def person(username: str) -> User:
    """A fresh user object, as at the start of a request: nothing cached."""
    return User.objects.get(username=username)


def matters_up_to(count: int, at) -> None:
    """Fill the table up to ``count`` rows over the ten 县(区); one in OPEN_SHARE is open, due from
    four days ahead of ``at`` to fifteen days behind."""
    if not User.objects.filter(username=CITY).exists():
        seed_people()
    held = Matter.objects.count()
    if held >= count:
        return
    counties = list(Unit.objects.counties())
    bureaus = [Unit.objects.organ_of(area, UnitKind.EDUCATION_BUREAU).pk for area in counties]
    values = {
        "counties": [county.pk for county in counties],
        "bureaus": bureaus,
        "areas": len(counties),
        "share": OPEN_SHARE,
        "city": person(CITY).pk,
        "county": person(COUNTY).pk,
        "first": held + 1,
        "last": count,
        "at": at,
    }
    with superuser() as cursor:
        # the rows are right by construction: five foreign keys a row need no check
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(MATTERS, values)
        cursor.execute("VACUUM ANALYZE loop_matter")


def claims_up_to(count: int, today) -> None:
    """Claims of hours over ten schools a 县(区) and five years. Their batches and learners do not
    exist, since nothing that is measured follows these columns."""
    schools = [school for county in Unit.objects.counties() for school in _schools(county)]
    values = {
        "schools": [school.pk for school in schools],
        "counties": [school.area_id for school in schools],
        "places": len(schools),
        "today": today,
        "last": count,
    }
    with superuser() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(CLAIMS, values)
        cursor.execute("VACUUM ANALYZE training_hoursclaim")


def _schools(county: Unit) -> list[Unit]:
    bureau = Unit.objects.organ_of(county, UnitKind.EDUCATION_BUREAU)
    return [
        Unit.objects.create(
            code=f"{county.code}-bench-{n}", kind=UnitKind.SCHOOL, parent=bureau,
            name=f"演示小学{n}", short_name=f"演示小学{n}", school_type=SchoolType.PRIMARY,
        )
        for n in range(10)
    ]  # fmt: skip


def school_officer() -> User:
    """Somebody new who files for the first of the schools."""
    user = User.objects.create(username="bench-officer", name="演示·经办人")
    school = Unit.objects.filter(code__endswith="-bench-0").first()
    Membership.objects.create(
        user=user, unit=school, role=Role.SCHOOL_OFFICER, since=date(2021, 1, 1)
    )
    return user
