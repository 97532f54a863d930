"""Every page, as TRUST says (Sign-in): its policy to the letter (policies.py; those of the admin are
asked in its matrix), no inline script or style; and every page that takes a file warns of state
secrets and asks how far it goes."""

import time

import pytest
from django.test import Client
from django.urls import path, reverse

from pueredu.office.views.sign_in import WAITING
from tests.house.policies import directives, wrong_headers, wrong_page
from tests.house.test_matrix import ADDRESSES
from tests.house.test_moves import SHOWN
from tests.house.visitors import PASSWORD_BACKEND
from tests.house.walk import expected, records_of, url_of
from training.models import HoursBatch

pytestmark = pytest.mark.usefixtures("no_unknown_variables", "quiet")

SHOWING = {"accounts:second-factor": True, "accounts:me": False}
# a file, a word for a machine, or an act without words
NO_PAGE = {
    "accountability:report-file", "accounts:sessions-end", "loop:matter-file", "office:message-open",
    "office:sign-out", "ops:livez", "ops:readyz", "studios:activity-file", "studios:studio-file",
    "text-size", "training:certificate-file", "training:hours-batch-evidence-file",
    "training:county-summary-file", "training:fund-entry-file",
    "workbooks:import-job-cancel", "workbooks:import-job-confirm", "workbooks:import-job-correct",
    "workbooks:import-job-errors", "workbooks:import-job-file", "workbooks:import-job-template",
    "workbooks:import-job-handout", "workbooks:import-job-undo",
}  # fmt: skip
# shown below, each to somebody who has come so far
ON_THE_WAY = {"office:sign-in-code", "training:hours-batch-change", "training:objection-add"}
# between them they meet every page
PEOPLE = (
    "a1_teacher", "secretariat", "city_training", "a1_head", "a1_officer", "a_bureau", "a_government",
    "a_party_office", "a_accounts", "city_leader", "system_admin", "security_admin", "anonymous",
)  # fmt: skip


def is_page(response) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")


def page_at(address, town, visitors):
    """(whose, the page) that somebody who may meets there; None for what is taken, done or over."""
    for word, record in records_of(town, address).items():
        for key in PEOPLE:
            if expected(visitors[key], "GET", address, word, record) == "allowed":
                page = visitors[key].ask("GET", url_of(address, record))
                if page.status_code == 200 and is_page(page):
                    return key, page
                if record:
                    break
    return None


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_a_page_has_what_every_page_has(town, visitors, name):
    """The headers of all other answers are asked in the matrix."""
    found = page_at(ADDRESSES[name], town, visitors)
    if name not in SHOWN:  # in test_moves.py, in each state in which its verb may be done
        assert (found is None) == (name in NO_PAGE | ON_THE_WAY)
    if found:
        key, page = found
        assert wrong_page(name, page, signed_in=key != "anonymous") == ""


def test_the_page_that_changes_a_roster_has_it_too(town, visitors):
    record, name = town.records["batch"]["own"], "training:hours-batch-change"
    HoursBatch.objects.filter(pk=record.pk).update(state="draft", filed_at=None, filed_by=None)
    page = visitors["a1_officer"].ask("GET", reverse(name, args=[record.pk]))
    assert (page.status_code, wrong_page(name, page, signed_in=True)) == (200, "")


def test_the_page_of_an_objection_has_it_too(town, visitors):
    claim, name = town.records["claim"]["own"], "training:objection-add"
    HoursBatch.objects.filter(claims=claim.pk).update(state="posted")
    page = visitors["a1_teacher"].ask("GET", f"{reverse(name)}?claim={claim.pk}")
    assert (page.status_code, wrong_page(name, page, signed_in=True)) == (200, "")


def test_the_page_that_asks_for_a_code_has_it_too(town):
    user, client = town.world.people["a_bureau"], Client()
    session = client.session
    session[WAITING] = {
        "user": user.pk, "hash": user.get_session_auth_hash(), "by": PASSWORD_BACKEND,
        "at": time.time(),
    }  # fmt: skip
    session.save()
    name = "office:sign-in-code"
    page = client.get(reverse(name))
    assert (page.status_code, wrong_page(name, page, signed_in=False)) == (200, "")


def test_the_picture_of_a_secret_is_shown_and_no_other_page_may_show_one(visitors):
    pages = {name: visitors["a_bureau"].ask("GET", reverse(name)) for name in SHOWING}
    assert {
        name: "data:" in directives(page).get("img-src", ()) for name, page in pages.items()
    } == SHOWING


def fault(request):
    raise ValueError("planted")


urlpatterns = [path("fault/", fault, name="fault")]


def test_pages_of_errors_have_them_too(town, visitors, settings):
    clerk, hidden = visitors["a_bureau"], town.records["report"]["other"].pk
    met = {
        404: clerk.ask("GET", reverse("accountability:report-detail", args=[hidden])),
        403: clerk.ask("GET", reverse("desk:cockpit")),
        400: Client(SERVER_NAME="evil.example").get("/sign-in/"),
    }
    settings.ROOT_URLCONF = __name__
    broken = Client(raise_request_exception=False)
    met[500] = broken.get("/fault/")
    assert {code: answer.status_code for code, answer in met.items()} == {
        code: code for code in met
    }
    assert {code: wrong_headers(answer) for code, answer in met.items()} == dict.fromkeys(met, "")


def test_a_fault_tells_the_reader_nothing_of_itself(settings):
    settings.ROOT_URLCONF = __name__
    page = Client(raise_request_exception=False).get("/fault/").content.decode()
    assert ("500" in page, "planted" in page, "Traceback" in page, "ValueError" in page) == (
        True, False, False, False,
    )  # fmt: skip
