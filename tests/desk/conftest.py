"""A house with a few open Matters, and a reader of the lists behind the numbers."""

from datetime import timedelta

import pytest

from tests.support import matters
from tests.support.figures import load_figures
from tests.support.matters import errands
from tests.support.world import TODAY

__all__ = ["errands"]

EVERYBODY = [
    "secretariat", "city_staff", "city_training", "city_leader", "city_finance", "inspector",
    "a_party_office", "a_government", "a_bureau", "a_finance", "a_leader", "a_accounts",
    "a1_head", "a1_officer", "a1_teacher", "a2_officer", "c1_officer",
    "system_admin", "security_admin", "audit_admin", "nobody",
]  # fmt: skip


@pytest.fixture
def house(world):
    """A few open Matters in both 县(区), one of them overdue, one ended."""
    load_figures()
    matters.issued(world, title="甲一", due_on=TODAY)
    matters.received(world, title="甲二", due_on=TODAY + timedelta(5))
    matters.submitted(world, title="甲三")
    matters.closed(world, title="甲四")
    matters.issued(world, unit="b-government", title="乙一")
    return world


def rows_behind(client, url):
    """All rows of a list, page by page."""
    rows = []
    while url:
        page = client.get(url)
        assert page.status_code == 200
        rows += page.context["table"].rows
        next_url = page.context["page"].next_url if "page" in page.context else ""
        url = f"{url.split('?')[0]}{next_url}" if next_url else ""
    return rows
