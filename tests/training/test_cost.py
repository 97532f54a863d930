"""What a page costs in queries, however many rows it shows."""

import pytest
from django.urls import reverse

from tests.training.conftest import activity, set_figures
from tests.training.test_views import ROSTER, entry, url
from training.models import Learner

PAGES = {
    "a_bureau": {"hours-batch-list": 7, "overview": 11, "learner-list": 9},
    "city_training": {"hours-batch-list": 7, "overview": 10, "learner-list": 9},
}


@pytest.mark.parametrize("key", PAGES)
@pytest.mark.parametrize("name", ["hours-batch-list", "overview", "learner-list"])
def test_a_list_costs_the_same_for_one_and_for_three(
    enter, sign_in, django_assert_num_queries, key, name
):
    client, address = sign_in(key), reverse(f"training:{name}")
    enter("a2", "a2_officer")
    client.get(address)
    for count in (1, 3):
        with django_assert_num_queries(PAGES[key][name]):
            client.get(address)
        for n in range(2 if count == 1 else 0):
            enter("a1", "a1_officer", what=activity(f"第{n}次"))


def test_the_roster_costs_the_same_whatever_its_length(room, sign_in, django_assert_num_queries):
    client = sign_in("a2_officer")
    client.get(ROSTER)
    for code in ("a3-8", "a3-9"):
        with django_assert_num_queries(12):
            client.get(ROSTER)
        more = Learner.objects.get(code="a3-1")
        more.pk, more.code, more._state.adding = None, code, True
        more.save()


def test_posting_the_roster_costs_the_same_whatever_its_length(
    room, sign_in, django_assert_num_queries
):
    client = sign_in("a2_officer")
    client.get(ROSTER)
    for absent in ((), ("a2-0", "a3-1", "a3-2")):
        with django_assert_num_queries(58):
            client.post(ROSTER, entry(room, absent=absent, title=f"{len(absent)}人未到"))


def test_a_learners_page_stays_within_its_queries(
    recognised, room, sign_in, django_assert_num_queries
):
    """Twelve of its own, and the memory's note that somebody looked at personal data."""
    client, address = sign_in("a_bureau"), room.learners["a3-0"].get_absolute_url()
    client.get(address)
    with django_assert_num_queries(13):
        client.get(address)


def test_the_detail_of_a_batch_stays_within_its_queries(
    recognised, sign_in, django_assert_num_queries
):
    client = sign_in("a_bureau")
    client.get(url("detail", recognised))
    with django_assert_num_queries(9):
        client.get(url("detail", recognised))


def test_a_batch_that_waits_stays_within_its_queries(
    posting, sampling, enter, sign_in, django_assert_num_queries
):
    """For the school before its posting and in it, for the county with its flags and its sample."""
    set_figures(public_notice_days=0)
    filed = enter("a2", "a2_officer", is_filed=True)
    set_figures(public_notice_days=5)
    draft = enter("a1", "a1_officer")
    posted = enter("a2", "a2_officer", what=activity("公示的"), is_posted=True)
    for key, batch, queries in (
        ("a1_officer", draft, 10), ("a2_officer", posted, 10), ("a_bureau", filed, 12),
    ):  # fmt: skip
        client = sign_in(key)
        client.get(url("detail", batch))
        with django_assert_num_queries(queries):
            client.get(url("detail", batch))


CHAIN = {
    "a2_officer": {
        "hours-claim-list": 8, "ledger-entry-list": 9, "objection-list": 8, "certificate-list": 8,
        "learner-group-list": 7, "post-all": 7, "file-all": 9,
    },
    "a_bureau": {
        "hours-claim-list": 7, "ledger-entry-list": 8, "objection-list": 7, "certificate-list": 7,
        "sample-check-list": 6, "sample-check-add": 7, "verify-all": 7,
    },
    "a3_teacher": {"my-hours": 12, "my-postings": 10},
}  # fmt: skip


@pytest.mark.usefixtures("posting", "sampling")
@pytest.mark.parametrize(
    ("key", "name"), [(key, name) for key, names in CHAIN.items() for name in names]
)
def test_a_page_of_the_chain_costs_the_same_for_one_and_for_three(
    enter, sign_in, django_assert_num_queries, key, name
):
    client, address = sign_in(key), reverse(f"training:{name}")
    enter("a2", "a2_officer", is_posted=True)
    client.get(address)
    for count in (1, 3):
        with django_assert_num_queries(CHAIN[key][name]):
            client.get(address)
        for n in range(2 if count == 1 else 0):
            enter("a2", "a2_officer", what=activity(f"第{n}次"), is_posted=True)
