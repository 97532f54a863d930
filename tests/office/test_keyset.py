"""Pages by their edges: forwards and backwards they are the list itself, whatever the order."""

from base64 import urlsafe_b64encode
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from pueredu.office.pages.keyset import Edge, page_of
from pueredu.units.enums import UnitKind
from pueredu.units.models import Unit
from tests.support.world import TODAY

ORDERS = [
    ("precedence", "code"),
    ("-precedence",),
    ("since", "id"),
    ("-since", "-id"),
    ("parent__precedence", "-since", "pk"),
    ("-parent__since", "short_name"),
]
DAYS = st.none() | st.integers(0, 3).map(lambda n: TODAY + timedelta(n))
ROWS = st.lists(st.tuples(DAYS, st.integers(0, 3), st.booleans()), max_size=12)


def fill(rows):
    """Units in one tree, some at its root, with equal and missing values."""
    root = Unit.objects.create(code="R", kind=UnitKind.CITY, name="市", short_name="市")
    Unit.objects.bulk_create(
        Unit(
            code=f"U{n}", kind=UnitKind.SCHOOL, name=f"校{n}", short_name=f"校{n % 4}",
            since=since, precedence=precedence, parent=root if is_child else None,
        )
        for n, (since, precedence, is_child) in enumerate(rows)
    )  # fmt: skip


def forwards(rows, size):
    pages = [page_of(rows, size)]
    while pages[-1].after:
        pages.append(page_of(rows, size, after=pages[-1].after.token))
    return pages


@pytest.mark.django_db
@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
@given(rows=ROWS, size=st.integers(1, 5))
@settings(max_examples=25, deadline=None)
def test_the_pages_are_the_list_in_both_directions(order, rows, size):
    with transaction.atomic():
        fill(rows)
        listed = Unit.objects.select_related("parent").order_by(*order)
        whole = list(listed.order_by(*order, "pk"))
        pages = forwards(listed, size)
        assert [row for page in pages for row in page.rows] == whole
        assert [page.first for page in pages] == list(range(1, len(whole) + 1, size))
        assert pages[0].before is None
        for page, next_page in pairwise(pages):
            back = page_of(listed, size, before=next_page.before.token)
            assert (back.rows, back.first) == (page.rows, page.first)
            assert (back.before is None) == (page is pages[0])
            assert back.after == page.after
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_page_costs_one_query_wherever_it_is(django_assert_num_queries):
    fill([(TODAY, 1, True)] * 9)
    rows = Unit.objects.select_related("parent").order_by("precedence", "code")
    edge = page_of(rows, 6).after
    for words in ({}, {"after": edge.token}, {"before": edge.token}):
        with django_assert_num_queries(1):
            page_of(rows, 3, **words)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "token", ["x", "é", "W10", "bnVsbA", Edge(1, (1,)).token, Edge(1, ("eins", 2)).token, "%00"]
)
def test_a_token_that_nobody_gave_out_leads_to_the_first_page(token):
    fill([(date(2020, 1, 1), n, False) for n in range(4)])
    rows = Unit.objects.order_by("precedence", "code")
    for words in ({"after": token}, {"before": token}):
        page = page_of(rows, 2, **words)
        assert (page.rows, page.first, page.before) == (list(rows[:2]), 1, None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        '[1e999, "x", 1]', '[1, "x", 1e999]', '[1, "\\u0000", 1]', '[1, "\\ud800", 1]',
        "[" * 50_000, '{"a": 1}', "1",
    ],
)  # fmt: skip
def test_what_nobody_gave_out_is_the_first_page_and_no_fault(text):
    fill([(TODAY, 1, False)])
    token = urlsafe_b64encode(text.encode()).decode().rstrip("=")
    for words in ({"after": token}, {"before": token}):
        assert page_of(Unit.objects.order_by("name", "id"), 5, **words).first == 1
