"""By grade group: kept on one page, entered without the rest of the school; parts and series."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from pueredu.kit.errors import Incomplete, NotPermitted, Refused
from tests.support.world import AT
from tests.training.conftest import activity, roster_of
from tests.training.test_views import ROSTER, entry, text, url
from training import actions, queries
from training.models import HoursBatch, HoursClaim, LearnerGroup, TrainingActivity

LIST = reverse("training:learner-group-list")


@pytest.fixture
def group(room) -> LearnerGroup:
    """三年级组 of a2: one of the school, one of its point."""
    officer = room.world.person("a2_officer")
    made = LearnerGroup(school=room.world.units["a2"], name="三年级组")
    made = actions.add_learner_group(made, by=officer, at=AT)
    members = [room.learners["a2-0"], room.learners["a3-0"]]
    return actions.change_learner_group(made, members, by=officer, at=AT, name="三年级组")


def codes(claims) -> set[str]:
    return set(claims.values_list("learner__code", flat=True))


def test_a_group_takes_people_of_its_school_only(group, room):
    officer = room.world.person("a2_officer")
    with pytest.raises(Refused, match="不在本单位在岗"):
        actions.change_learner_group(group, [room.learners["a1-0"]], by=officer, at=AT, name="组")
    again = LearnerGroup(school=group.school, name="三年级组 ")
    with pytest.raises(Refused, match="同名的分组"):
        actions.add_learner_group(again, by=officer, at=AT)
    with pytest.raises(Incomplete, match="填写组名"):
        actions.add_learner_group(LearnerGroup(school=group.school, name=" "), by=officer, at=AT)
    for key in ("a1_officer", "a_bureau", "a3_teacher"):
        with pytest.raises(NotPermitted):
            actions.delete_learner_group(group, by=room.world.person(key), at=AT)


def test_the_roster_of_a_group_shows_its_people_only(group, room, sign_in):
    client = sign_in("a2_officer")
    assert "三年级组" in text(client.get(ROSTER))
    page = client.get(f"{ROSTER}?group={group.pk}")
    assert set(page.context["form"].people) == {
        room.learners["a2-0"].pk, room.learners["a3-0"].pk,
    }  # fmt: skip
    assert client.get(f"{ROSTER}?group=987654").status_code == 404


def test_a_groups_activity_is_copied_for_the_group(group, room, sign_in):
    client = sign_in("a2_officer")
    present = [room.learners["a2-0"].pk]
    client.post(f"{ROSTER}?group={group.pk}", entry(room, present=present, title="三年级教研"))
    client.post(ROSTER, entry(room, title="全校研修", absent=["a3-2"]))
    assert TrainingActivity.objects.get(title="三年级教研").group == group
    form = client.get(f"{ROSTER}?group={group.pk}&copy=words").context["form"]
    assert form["title"].value() == "三年级教研"
    (_, own), (_, points) = form.groups()
    assert [(line.is_ticked, line.was_absent) for line in (*own, *points)] == [
        (True, False), (True, True),
    ]  # fmt: skip


def test_copying_ticks_everybody_or_those_of_the_last_time(room, sign_in):
    client = sign_in("a2_officer")
    client.post(ROSTER, entry(room, absent=["a3-2"]))
    absent = room.learners["a3-2"].pk
    for copy, is_ticked in (("words", True), ("people", False)):
        form = client.get(f"{ROSTER}?copy={copy}").context["form"]
        lines = {line.learner.pk: line for _, rows in form.groups() for line in rows}
        assert lines[absent].is_ticked is is_ticked
    assert "上次未到" in text(client.get(f"{ROSTER}?copy=words"))


def test_who_came_late_gets_a_part_without_leaving_the_page(room, sign_in):
    client, late = sign_in("a2_officer"), room.learners["a3-1"].pk
    client.post(ROSTER, entry(room, **{f"part-{late}": "1.5"}))
    batch = HoursBatch.objects.get()
    assert batch.claims.get(learner=late).hours == Decimal("1.5")
    assert (batch.claim_count, batch.hours_total) == (5, Decimal("13.5"))


@pytest.mark.parametrize(
    ("part", "sentence"),
    [("一半", "应为大于 0 的数字"), ("0", "应为大于 0"), ("9", "不超过活动的 3")],
)
def test_a_part_that_is_none_gets_a_sentence(room, sign_in, part, sentence):
    late = room.learners["a3-1"]
    response = sign_in("a2_officer").post(ROSTER, entry(room, **{f"part-{late.pk}": part}))
    assert response.status_code == 422
    assert sentence in text(response)
    assert late.name in text(response)
    assert f'value="{part}"' in text(response)


def test_the_part_of_an_absent_person_is_nobodys(room, sign_in):
    away = room.learners["a3-1"]
    data = entry(room, absent=["a3-1"], **{f"part-{away.pk}": "x"})
    sign_in("a2_officer").post(ROSTER, data)
    assert not HoursClaim.objects.filter(learner=away).exists()


def test_a_series_becomes_a_list_for_each_of_its_dates(room, sign_in):
    dates = {"also_on_0": "2023-05-17", "also_on_1": "", "also_on_2": "2023-05-10"}
    client, data = sign_in("a2_officer"), entry(room, then="draft", **dates)
    assert "3 份名单，每份 5 人次" in text(client.post(ROSTER, data, follow=True))
    days = HoursClaim.objects.order_by("held_on").values_list("held_on", flat=True).distinct()
    assert list(days) == [date(2023, 5, 10), date(2023, 5, 17), date(2023, 5, 24)]
    assert "没有重复登记" in text(client.post(ROSTER, data, follow=True))
    assert HoursBatch.objects.count() == 3


def test_a_series_is_entered_whole_or_not_at_all(room):
    with pytest.raises(Refused, match="还没有到"):
        actions.enter_series(
            room.world.units["a2"], activity(), roster_of(room, "a2"),
            by=room.world.person("a2_officer"), at=AT, token=uuid4(), also_on=[date(2023, 6, 7)],
        )  # fmt: skip
    assert HoursBatch.objects.count() == 0


def test_the_parts_stand_on_the_page_that_mends_the_roster(room, sign_in):
    client, late = sign_in("a2_officer"), room.learners["a3-1"].pk
    client.post(ROSTER, entry(room, then="draft", **{f"part-{late}": "1.5"}))
    batch = HoursBatch.objects.get()
    body = text(client.get(url("change", batch)))
    assert f'name="part-{late}" value="1.5"' in body
    present = [row.pk for row in roster_of(room, "a2", "a3")]
    client.post(url("change", batch), {"present": present, "hours": "3", f"part-{late}": "2"})
    assert batch.claims.get(learner=late).hours == 2


def test_the_groups_are_kept_on_the_schools_pages(room, sign_in):
    client = sign_in("a2_officer")
    page = client.post(reverse("training:learner-group-add"), {"name": "语文教研组"}, follow=True)
    address = page.redirect_chain[0][0]
    members = [room.learners["a2-1"].pk, room.learners["a3-2"].pk]
    client.post(address, {"name": "语文组", "present": members})
    group = LearnerGroup.objects.get()
    assert (group.name, set(group.members.values_list("pk", flat=True))) == ("语文组", set(members))
    assert "语文组" in text(client.get(LIST))
    client.post(reverse("training:learner-group-delete", args=[group.pk]))
    assert not LearnerGroup.objects.exists()


def test_who_left_the_school_stands_on_no_roster_of_its_groups(group, room):
    actions.transfer_learner(
        room.learners["a3-0"], by=room.world.person("a_bureau"), at=AT,
        school=room.world.units["a1"], reason="rotation", since=date(2023, 5, 25),
    )  # fmt: skip
    rows = queries.roster_of(room.world.units["a2"], group=group)
    assert [row.code for _, people in rows for row in people] == ["a2-0"]
