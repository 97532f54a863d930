"""The data of the measurements: the city's units and posts, and Matters by the million.

Rows are made by one statement, not by actions: what is measured is reading them.
"""

from pueredu.accounts.models import User
from pueredu.loop.models import Matter
from pueredu.ops.seeds.people import seed_people
from pueredu.units.enums import UnitKind
from pueredu.units.models import Unit
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
