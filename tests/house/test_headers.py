"""Every page, as TRUST says (Sign-in): its policy to the letter (policies.py; those of the admin are
asked in its matrix), no inline script or style; and every page that takes a file warns of state
secrets and asks how far it goes."""

import time

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
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


@login_not_required
def fault(request):
    raise ValueError("planted")


@login_not_required
def reading(request):
    raise SuspiciousOperation("planted") if "odd" in request.POST else ValueError("planted")


urlpatterns = [path("fault/", fault), path("reading/", reading)]


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


LONG, FORM = 365 * 24 * 3600, "application/x-www-form-urlencoded"


@pytest.fixture
def production(settings):
    """Transport as settings/prod.py has it, and views that do as badly as they can."""
    settings.SECURE_SSL_REDIRECT = settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SECURE_HSTS_SECONDS, settings.ROOT_URLCONF = LONG, __name__


def refusals(*, secure: bool) -> dict[str, object]:
    """Every answer that something other than a view of ours gives, by what was wrong."""

    def ask(method, page, body=b"", kind=FORM, client=None, **more):
        client = client or Client(raise_request_exception=False, **more)
        return client.generic(method, page, body, kind, secure=secure)

    cookie = {"HTTP_COOKIE": "sessionid=\0\xff; csrftoken='"}
    return {
        "unknown host": ask("GET", "/fault/", SERVER_NAME="evil.example"),
        "no host at all": ask("GET", "/fault/", SERVER_NAME="e vil.."),
        "too large": ask("POST", "/reading/", b"a=" + b"b" * 3_000_000),
        "too many fields": ask("POST", "/reading/", b"a=1&" * 5000),
        "no parts": ask("POST", "/reading/", b"x", "multipart/form-data"),
        "suspicious": ask("POST", "/reading/", b"odd=1"),
        "from elsewhere": ask("POST", "/fault/", client=Client(enforce_csrf_checks=True)),
        "broken cookie": ask("GET", "/nowhere/", **cookie),
        "no such page": ask("GET", "/nowhere/"),
        "no such file": ask("GET", "/static/nowhere.js"),
        "method": ask("DELETE", "/fault/"),
    }


def codes(answers) -> dict[str, int]:
    return {why: answer.status_code for why, answer in answers.items()}


def test_what_is_refused_before_any_page_has_them_too(production, db):
    answers = refusals(secure=True)
    assert codes(answers) == {
        "unknown host": 400, "no host at all": 400, "too large": 400, "too many fields": 400,
        "no parts": 400, "suspicious": 400, "from elsewhere": 403, "broken cookie": 404,
        "no such page": 404, "no such file": 404, "method": 405,
    }  # fmt: skip
    wrong = {why: wrong_headers(answer) for why, answer in answers.items()}
    assert wrong == dict.fromkeys(answers, "")
    strict = {answer.headers.get("Strict-Transport-Security") for answer in answers.values()}
    assert strict == {f"max-age={LONG}; includeSubDomains"}


def test_what_is_refused_on_the_way_to_the_secure_address_has_them_too(production, db):
    answers = refusals(secure=False)
    hosts = {"unknown host", "no host at all"}
    assert codes(answers) == {why: 400 if why in hosts else 301 for why in answers}
    wrong = {why: wrong_headers(answer) for why, answer in answers.items()}
    assert wrong == dict.fromkeys(answers, "")
    assert not any("Strict-Transport-Security" in answer for answer in answers.values())


def test_a_fault_tells_the_reader_nothing_of_itself(settings):
    settings.ROOT_URLCONF = __name__
    page = Client(raise_request_exception=False).get("/fault/").content.decode()
    assert ("500" in page, "planted" in page, "Traceback" in page, "ValueError" in page) == (
        True, False, False, False,
    )  # fmt: skip
