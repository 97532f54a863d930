"""The page of a Matter: its lead unit lets a colleague do it, and takes it back."""

import pytest
from django.urls import reverse

from tests.support import matters
from tests.support.figures import load_figures
from tests.support.matters import errands  # noqa: F401
from tests.support.world import CANARY

pytestmark = pytest.mark.usefixtures("errands")


@pytest.fixture
def matter(world):
    load_figures()
    return matters.issued(world)


def page(matter, verb):
    return reverse(f"loop:matter-{verb}", args=[matter.pk])


def appoint(client, matter, post, **words):
    data = {"deputy": post.pk, "until": "2023-06-10", **words}
    return client.post(page(matter, "appoint-deputy"), data)


@pytest.fixture
def post(world):
    return world.people["a_accounts"].memberships.get()


def steps(response):
    return [step["label"] for step in response.context["transitions"]]


def test_a_colleague_is_chosen_with_a_last_day_and_named_on_the_page(matter, post, sign_in):
    client = sign_in("a_government")
    assert "结束代办" not in steps(client.get(page(matter, "detail")))
    assert appoint(client, matter, post).url == matter.get_absolute_url()
    response = client.get(page(matter, "detail"))
    assert ("代办人", f"{post.user.name}（到 2023年6月10日）") in response.context["facts"]
    assert steps(response)[-2:] == ["委托代办", "结束代办"]
    deputy = sign_in("a_accounts").get(page(matter, "detail"))
    assert steps(deputy) == ["签收"]
    assert client.post(page(matter, "end-deputy")).status_code == 302
    assert sign_in("a_accounts").get(page(matter, "detail")).status_code == 404


def test_who_would_be_replaced_is_said_before(matter, post, sign_in):
    client = sign_in("a_government")
    assert client.get(page(matter, "appoint-deputy")).context["warning"] == ""
    appoint(client, matter, post)
    said = client.get(page(matter, "appoint-deputy")).context["warning"]
    assert said == f"现由{post.user}代办；另选一位后，{post.user}不再代办这一件。"


def test_the_choice_is_the_county_s_own_organs(matter, sign_in):
    form = sign_in("a_government").get(page(matter, "appoint-deputy")).context["form"]
    labels = [label for _, label in form.fields["deputy"].choices][1:]
    assert len(labels) == 5
    assert not any(CANARY["b"] in label for label in labels)
    assert form["until"].value() == matters.DUE_ON


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"deputy": ""}, "请选择代办人。"),
        ({"until": ""}, "请填写最后一天。"),
        ({"until": "2023-05-01"}, "代办的最后一天不能早于今天。"),
    ],
)
def test_what_is_missing_is_said(matter, post, sign_in, words, sentence):
    response = appoint(sign_in("a_government"), matter, post, **words)
    said = [text for texts in response.context["form"].errors.values() for text in texts]
    assert (response.status_code, said) == (422, [sentence])


def test_taking_back_what_is_not_there_meets_a_sentence(matter, sign_in):
    response = sign_in("a_government").post(page(matter, "end-deputy"))
    assert response.context["form"].errors["__all__"] == ["这件事项现在没有代办人。"]


@pytest.mark.parametrize(("verb", "queries"), [("detail", 12), ("appoint-deputy", 8)])
def test_a_page_costs_the_same_for_one_and_for_three_events(
    matter, sign_in, django_assert_num_queries, verb, queries
):
    for number in (1, 3):
        for _ in range(number):
            matters.actions.chase_matter(matter, by=matter.drafted_by, at=matters.AT)
        client = sign_in("a_government")
        with django_assert_num_queries(queries):
            client.get(page(matter, verb))
