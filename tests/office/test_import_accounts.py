"""Accounts from a table: a county's people with their first posts, and their codes on paper."""

import io

import openpyxl
import pytest
from django.urls import reverse

from pueredu.accounts.actions import activate_user
from pueredu.accounts.models import Activation, User
from pueredu.kit.errors import NotPermitted, Refused
from pueredu.units.models import Membership
from pueredu.workbooks import actions as jobs
from pueredu.workbooks.kinds import kind_for
from pueredu.workbooks.models import ImportJob
from tests.support.figures import load_figures
from tests.support.world import AT, CANARY
from tests.training.workbooks import counts, sentences, workbook

HEADINGS = ["登录名", "姓名", "联系电话", "单位", "角色", "职务名称", "任职起"]
SCHOOL = f"{CANARY['a']}一小"


def person(username="zhang-san", name="张三", **words) -> list:
    cells = {"登录名": username, "姓名": name, "单位": SCHOOL, "角色": "学校经办人", **words}
    return [cells.get(heading) for heading in HEADINGS]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def manager(world):
    load_figures()
    return world.person("a_accounts")


@pytest.fixture
def check(world, manager):
    def checked(rows, *, by=manager, place="a") -> ImportJob:
        job = jobs.add_import_job(
            workbook(rows, HEADINGS), by=by, at=AT, kind="office.accounts",
            place=world.units[place],
        )  # fmt: skip
        return jobs.check_import_job(job, by=None, at=AT)

    return checked


@pytest.fixture
def apply(check, manager):
    def applied(rows) -> ImportJob:
        job = jobs.confirm_import_job(check(rows), by=manager, at=AT)
        return jobs.apply_import_job(job, by=manager, at=AT)

    return applied


def test_new_people_get_an_account_and_their_posts(apply, world):
    since = {"任职起": "2023-05-01", "职务名称": "教务主任", "联系电话": "13800000000"}
    job = apply([person(**since), person(角色="教师"), person("li-si", "李四", 角色="党组织书记")])
    assert (counts(job), job.outcome) == (
        {"read": 3, "new": 3},
        {"added": 3, "changed": 0, "accounts": 2},
    )
    user = User.objects.get(username="zhang-san")
    assert (user.name, user.phone, user.has_usable_password()) == ("张三", "13800000000", False)
    posts = Membership.objects.filter(user=user).order_by("id")
    assert [(post.unit, post.role, post.title, str(post.since)) for post in posts] == [
        (world.units["a1"], "school_officer", "教务主任", "2023-05-01"),
        (world.units["a1"], "teacher", "", "2023-05-25"),
    ]
    head = Membership.objects.get(user__username="li-si")
    assert (head.role, head.kind) == ("school_head", "party_secretary")


def test_known_people_get_the_post_alone_and_twice_is_nothing(apply, check):
    rows = [person("a1_teacher", f"{SCHOOL}·a1_teacher"), person()]
    assert counts(apply(rows)) == {"read": 2, "changed": 1, "new": 1}
    again = check(rows)
    assert counts(again) == {"read": 2, "same": 2}
    assert any("导入过" in note for note in again.notes)


def test_every_fault_is_named(check):
    job = check([
        person("张 三", "空格"),
        person("530102198001011234"),
        person("b1_officer", "别人"),
        person("a1_teacher", "另一个名"),
        person("wang-wu", "王五", 角色="市领导小组秘书组"),
        person("zhao-liu", "赵六", 单位=f"{CANARY['b']}一小"),
        person("a_accounts", "自己"),
        person("sun-qi", "孙七", 任职起="2023-06-01"),
        person("zhou-ba", "周八"),
        person("zhou-ba", "周九", 角色="教师"),
    ])  # fmt: skip
    assert counts(job) == {"read": 10, "new": 1, "error": 9}
    found = "\n".join(sorted(sentences(job)))
    for words in (
        "第 2 行「登录名」只能用字母、数字",
        "第 3 行「登录名」像是身份证号",
        "第 4 行登录名“b1_officer”已有人使用，请换一个",
        "第 5 行登录名“a1_teacher”是另一个姓名的账号",
        "第 6 行「角色」不在可选项中",
        "第 7 行「单位」不在可选项中",
        "第 8 行不能给自己任职",
        "第 9 行「任职起」不能晚于今天",
        "第 11 行登录名“zhou-ba”在表中有不同的姓名",
    ):
        assert words in found, found
    assert CANARY["b"] not in found.replace(f"填的是“{CANARY['b']}一小”", "")


def test_a_county_account_manager_alone_does_this_and_only_there(check, world):
    for by, place in (
        ("a_accounts", "b"), ("a_bureau", "a"), ("security_admin", "a"), ("system_admin", "city"),
    ):  # fmt: skip
        with pytest.raises(NotPermitted):
            check([person()], by=world.person(by), place=place)


def test_a_post_refused_at_the_last_moment_names_its_row_and_leaves_nothing(check, manager, world):
    job = jobs.confirm_import_job(check([person(), person("li-si", "李四")]), by=manager, at=AT)
    world.units["a1"].until = "2023-05-24"
    world.units["a1"].save()
    with pytest.raises(Refused):
        jobs.apply_import_job(job, by=manager, at=AT)
    assert not User.objects.filter(username__in=["zhang-san", "li-si"]).exists()


def test_the_codes_are_made_on_a_list_and_work(apply, sign_in):
    job = apply([person(), person("li-si", "李四")])
    client, page = sign_in("a_accounts"), reverse("workbooks:import-job-handout", args=[job.pk])
    body = client.get(job.get_absolute_url()).content.decode()
    assert page in body
    assert reverse("workbooks:import-job-undo", args=[job.pk]) not in body

    response = client.post(page)
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    lines = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert lines[0] == ["姓名", "登录名", "启用码", "有效期至"]
    assert [line[:2] for line in lines[1:]] == [["李四", "li-si"], ["张三", "zhang-san"]]
    user = User.objects.get(username="li-si")
    activate_user(user, code=lines[1][2], password="云岭高原上的一棵大青树-52", at=AT)

    again = client.post(page)
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(again.streaming_content))).active
    assert [line[1].value for line in sheet.iter_rows(min_row=2)] == ["zhang-san"]
    assert Activation.objects.count() == 1


def test_codes_are_made_by_the_uploader_after_the_import_only(check, apply, sign_in, world):
    job = check([person()])
    with pytest.raises(Refused, match="导入完成后"):
        jobs.hand_out_import_job(job, by=world.person("a_accounts"), at=AT)
    job = apply([person()])
    assert sign_in("b_accounts").post(
        reverse("workbooks:import-job-handout", args=[job.pk])
    ).status_code == 404  # fmt: skip
    with pytest.raises(Refused, match="不能成批撤销"):
        jobs.undo_import_job(job, by=world.person("a_accounts"), at=AT)


def test_the_template_lists_the_countys_schools_and_posts(manager, sign_in):
    address = reverse("workbooks:import-job-template") + "?kind=office.accounts"
    response = sign_in("a_accounts").get(address)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    lists = [[cell.value for cell in column] for column in book["_refs"].columns]
    assert [name for name in lists[0] if name] == [
        f"{CANARY['a']}教学点", SCHOOL, f"{CANARY['a']}中心学校",
    ]  # fmt: skip
    assert [name for name in lists[1] if name] == [
        "中心学校经办人", "党组织书记", "校(园)长", "学校经办人", "教师",
    ]  # fmt: skip


def test_the_list_of_posts_leads_there(manager, sign_in):
    address = kind_for("office.accounts").import_url()
    page = reverse("units:membership-list")
    assert address in sign_in("a_accounts").get(page).content.decode()
    assert address not in sign_in("security_admin").get(page).content.decode()
