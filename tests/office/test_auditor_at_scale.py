"""A hundred thousand entries: no question of the auditor's reads or counts the table."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser

from pueredu.audit.models import Entry
from pueredu.office.audit_forms import EntryFilterForm
from pueredu.office.auditing import PAGE_SIZE
from pueredu.office.pages.keyset import page_of
from tests.support.rights import owner_cursor

MANY = 100_000
FILL = """
INSERT INTO audit_entry (at, actor_id, actor, post, on_behalf_of, verb, object_type, object_id,
    object_label, county_id, result, reason, changes, request_id, address)
SELECT timestamptz '2020-01-01 00:00+08' + n * interval '15 minutes', n %% 500, '人员' || n %% 500, '', '',
    'loop.matter.' || (ARRAY['issue', 'receive', 'submit', 'close'])[1 + n %% 4], 'loop.matter',
    n %% 20000, '事项' || n %% 20000, n %% 10, CASE WHEN n %% 200 = 0 THEN 'denied' ELSE 'done' END,
    '', '{}', 'r-' || n, '10.0.0.1'
FROM generate_series(1, %s) n
"""


def scanned(plan: dict) -> tuple[set[str], int]:
    """The kinds of scan in a plan, and how many rows they looked at."""
    kinds, rows = set(), 0
    if "Scan" in plan["Node Type"]:
        looked = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)
        kinds, rows = {plan["Node Type"]}, looked * plan["Actual Loops"]
    for part in plan.get("Plans", ()):
        found_kinds, found_rows = scanned(part)
        kinds, rows = kinds | found_kinds, rows + found_rows
    return kinds, rows


@pytest.fixture
def many(db):
    """Not linked: that takes its time, and nobody looks at the links here."""
    with owner_cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_link")
        cursor.execute(FILL, [MANY])
        cursor.execute("ANALYZE audit_entry")


QUESTIONS = [
    {},
    {"actor": "人员7"},
    {"actor": "niemand"},
    {"verb": "loop.matter.close"},
    {"verb": "loop.matter.issue", "actor": "人员8"},
    {"verb": "export"},
    {"result": "denied"},
    {"record": "事项19999"},
    {"record": "nichts"},
    {"request_id": "r-5000"},
    {"since": "2021-05-01", "until": "2021-05-31"},
    {"since": "2021-05-01", "until": "2021-05-31", "verb": "loop.matter.submit"},
]


def test_no_question_reads_more_than_a_few_pages_of_a_hundred_thousand(many):
    """Looked at is what is shown, or all that one narrow answer holds: never the table."""
    for asked in QUESTIONS:
        rows = (
            EntryFilterForm(asked, user=AnonymousUser())
            .apply(Entry.objects.all())
            .order_by("-at", "-id")
        )
        for shown in (rows, beyond(rows)):
            plan = json.loads(shown[: PAGE_SIZE + 1].explain(analyze=True, format="json"))[0][
                "Plan"
            ]
            kinds, looked = scanned(plan)
            assert "Seq Scan" not in kinds, (asked, kinds)
            assert looked <= 700, (asked, looked, plan)


def beyond(rows):
    """The same list from somewhere in its middle, as the next page asks for it."""
    edge = page_of(rows, PAGE_SIZE).after
    return rows.filter(at__lte=edge.values[0]) if edge else rows


def test_a_page_of_a_hundred_thousand_asks_no_count(many, sign_in, django_assert_num_queries):
    auditor = sign_in("audit_admin")
    with django_assert_num_queries(7) as asked:
        auditor.get("/admin/audit/entry/")
    counts = [query["sql"] for query in asked if "COUNT(" in query["sql"].upper()]
    assert [sql for sql in counts if "audit_" in sql] == []
