"""The index finds what a plain look at every row finds, and it is the index that finds it."""

import pytest
from django.db import transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pueredu.kit.bigrams import containing
from pueredu.units.enums import UnitKind
from pueredu.units.models import Unit
from tests.support.rights import owner_cursor

LETTERS = "普洱市一小AaÉ%_'\\&|:*() 　"
NAMES = st.lists(st.text(LETTERS, min_size=1, max_size=8), max_size=8)


def make(names):
    Unit.objects.bulk_create(
        Unit(code=str(n), kind=UnitKind.CITY, name=name, short_name=name)
        for n, name in enumerate(names)
    )


@pytest.mark.django_db
@given(names=NAMES, text=st.text(LETTERS, min_size=1, max_size=4).filter(str.strip))
@example(names=["普洱市", "市一小", "小市", "市"], text="市")
@example(names=["普洱一小", "普一洱小"], text="普洱")
@settings(max_examples=150, deadline=None)
def test_the_index_finds_what_a_plain_look_finds(names, text):
    with transaction.atomic():
        make(names)
        text = text.strip(" 　")
        plain = set(Unit.objects.filter(name__icontains=text).values_list("name", flat=True))
        assert (
            set(containing(Unit.objects.all(), "name", text).values_list("name", flat=True))
            == plain
        )
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_search_reads_the_index():
    make([f"第{n}小学" for n in range(3000)])
    with owner_cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('unit_name_pairs')")  # as autovacuum does
        cursor.execute("ANALYZE units_unit")
    assert "unit_name_pairs" in containing(Unit.objects.order_by(), "name", "77小学").explain()
