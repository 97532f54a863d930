"""Accounts that are closed, opened again, or not used."""

from datetime import timedelta

import pytest

from pueredu.accounts.actions import disable_user, enable_user, issue_activation_user
from pueredu.accounts.models import Activation, Authenticator, User
from pueredu.kit.errors import NotPermitted, Refused, WrongState
from tests.accounts.conftest import acts, enter, with_authenticator
from tests.support.figures import load_figures
from tests.support.world import AT

REPORT = "/account/unused/"


@pytest.fixture
def admin(world):
    return world.person("system_admin")


def test_a_closed_account_does_not_open_and_one_that_is_opened_again_does(world, clerk, admin):
    disable_user(clerk, by=admin, at=AT, reason="调离")
    assert enter().status_code == 200
    enable_user(clerk, by=admin, at=AT, reason="调回")
    assert enter().status_code == 302
    (closed,), (opened,) = acts("disable"), acts("enable")
    assert (closed.reason, closed.changes["is_active"]) == ("调离", ["True", "False"])
    assert (opened.reason, opened.changes["is_active"]) == ("调回", ["False", "True"])


def test_a_closed_account_has_no_code(world, admin):
    teacher = world.people["a1_teacher"]
    issue_activation_user(teacher, by=admin, at=AT)
    disable_user(teacher, by=admin, at=AT, reason="离职")
    assert not Activation.objects.exists()


def test_only_what_stands_open_can_be_closed(world, clerk, admin):
    disable_user(clerk, by=admin, at=AT, reason="调离")
    with pytest.raises(WrongState):
        disable_user(clerk, by=admin, at=AT, reason="调离")
    with pytest.raises(WrongState):
        enable_user(world.person("a1_teacher"), by=admin, at=AT, reason="调回")


def test_nobody_closes_the_own_account_and_nobody_else_may(world, clerk, admin):
    with pytest.raises(Refused, match="不能停用自己的账号"):
        disable_user(admin, by=admin, at=AT, reason="离职")
    for key in ("security_admin", "secretariat", "a_accounts"):
        with pytest.raises(NotPermitted):
            disable_user(clerk, by=world.person(key), at=AT, reason="调离")
        with pytest.raises(NotPermitted):
            enable_user(world.person("disabled"), by=world.person(key), at=AT, reason="调回")


def test_the_admin_closes_by_its_button_and_not_by_a_tick(world, clerk, sign_in):
    client, base = sign_in("system_admin"), f"/admin/accounts/user/{clerk.pk}"
    page = client.get(f"{base}/change/").content.decode()
    for word in ("停用账号", "发放启用码", "查看完整电话"):
        assert word in page
    assert ("恢复账号" in page, "重置二次验证" in page) == (False, False)
    client.post(f"{base}/change/", {"username": "a_bureau", "name": "甲", "email": ""})
    clerk.refresh_from_db()
    assert (clerk.name, clerk.is_active) == ("甲", True)
    client.post(f"{base}/do/disable/", {"reason": "调离"})
    clerk.refresh_from_db()
    assert not clerk.is_active
    assert acts("disable")[0].reason == "调离"


def test_the_security_administrator_resets_a_second_factor_by_its_button(world, clerk, sign_in):
    with_authenticator(clerk)
    client, base = sign_in("security_admin"), f"/admin/accounts/user/{clerk.pk}"
    page = client.get(f"{base}/change/").content.decode()
    assert ("停用账号" in page, "重置二次验证" in page) == (False, True)
    client.post(f"{base}/do/reset_second_factor/", {"reason": "手机丢失"})
    assert not Authenticator.objects.exists()


def test_a_new_account_of_the_admin_waits_for_its_person(sign_in):
    sign_in("system_admin").post(
        "/admin/accounts/user/add/",
        {"username": "neu", "name": "新人", "phone": "13600001111", "email": ""},
    )
    user = User.objects.get(username="neu")
    assert (user.standing, user.phone) == ("待启用", "13600001111")
    assert not user.has_usable_password()


def unused() -> set[str]:
    """Everybody has just signed in but these."""
    User.objects.update(last_login=AT, created_at=AT - timedelta(days=300))
    for key, days in {"a1_head": 91, "a1_officer": 89, "disabled": 400}.items():
        User.objects.filter(username=key).update(last_login=AT - timedelta(days=days))
    User.objects.filter(username="a1_teacher").update(last_login=None)
    User.objects.filter(username="b1_teacher").update(last_login=None, created_at=AT)
    return {"a1_head", "a1_teacher"}


def test_the_report_is_the_system_administrators_alone(world, sign_in):
    load_figures()
    expected = unused()
    page = sign_in("system_admin").get(REPORT)
    found = {row["cells"][1]["value"] for row in page.context["table"].rows}
    assert found == expected
    assert "不排名" in page.content.decode()
    for key in ("secretariat", "city_leader", "security_admin", "audit_admin", "a_accounts"):
        assert sign_in(key).get(REPORT).status_code == 403, key


def test_the_report_costs_the_same_for_one_row_and_for_three(
    world, sign_in, django_assert_num_queries
):
    load_figures()
    User.objects.update(last_login=AT)
    client = sign_in("system_admin")
    for keys in (["a1_head"], ["a1_head", "a1_teacher", "b1_head"]):
        User.objects.filter(username__in=keys).update(last_login=AT - timedelta(days=91))
        with django_assert_num_queries(8):
            assert len(client.get(REPORT).context["table"].rows) == len(keys)
