"""The county account manager's pages: found, appointed, opened, changed, ended; nobody else's."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from pueredu.accounts.models import User
from pueredu.units.enums import Role
from pueredu.units.models import Membership
from tests.support.world import AT, CANARY, TODAY

LIST = reverse("units:membership-list")
ADD = reverse("units:membership-add")
NEW = reverse("units:newcomer-add")


@pytest.fixture
def manager(sign_in):
    return sign_in("a_accounts")


def page_of(world, key, verb="detail"):
    return reverse(f"units:membership-{verb}", args=[world.people[key].memberships.get().pk])


def rows(client, **query):
    table = client.get(LIST, query).context["table"]
    return [(row["cells"][0]["value"], row["cells"][2]["value"]) for row in table.rows]


def words(world, **changes):
    first = {"unit": world.units["a1"].pk, "office": "school_officer", "since": "2023-05-25"}
    return {**first, **changes}


def errors(response):
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def test_the_list_shows_the_posts_of_the_county_s_schools(world, manager):
    shown = {row[0] for row in rows(manager)}
    keys = ("a1_head", "a1_officer", "a1_teacher", "a2_officer", "a3_teacher")
    assert shown == {world.people[key].name for key in keys}
    assert CANARY["b"] not in manager.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ({"q": "a1_"}, ["a1_head", "a1_officer", "a1_teacher"]),
        ({"q": "中心学校"}, ["a2_officer"]),
        ({"role": "teacher"}, ["a1_teacher", "a3_teacher"]),
        ({"q": "无此人"}, []),
    ],
)
def test_the_list_is_searched_by_name_unit_and_role(world, manager, query, keys):
    assert [row[0] for row in rows(manager, **query)] == [world.people[key].name for key in keys]


def test_what_is_over_is_shown_when_it_is_asked_for(world, manager):
    world.people["a1_officer"].memberships.update(until=date(2023, 5, 1))
    name = world.people["a1_officer"].name
    assert [name in {row[0] for row in rows(manager, **q)} for q in ({}, {"past": "on"})] == [
        False, True,
    ]  # fmt: skip


def test_bureau_staff_see_the_posts_and_no_button(world, sign_in):
    response = sign_in("secretariat").get(LIST)
    assert response.context["actions"] == []
    assert len(response.context["table"].rows) == Membership.objects.not_over(TODAY).count()


def test_an_appointment_finds_the_person_by_name_or_username(world, manager):
    person = world.people["nobody"]
    for text, school in ((person.name, "a1"), (person.username, "a2")):
        unit = world.units[school].pk
        response = manager.post(ADD, words(world, person=text, unit=unit))
        assert response.status_code == 302
    assert [post.unit for post in person.memberships.order_by("id")] == [
        world.units["a1"], world.units["a2"],
    ]  # fmt: skip


def test_a_head_is_appointed_as_party_secretary_or_principal(world, manager):
    form = manager.get(ADD).context["form"]
    labels = [label for _, label in form.fields["office"].choices]
    assert labels == [
        "请选择", "中心学校经办人", "党组织书记", "校(园)长", "学校经办人", "教师",
    ]  # fmt: skip
    office = "school_head:party_secretary"
    manager.post(ADD, words(world, person="nobody", office=office))
    post = world.people["nobody"].memberships.get()
    assert (post.role, post.kind, post.post_name) == (
        "school_head",
        "party_secretary",
        "党组织书记",
    )


def test_namesakes_are_told_apart_and_near_names_offered(world, manager):
    User.objects.create(username="zs01", name="张三")
    User.objects.create(username="zs02", name="张三")
    said = errors(manager.post(ADD, words(world, person="张三")))["person"]
    assert said == ["有同名的同志：张三（zs01）、张三（zs02）。请填写括号里的登录名。"]
    said = errors(manager.post(ADD, words(world, person="张")))["person"]
    assert said[0].startswith("没有完全相同的姓名，相近的有：张三（zs01）、张三（zs02）。")
    assert manager.post(ADD, words(world, person="zs02")).status_code == 302


def test_somebody_of_another_county_reads_like_somebody_who_does_not_exist(world, manager):
    answers = [
        manager.post(ADD, words(world, person=text))
        for text in (world.people["b1_teacher"].name, "b1_teacher", "查无此人")
    ]
    assert [response.status_code for response in answers] == [422, 422, 422]
    assert len({str(errors(response)) for response in answers}) == 1
    part = manager.post(ADD, words(world, person="金丝雀"))
    assert "金丝雀乙" not in str(errors(part))
    assert "金丝雀甲" in str(errors(part))


def test_a_school_of_another_county_is_no_choice(world, manager):
    response = manager.post(ADD, words(world, person="nobody", unit=world.units["b1"].pk))
    assert (response.status_code, list(errors(response))) == (422, ["unit"])
    schools = [unit.code for unit in manager.get(ADD).context["form"].fields["unit"].queryset]
    assert sorted(schools) == ["T-a1", "T-a2", "T-a3"]


@pytest.mark.parametrize("office", ["county_bureau", "secretariat", "system_admin", "x"])
def test_a_role_above_school_is_no_choice(world, manager, office):
    response = manager.post(ADD, words(world, person="nobody", office=office))
    assert (response.status_code, list(errors(response))) == (422, ["office"])


def test_the_refusal_of_a_constraint_stands_above_the_form(world, manager):
    person = world.people["a1_officer"]
    response = manager.post(ADD, words(world, person=person.username))
    assert errors(response)["__all__"] == ["此人已在该单位担任同一角色。"]


def test_somebody_new_gets_an_account_and_a_post_at_once(world, manager):
    data = words(world, name="新同志", username="xin01", phone="", title="教务员")
    response = manager.post(NEW, data)
    user = User.objects.get(username="xin01")
    assert str(user.memberships.get()) == "金丝雀甲一小·教务员"
    assert response.url == reverse("accounts:user-issue-activation", args=[user.pk])
    body = manager.get(response.url).content.decode()
    assert "已任命新同志：金丝雀甲一小·教务员。请给本人发放启用码。" in body
    assert manager.post(response.url).status_code == 200
    assert user.activation.issued_at == AT


def test_only_who_gives_posts_and_hands_out_codes_opens_accounts_here(world, sign_in):
    """Of the three administrators one does the first, another the second, nobody both."""
    statuses = {
        key: sign_in(key).get(NEW).status_code
        for key in ("a_accounts", "security_admin", "system_admin", "audit_admin", "secretariat")
    }
    assert {key for key, status in statuses.items() if status == 200} == {"a_accounts"}
    assert set(statuses.values()) == {200, 403}
    labels = [item[0] for item in sign_in("security_admin").get(LIST).context["actions"]]
    assert labels == ["任命"]


def test_a_username_that_is_taken_is_said_at_its_field(world, manager):
    response = manager.post(NEW, words(world, name="新同志", username="b1_teacher"))
    assert errors(response) == {"username": ["这个登录名已有人使用。"]}


def test_what_is_no_telephone_number_is_said_at_its_field(world, manager):
    new = words(world, name="演示·新人", username="new-person", phone="不知道")
    assert list(errors(manager.post(NEW, new))) == ["phone"]
    assert not User.objects.filter(username="new-person").exists()


def test_the_own_post_offers_nothing_that_would_be_refused(world, sign_in):
    page = sign_in("security_admin").get(page_of(world, "security_admin"))
    assert (page.status_code, page.context["actions"]) == (200, [])


def test_a_post_taken_back_on_its_first_day_says_so(world, manager):
    post = world.people["a1_officer"].memberships.get()
    Membership.objects.filter(pk=post.pk).update(since=TODAY, until=TODAY - timedelta(1))
    page = manager.get(post.get_absolute_url())
    assert page.context["state"]["label"] == "当日收回"


def test_the_page_of_a_post_tells_its_history_and_offers_what_may_be_done(world, manager):
    response = manager.get(page_of(world, "a1_officer"))
    assert [item["label"] for item in response.context["actions"]] == ["变更任职", "结束任职"]
    manager.post(page_of(world, "a1_officer", "end"), {"reason": "调动"})
    response = manager.get(page_of(world, "a1_officer"))
    assert response.context["actions"] == []
    assert [(line["what"], line["reason"]) for line in response.context["history"]] == [
        ("修改", "调动")
    ]
    assert response.context["state"] == {"label": "已结束", "tone": "neutral"}


def test_a_standing_deputy_is_chosen_among_the_colleagues(world, manager):
    page = page_of(world, "a1_officer", "change")
    names = {
        user.username
        for user in manager.get(page).context["form"].fields["standing_deputy"].queryset
    }
    assert names == {"a1_head", "a1_teacher"}
    teacher = world.people["a1_teacher"]
    manager.post(page, {"title": "经办人", "is_acting": "on", "standing_deputy": teacher.pk})
    post = world.people["a1_officer"].memberships.get()
    assert (post.post_name, post.standing_deputy) == ("经办人（代理）", teacher)


def test_posts_above_school_are_seen_and_not_touched(world, manager):
    assert manager.get(page_of(world, "a_bureau")).context["actions"] == []
    for verb in ("change", "end"):
        assert manager.post(page_of(world, "a_bureau", verb)).status_code == 403
    assert manager.get(page_of(world, "b1_officer")).status_code == 404


def test_the_county_account_manager_never_enters_the_admin(world, manager):
    assert manager.get("/admin/units/membership/", follow=True).status_code == 403


def test_the_menu_leads_those_who_keep_posts_here(world, sign_in):
    shown = {
        key: "任职" in [item["title"] for item in sign_in(key).get("/").context["nav_items"]]
        for key in ("a_accounts", "security_admin", "secretariat", "a1_head")
    }
    assert shown == {
        "a_accounts": True, "security_admin": True, "secretariat": False, "a1_head": False,
    }  # fmt: skip


def test_the_security_administrator_appoints_here_as_well(world, sign_in):
    client = sign_in("security_admin")
    unit = world.units["a-education_bureau"].pk
    data = words(world, person="nobody", unit=unit, office=Role.COUNTY_ACCOUNTS)
    assert client.post(ADD, data).status_code == 302
    data["office"] = Role.SCHOOL_OFFICER
    said = errors(client.post(ADD, data))["__all__"]
    assert said[0].startswith("这个角色不能设在这个单位")


PAGES = {"list": 6, "detail": 7, "add": 6, "change": 7, "end": 6}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_the_same_for_one_and_for_three_people(
    world, manager, django_assert_num_queries, name
):
    with_key = name in {"detail", "change", "end"}
    url = page_of(world, "a1_officer", name) if with_key else reverse(f"units:membership-{name}")
    for number in (1, 3):
        for n in range(number):
            user = User.objects.create(username=f"{number}-{n}", name="某")
            unit, role = world.units["a1"], Role.TEACHER
            Membership.objects.create(user=user, unit=unit, role=role, since=TODAY)
        with django_assert_num_queries(PAGES[name]):
            assert manager.get(url).status_code == 200
