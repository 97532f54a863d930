"""Every table of the admin, opened by a clerk of county A: not a word of county B on any page, and a
record of B is answered like one that does not exist. How the clerk is scoped: tests/house/probing.py.
"""

import io

import openpyxl
import pytest

from pueredu.kit.scoping import Scope, ScopedQuerySet
from pueredu.office.counter.checks import CounterChecks
from tests.house.probing import KEEPERS, OTHER, Clerk, lent_keys, list_of, page_of, undone
from training.models import LedgerEntry

pytestmark = pytest.mark.usefixtures("quiet", "no_unknown_variables")

every_table = pytest.mark.parametrize("model", KEEPERS, ids=lambda model: model._meta.label)
# the rest are the whole house's: nobody's in particular
PLACED = [model for model in KEEPERS if model.scope != Scope()]
MISSING = 10**9
PAGES = ("change", "history", "delete")


@pytest.fixture(scope="module")
def ledger(town):
    """Recognised hours stand on both sides of the border."""
    counties = set(LedgerEntry.objects.values_list("county", flat=True))
    assert counties >= {town.world.units[key].pk for key in ("a", "b")}


@pytest.fixture(scope="module")
def keys(ledger):
    with lent_keys() as grant:
        yield grant


@pytest.fixture
def clerk(town, keys):
    return Clerk(town.world.people["a_bureau"])


def seen_by(town, model):
    return model._default_manager.visible_to(town.world.person("a_bureau"))


@every_table
def test_no_page_names_the_other_county(clerk, town, model):
    own = seen_by(town, model).order_by("pk").first()
    pages = [list_of(model), f"{list_of(model)}add/", f"{list_of(model)}view/"]
    pages += [page_of(model, own.pk, page) for page in PAGES] if own else []
    met = {page: clerk.get(page) for page in pages}
    assert {page for page, answer in met.items() if OTHER in answer.said} == set()
    assert met[list_of(model)].status_code == 200


@every_table
def test_a_workbook_holds_no_row_of_the_other_county(clerk, model):
    answer = clerk.client.get(f"{list_of(model)}export/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    cells = [cell for row in book.active.iter_rows(values_only=True) for cell in row]
    assert [cell for cell in cells if OTHER in str(cell)] == []


@pytest.mark.parametrize("model", PLACED, ids=lambda model: model._meta.label)
def test_a_foreign_record_is_answered_like_a_missing_one(clerk, town, model):
    seen = seen_by(town, model).values("pk")
    foreign = model._default_manager.exclude(pk__in=seen).order_by("pk").first()
    verbs = [f"do/{item.verb}" for item in KEEPERS[model].verbs]
    for page in (*PAGES, *verbs):
        met = [answered(clerk, model, pk, page) for pk in (foreign.pk, MISSING)]
        assert met[0] == met[1], page


def answered(clerk, model, pk, page) -> tuple:
    """Status, address and message of an answer, with the key taken out of it."""
    with undone():
        answer = clerk.get(page_of(model, pk, page))
        told = [str(message) for message in answer.wsgi_request._messages]
    return (
        answer.status_code,
        answer.get("Location", ""),
        [one.replace(str(pk), "…") for one in told],
    )


@every_table
def test_a_table_is_scoped_and_declares_nothing_that_is_banned(model):
    assert isinstance(model._default_manager.all(), ScopedQuerySet)
    assert CounterChecks().check(KEEPERS[model]) == []
