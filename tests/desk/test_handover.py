"""Open items move with the post; the sheet shows both sides what the post leaves."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from pueredu.accounts.models import User
from pueredu.desk.queries import todo_of
from pueredu.files.actions import store_file
from pueredu.loop import actions as loop
from pueredu.units import actions as posts
from pueredu.units.access.posts import held_posts, in_post_alone
from pueredu.units.enums import Role
from pueredu.units.models import Membership
from studios.models import Studio
from tests.house.town import build_town
from tests.support import matters
from tests.support.files import PDF, pdf
from tests.support.world import AT, SINCE, TODAY

pytestmark = pytest.mark.usefixtures("errands")

OFFICES = [
    "secretariat",
    "city_training",
    "a_government",
    "a_bureau",
    "a_party_office",
    "a2_officer",
]


@pytest.fixture
def successor(world):
    """``successor("a_government")``: the holder goes at once, somebody new has the post from today."""

    def handed_over(key: str) -> Membership:
        old = world.people[key].memberships.get()
        posts.end_membership(old, by=None, at=AT)
        user = User.objects.create(username=f"new-{key}", name=f"接任{key}")
        world.people[f"new-{key}"] = user
        words = {"unit": old.unit, "role": old.role, "kind": old.kind, "title": old.title}
        return posts.add_membership(Membership(user=user, since=TODAY, **words), by=None, at=AT)

    return handed_over


def page_of(post) -> str:
    return reverse("desk:handover", args=[post.pk])


def doors(client) -> list[str]:
    return [url for label, url, _ in client.get("/").context["actions"] if label == "交接清单"]


@pytest.mark.parametrize("key", OFFICES)
def test_the_new_holder_owes_what_the_old_one_owed(clock, db, key):
    """Nothing is copied and nothing is lost: duties follow from posts, in every room."""
    world = build_town().world
    matters.issued(world)
    matters.submitted(world)
    Studio.objects.create(name="待命名", kind="teacher", school=world.units["a1"])
    before = todo_of(world.person(key), TODAY)
    old = world.people[key].memberships.get()
    posts.end_membership(old, by=None, at=AT)
    new = Membership(user=world.people["nobody"], unit=old.unit, role=old.role, since=TODAY)
    posts.add_membership(new, by=None, at=AT)
    assert todo_of(world.person("nobody"), TODAY) == before != []
    assert todo_of(world.person(key), TODAY) == []


def test_the_sheet_tells_what_is_open_who_was_there_and_what_was_done(house, sign_in, successor):
    old = house.people["a_government"]
    post = successor("a_government")
    response = sign_in("new-a_government").get(page_of(post))
    handover = response.context["handover"]
    assert [item.title for item in handover.owed] == ["甲一", "甲二"]
    assert [(row.user, row.until) for row in handover.predecessors] == [(old, TODAY - timedelta(1))]
    assert [(event.matter.title, event.verb) for event in handover.events][:2] == [
        ("甲四", "close"), ("甲四", "submit"),
    ]  # fmt: skip
    body = response.content.decode()
    for word in ("甲一", "2023-05-25", "签收", old.name, "移交人（签字）", "监交人"):
        assert word in body
    assert "乙一" not in body


def test_the_papers_are_the_evidence_of_what_is_open(house, sign_in, successor):
    doer = house.person("a_government")
    matter = matters.received(house, title="在办")
    file = store_file(pdf("进展.pdf"), by=doer, at=AT, owner_label="loop.matter")
    loop.report_progress_matter(matter, by=doer, at=AT, text="半", percent=50, attachments=[file])
    post = successor("a_government")
    client = sign_in("new-a_government")
    papers = client.get(page_of(post)).context["handover"].papers
    assert [(paper.name, paper.about) for paper in papers] == [
        ("进展.pdf", "在办"), ("签批件.pdf", "甲三"),
    ]  # fmt: skip
    assert b"".join(client.get(papers[0].url).streaming_content) == PDF


def test_a_report_s_papers_go_along(clock, db):
    world = build_town().world
    post, client = world.people["a_party_office"].memberships.get(), Client()
    client.force_login(post.user, backend="pueredu.accounts.backends.PasswordBackend")
    papers = client.get(page_of(post)).context["handover"].papers
    assert [paper.name for paper in papers] == ["金丝雀甲.pdf"]


def test_only_what_belongs_to_this_post_stands_on_its_sheet(house, sign_in):
    """A second post and a tie of the same person stay off it."""
    user = house.people["a_finance"]
    second = Membership.objects.create(
        user=user, unit=house.units["a-government"], role=Role.COUNTY_GOVERNMENT, since=SINCE
    )
    first = user.memberships.exclude(pk=second.pk).get()
    client = sign_in("a_finance")
    titles = [
        [item.title for item in client.get(page_of(post)).context["handover"].owed]
        for post in (first, second)
    ]
    assert titles == [[], ["甲一", "甲二"]]
    both = house.person("a_finance")
    held = {post.id: post for post in held_posts(both)}
    assert in_post_alone(both, held[first.pk])._held_posts == [held[first.pk]]
    assert len(held_posts(both)) == 2


def test_the_desk_leads_there_for_thirty_days(house, sign_in, successor, clock):
    post = successor("a_government")
    client = sign_in("new-a_government")
    assert doors(client) == [page_of(post)]
    clock.shift(timedelta(30))
    assert doors(sign_in("new-a_government")) == [page_of(post)]
    clock.shift(timedelta(1))
    assert doors(sign_in("new-a_government")) == []


def test_who_hands_over_is_led_there_before_the_last_day(house, sign_in, clock):
    post = house.people["a_government"].memberships.get()
    assert doors(sign_in("a_government")) == []
    posts.end_membership(post, by=None, at=AT, until=TODAY + timedelta(40))
    assert doors(sign_in("a_government")) == []
    clock.shift(timedelta(10))
    client = sign_in("a_government")
    assert doors(client) == [page_of(post)]
    assert [item.title for item in client.get(page_of(post)).context["handover"].owed] == [
        "甲一", "甲二",
    ]  # fmt: skip


def test_nobody_else_opens_the_sheet_and_the_former_holder_no_more(house, sign_in, successor):
    old = house.people["a_government"].memberships.get()
    post = successor("a_government")
    for key in ("a_government", "secretariat", "a_bureau", "security_admin", "b_government"):
        assert [sign_in(key).get(page_of(row)).status_code for row in (post, old)] == [404, 404]


def test_the_standing_deputy_inherits_nothing(house, sign_in, successor):
    post = successor("a_government")
    Membership.objects.create(
        user=house.people["a_finance"], unit=post.unit, role=Role.INSPECTOR, since=SINCE
    )
    Membership.objects.filter(pk=post.pk).update(standing_deputy=house.people["a_finance"])
    client = sign_in("a_finance")
    assert doors(client) == []
    assert client.get(page_of(post)).status_code == 404


def test_a_teacher_s_new_post_leads_nowhere(house, sign_in):
    house.people["a1_teacher"].memberships.update(since=TODAY)
    assert doors(sign_in("a1_teacher")) == []


def test_an_empty_sheet_says_so(house, sign_in, successor):
    post = successor("inspector")
    body = sign_in("new-inspector").get(page_of(post)).content.decode()
    assert ("目前没有未办结事项" in body, "没有随事项上传的材料" in body) == (True, True)


@pytest.mark.parametrize(
    ("key", "queries"), [("a1_officer", 9), ("a_government", 9), ("secretariat", 12)]
)
def test_the_sheet_costs_the_same_for_one_and_for_three_matters(
    house, sign_in, django_assert_num_queries, key, queries
):
    post = house.people[key].memberships.get()
    for number in (1, 3):
        for _ in range(number):
            matters.issued(house)
            matters.submitted(house)
        client = sign_in(key)
        with django_assert_num_queries(queries):
            client.get(page_of(post))
