"""The reference files in the tables, and a demonstration that repeats itself."""

from datetime import date, datetime

import pytest
from django.core.management import call_command

from measures import seeds
from measures.models import (
    Commitment,
    CommitmentTask,
    GroupPost,
    LeadingGroup,
    Measure,
    MeasureVersion,
    PolicyDocument,
    Reply,
    Theme,
)
from pueredu.loop.lamps import LampRule
from pueredu.loop.models import Matter
from pueredu.ops.seeds.reference import seed_units
from tests.support.world import AT

MODELS = (
    Measure,
    MeasureVersion,
    Theme,
    PolicyDocument,
    Reply,
    Commitment,
    LeadingGroup,
    GroupPost,
)


WORDS = {
    "required_hours": ("不少于 72 学时", "县(区)教育体育局（推定）", "每年（未写日期）"),
    "principals_trained": ("100 名", "市教体局", "每年（未写日期）"),
    "talents_by_2025": ("不少于 600 名", "市教体局", "2025年12月31日"),
    "training_fund": ("450 万元", "市财政局（推定）", "每年（未写日期）"),
    "performance_pay_fund": ("4,000 万元", "市财政局（推定）", "每年（未写日期）"),
    "year_plan": ("", "秘书组（推定）", "每年5月31日前"),
}


@pytest.fixture
def reference(db):
    seed_units(at=AT)
    return seeds.reference(at=AT)


def test_the_reference_files_are_all_there(reference):
    counts = {model.__name__: model.objects.count() for model in MODELS}
    assert counts == {
        "Measure": 10,
        "MeasureVersion": 10,
        "Theme": 13,
        "PolicyDocument": 14,
        "Reply": 1,
        "Commitment": len(seeds._rows("commitments")),
        "LeadingGroup": 11,
        "GroupPost": 11 + 10 * 2,
    }
    assert reference == sum(counts.values())


def test_a_second_run_adds_nothing_and_takes_back_no_correction(reference):
    Theme.objects.filter(code="dual_heads").update(measure=Measure.objects.get(no=1))
    Commitment.objects.filter(code="required_hours").update(note="已核对")
    assert seeds.reference(at=AT) == 0
    assert Theme.objects.get(code="dual_heads").measure.no == 1
    assert Commitment.objects.get(code="required_hours").note == "已核对"


def test_nothing_official_is_invented(reference):
    assert set(MeasureVersion.objects.values_list("title", "full_text", "text_state")) == {
        ("正式文本待录入", "", "pending")
    }
    assert set(Theme.objects.values_list("measure", flat=True)) == {None}
    assert set(PolicyDocument.objects.values_list("text", "matching")) == {("", "not_required")}


def test_promises_read_as_the_letter_says_them(reference):
    words = {
        row.code: (row.number_text, row.lead_text, row.due_text)
        for row in Commitment.objects.with_owners().filter(code__in=WORDS)
    }
    assert words == WORDS


def test_three_promises_wait_to_be_handed_to_the_counties(reference):
    assert [row.code for row in Commitment.objects.unissued()] == [
        "required_hours",
        "first_rank_studios",
        "paired_principal_plan",
    ]


def test_the_city_group_has_its_eleven_posts_in_the_order_of_the_letter(reference):
    group = LeadingGroup.objects.get(area__code="530800")
    assert (group.name, group.secretariat.code) == (
        "市委教育工作领导小组",
        "530800-secretariat",
    )
    posts = list(group.posts.values_list("precedence", "rank"))
    assert [n for n, _ in posts] == list(range(1, 12))
    assert [rank for _, rank in posts[:3]] == ["co_head", "co_head", "executive_deputy_head"]
    mirror = LeadingGroup.objects.get(area__code="530802")
    assert [post.unit.code for post in mirror.posts.all()] == [
        "530802-party_committee",
        "530802-government",
    ]


@pytest.fixture
def demonstration(db):
    call_command("seed_reference", verbosity=0)
    call_command("seed_demo", scale="small", verbosity=0)


def test_the_demonstration_shows_every_state_and_repeats_nothing(demonstration):
    matters = Matter.objects.filter(kind="commitment")
    states = list(matters.values_list("state", flat=True))
    assert {state: states.count(state) for state in set(states)} == {
        "closed": 6,
        "submitted": 3,
        "received": 19,
        "issued": 2,
    }
    rule = LampRule.on(date(2023, 5, 25))
    assert [rule.lamp(matter) for matter in matters].count("red") >= 3

    posts = GroupPost.objects.filter(group__area__code="530800").select_related("holder__user")
    named = [post.holder.user.name if post.holder else "" for post in posts]
    assert (named[:2], named[-1]) == (["演示·市委书记", "演示·市长"], "")
    assert [post.code for post in posts if post.holder is None] == ["member_unit_leaders"]

    at = datetime.fromisoformat("2023-05-25T08:00:00+08:00")
    assert seeds.demo(scale="small", at=at) == 30
    assert matters.count() == CommitmentTask.objects.count() == 30
