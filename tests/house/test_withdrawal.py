"""What was withdrawn is gone at the next request of the same session, and in jobs that run."""

from datetime import timedelta

import pytest
from django.db import transaction

from pueredu.accounts.models import User
from pueredu.units.access.ties import tie_models
from pueredu.units.models import Membership
from pueredu.workbooks.actions import confirm_import_job
from pueredu.workbooks.models import ImportJob
from pueredu.workbooks.tasks import apply_import
from studios.models import StudioGrant
from tests.house.addresses import ROWS
from tests.house.urls import portal_patterns
from tests.house.walk import REFUSALS, expected, outcome, url_of
from tests.support.world import AT
from training.models import HoursClaim

pytestmark = pytest.mark.usefixtures("no_unknown_variables", "quiet")

YESTERDAY = AT.date() - timedelta(1)
# one page of each record and each page over many; what a signed-in person has anyway stays
PAGES = [
    item
    for item in portal_patterns()
    if "GET" in item.methods and item.access not in {"public", "signed-in"}
]


@pytest.fixture(autouse=True)
def taken_back(town):
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def open_to(town, visitor) -> list[str]:
    """The addresses that the agreed table opens to a person, one record of each."""
    found = []
    for item in PAGES:
        record = town.records[ROWS[item.name].record]["own"] if ROWS[item.name].record else None
        if expected(visitor, "GET", item, "own", record) == "allowed":
            found.append(url_of(item, record))
    return found


def test_ended_posts_and_ties_close_every_page_that_they_opened(town, visitors):
    opened = {key: open_to(town, visitor) for key, visitor in visitors.items()}
    assert sum(map(len, opened.values())) > 300
    Membership.objects.update(until=YESTERDAY)
    for ties in tie_models():
        ties.objects.update(until=YESTERDAY)
    left = [
        (key, page)
        for key, pages in opened.items()
        for page in pages
        if outcome(visitors[key].ask("GET", page)) not in REFUSALS
    ]
    assert left == []


def test_an_ended_tie_closes_what_it_opened(town, visitors):
    expert = visitors["expert"]
    studio = town.records["studio"]["sibling"]
    page = url_of(next(item for item in PAGES if item.name == "studios:studio-detail"), studio)
    assert outcome(expert.ask("GET", page)) == "allowed"
    StudioGrant.objects.update(until=YESTERDAY)
    assert outcome(expert.ask("GET", page)) == "hidden"


def test_a_disabled_account_is_signed_out_at_the_next_request(town, visitors):
    for key in ("secretariat", "a_bureau", "a1_teacher"):
        assert outcome(visitors[key].ask("GET", "/")) == "allowed"
    User.objects.update(is_active=False)
    for key in ("secretariat", "a_bureau", "a1_teacher"):
        assert outcome(visitors[key].ask("GET", "/")) == "sign in"


def test_a_job_that_was_confirmed_writes_nothing_once_the_post_has_ended(town):
    record = town.records["job"]["own"]
    officer = town.world.person("a1_officer")
    job = confirm_import_job(ImportJob.objects.get(pk=record.pk), by=officer, at=AT)
    before = HoursClaim.objects.count()
    Membership.objects.filter(user=officer).update(until=YESTERDAY)
    apply_import(job.pk)
    job.refresh_from_db()
    assert (job.state, HoursClaim.objects.count()) == ("failed", before)
    assert job.notes == ["您的职务没有这项权限。"]
