"""What host, county and city see and click."""

from datetime import timedelta

import pytest
from django.urls import reverse

from studios import actions
from studios.enums import ActivityState, StudioState
from studios.models import Activity, Studio, StudioMember
from tests.studios.conftest import name, propose, record
from tests.support import files
from tests.support.world import AT, CANARY, TODAY


def url(name: str, *args, **query) -> str:
    return reverse(f"studios:{name}", args=args, query=query or None)


def entered(studio, **words) -> dict:
    return {
        "title": "集体备课",
        "kind": studio.activities.model.kind.get_queryset().get(code="open_lesson").pk,
        "held_on": TODAY,
        "hours": "3",
        "present": ["H-a1", "T-1"],
        **words,
    }


def test_a_host_enters_and_confirms_an_activity_on_two_pages(studio, sign_in):
    client = sign_in("a1_head")
    page = client.get(url("activity-add", studio.pk)).content.decode()
    assert page.count("checked") == 3
    data = entered(studio, guests="G-1 张三\nG-2\t李四", attachments=files.pdf())
    response = client.post(url("activity-add", studio.pk), data)
    activity = Activity.objects.get()
    assert (response.status_code, response.url) == (302, activity.get_absolute_url())
    rows = activity.attendances.order_by("id").values_list("learner_code", "is_present")
    assert list(rows) == [
        ("H-a1", True), ("T-1", True), ("T-2", False), ("G-1", True), ("G-2", True),
    ]  # fmt: skip
    question = client.get(url("activity-confirm", activity.pk)).content.decode()
    assert "4 人" in question
    client.post(url("activity-confirm", activity.pk))
    activity.refresh_from_db()
    assert activity.state == ActivityState.CONFIRMED


def test_a_guest_line_that_cannot_be_read_is_named_and_nothing_typed_is_lost(studio, sign_in):
    data = entered(studio, guests="G-1 张三\n李四", title="写好的名称")
    response = sign_in("a1_head").post(url("activity-add", studio.pk), data)
    body = response.content.decode()
    assert response.status_code == 422
    assert "第 2 行「李四」应写成：教师编号 姓名。" in body
    assert 'value="写好的名称"' in body
    assert Activity.objects.count() == 0


def test_a_wrong_file_keeps_the_activity_out(studio, sign_in):
    data = entered(studio, attachments=files.word("照片.pdf"))
    response = sign_in("a1_head").post(url("activity-add", studio.pk), data)
    assert (response.status_code, Activity.objects.count()) == (422, 0)


def test_the_next_activity_follows_the_pattern_of_the_last(activity, sign_in):
    client = sign_in("a1_head")
    assert "照此再登记一次" in client.get(activity.get_absolute_url()).content.decode()
    page = client.get(url("activity-add", activity.studio_id, like=activity.pk)).content.decode()
    assert 'value="同课异构公开课"' in page
    assert f'value="{TODAY}"' in page


def test_a_pattern_that_is_no_number_is_none(studio, sign_in):
    address = url("activity-add", studio.pk, like="²")
    assert sign_in("a1_head").get(address).status_code == 200


def test_a_draft_is_corrected_on_the_same_page(activity, sign_in):
    client = sign_in("a1_head")
    page = client.get(url("activity-change", activity.pk)).content.decode()
    assert "G-9 客人" in page
    client.post(url("activity-change", activity.pk), entered(activity.studio, hours="1.5"))
    activity.refresh_from_db()
    assert (activity.title, str(activity.hours)) == ("集体备课", "1.5")


def test_a_county_proposes_and_the_city_names(world, kinds, sign_in):
    data = {
        "kind": "first_rank_principal", "name": "某校长工作室", "level": "city",
        "school": world.units["a1"].pk, "host_name": "某校长", "host_code": "H-1",
        "username": "a1_head",
    }  # fmt: skip
    county = sign_in("a_bureau")
    assert county.post(url("studio-add"), data).status_code == 302
    studio = Studio.objects.get()
    assert county.get(url("studio-name", studio.pk)).status_code == 403
    words = {"named_on": TODAY, "source": "正式文本待录入", "since": TODAY}
    response = sign_in("city_training").post(url("studio-name", studio.pk), words)
    studio.refresh_from_db()
    assert (response.status_code, studio.state) == (302, StudioState.NAMED)
    assert studio.grants.get().user == world.people["a1_head"]


def test_a_county_finds_no_account_and_no_school_of_another(world, kinds, sign_in):
    data = {
        "kind": "teacher", "name": "某工作室", "level": "city", "school": world.units["b1"].pk,
        "host_name": "某人", "host_code": "H-1", "username": "b1_head",
    }  # fmt: skip
    client = sign_in("a_bureau")
    body = client.post(url("studio-add"), data).content.decode()
    assert "所选的不在可选项中" in body
    body = client.post(url("studio-add"), {**data, "school": world.units["a1"].pk}).content.decode()
    assert "没有找到这个登录名" in body
    assert (CANARY["b"] in body, Studio.objects.count()) == (False, 0)


def test_the_host_takes_in_and_releases_a_member(studio, world, sign_in):
    client = sign_in("a1_head")
    data = {
        "kind": "follower", "name": "新学员", "learner_code": "F-1",
        "school": world.units["a3"].pk, "since": TODAY,
    }  # fmt: skip
    client.post(url("studio-member-add", studio.pk), data)
    member = StudioMember.objects.get(learner_code="F-1")
    client.post(url("studio-member-release", member.pk), {"until": TODAY})
    member.refresh_from_db()
    assert (member.kind, member.until) == ("follower", TODAY)


@pytest.mark.parametrize(
    "page",
    ["detail", "name", "decline", "appoint-host", "revoke", "expire", "member-add"],
)
@pytest.mark.parametrize("key", ["b_bureau", "b1_head", "b1_officer"])
def test_another_countys_studio_does_not_exist(studio, other, sign_in, page, key):
    assert sign_in(key).get(url(f"studio-{page}", studio.pk)).status_code == 404


@pytest.mark.parametrize("page", ["detail", "change", "confirm", "cancel"])
def test_another_countys_activity_does_not_exist(activity, other, sign_in, page):
    assert sign_in("b1_head").get(url(f"activity-{page}", activity.pk)).status_code == 404


def test_another_countys_file_does_not_exist(activity, other, world, sign_in):
    actions.change_activity(
        activity, by=world.person("a1_head"), at=AT, words={},
        record=actions.Record(()), uploads=[files.pdf()],
    )  # fmt: skip
    address = url("activity-file", activity.pk, activity.attachments.get().pk)
    assert sign_in("b1_head").get(address).status_code == 404
    own = sign_in("a1_head").get(address)
    assert b"".join(own.streaming_content) == files.PDF
    own.close()


def test_a_county_reads_the_register_without_the_hosts_buttons(activity, sign_in):
    client = sign_in("a_bureau")
    body = client.get(activity.get_absolute_url()).content.decode()
    assert ("确认活动" in body, "照此再登记" in body) == (False, False)
    assert client.get(url("activity-confirm", activity.pk)).status_code == 403


def test_people_of_another_county_are_counted_not_named(activity, world, sign_in):
    row = activity.attendances.get(learner_code="T-2")
    row.school, row.county = world.units["b1"], world.units["b"]
    row.save()
    body = sign_in("a_bureau").get(activity.get_absolute_url()).content.decode()
    assert ("另有其他县(区) 1 人" in body, CANARY["b"] in body) == (True, False)
    assert CANARY["b"] in sign_in("a1_head").get(activity.get_absolute_url()).content.decode()


def test_coverage_names_the_gap(other, sign_in):
    body = sign_in("city_training").get(url("coverage")).content.decode()
    assert "2 个县(区)中，1 个尚缺一级校长工作室" in body
    assert "金丝雀甲县：现有 0 个，尚缺 1 个，尚未申报。" in body
    own = sign_in("a_bureau").get(url("coverage"), {"gaps": "on"}).content.decode()
    assert CANARY["b"] not in own
    assert "没有县(区)" in sign_in("b1_head").get(url("coverage")).content.decode()


@pytest.mark.parametrize("extra", [0, 2])
def test_the_register_takes_as_many_queries_for_one_as_for_three(
    studio, world, sign_in, extra, django_assert_num_queries
):
    for n in range(extra):
        name(world, propose(world, "a1", kind="teacher", name=f"工作室{n}"))
    client = sign_in("a_bureau")
    with django_assert_num_queries(7):
        client.get(url("studio-list"))


@pytest.mark.parametrize("extra", [0, 2])
def test_activities_take_as_many_queries_for_one_as_for_three(
    activity, world, sign_in, extra, django_assert_num_queries
):
    for n in range(extra):
        record(world, activity.studio, host=world.person("a1_head"), title=f"活动{n}")
    client = sign_in("a_bureau")
    with django_assert_num_queries(7):
        client.get(url("activity-list"))


def test_a_page_of_a_studio_stays_within_twelve_queries(
    activity, sign_in, django_assert_max_num_queries
):
    client = sign_in("a1_head")
    for address in (activity.studio.get_absolute_url(), activity.get_absolute_url()):
        with django_assert_max_num_queries(12):
            client.get(address)


def test_the_list_behind_the_open_loop_shows_what_it_counts(activity, world, sign_in):
    record(
        world, activity.studio, host=world.person("a1_head"), held_on=TODAY + timedelta(2),
        title="还没有举行",
    )  # fmt: skip
    body = sign_in("a_bureau").get(url("activity-list", open="on")).content.decode()
    assert ("同课异构公开课" in body, "还没有举行" in body) == (True, False)


def test_bad_addresses_do_not_break_the_lists(studio, sign_in):
    client = sign_in("city_training")
    assert client.get(url("studio-list"), {"county": "x", "state": "no"}).status_code == 200
    assert client.get(url("activity-list"), {"page": "-1"}).status_code == 200
