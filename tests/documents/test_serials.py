import pytest
from django.db import transaction

from pueredu.documents.actions import next_serial

pytestmark = pytest.mark.django_db


def test_serials_count_by_kind_and_year():
    given = [next_serial("order", 2023), next_serial("order", 2023), next_serial("order", 2024)]
    given.append(next_serial("notice", 2023))

    assert given == ["order-2023-1", "order-2023-2", "order-2024-1", "notice-2023-1"]


def test_a_paper_that_is_not_written_gives_its_number_back():
    next_serial("order", 2023)

    def fails():
        with transaction.atomic():
            next_serial("order", 2023)
            raise LookupError("not written")

    with pytest.raises(LookupError, match="not written"):
        fails()
    assert next_serial("order", 2023) == "order-2023-2"
