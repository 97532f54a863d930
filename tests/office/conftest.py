"""A house with Matters in several states, and people of the bureau at the counter."""

import pytest

from pueredu.audit.models import Entry
from tests.support import matters
from tests.support.figures import load_figures
from tests.support.matters import errands

__all__ = ["errands"]


@pytest.fixture
def house(world, errands):
    """Four Matters: two to be verified, one in hand, one ended."""
    load_figures()
    matters.submitted(world, title="食堂甲")
    matters.submitted(world, title="食堂乙")
    matters.received(world, title="食堂丙")
    matters.closed(world, title="食堂丁")
    return world


@pytest.fixture
def remembered():
    """``remembered()`` gives what the audit noted since the test began: (actor, verb, object)."""
    last = Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0

    def entries(*fields):
        rows = Entry.objects.filter(id__gt=last).order_by("id")
        return list(rows.values_list(*(fields or ("verb", "object_label"))))

    return entries


def sentences(response) -> list[str]:
    """The messages that the answer leaves for the next page."""
    return [str(message) for message in response.wsgi_request._messages]
