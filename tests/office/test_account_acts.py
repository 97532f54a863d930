"""Nobody becomes another person alone, nor unseen: what opens an account is told to its person and to
those who watch, in the transaction in which it is done."""

import ast

import pytest
from django.urls import reverse

from pueredu.accounts import actions as silent
from pueredu.accounts.models import Activation, Authenticator, User
from pueredu.audit.models import Entry
from pueredu.kit.errors import NotPermitted, Refused
from pueredu.notices.models import Delivery, Message
from pueredu.office import account_acts
from pueredu.office.account_acts import (
    disable_user,
    issue_activation_user,
    issue_activations,
    reset_second_factor_user,
)
from pueredu.units.models import Membership
from tests.accounts.conftest import enter, with_authenticator, with_password
from tests.house.packages import PACKAGES, short, sources
from tests.support.world import AT

GOOD = "neun Gänse im Nebel"


def told(text: str) -> set[str]:
    """Who has a message whose title says so."""
    rows = Message.objects.filter(title__contains=text)
    return set(rows.values_list("recipient__username", flat=True))


@pytest.fixture
def keepers(world, clock):
    """The three administrators and a county account manager, as at the start of a request."""
    keys = ("system_admin", "security_admin", "audit_admin", "a_accounts")
    return [world.person(key) for key in keys]


def test_nobody_may_both_hand_out_a_code_and_take_away_a_second_factor(world, keepers):
    for victim in world.people.values():
        for keeper in keepers:
            both = [
                keeper.has_perm(f"accounts.{verb}_user", victim)
                for verb in ("issue_activation", "reset_second_factor")
            ]
            assert both != [True, True], (keeper, victim)


@pytest.mark.parametrize("victim", ["audit_admin", "security_admin", "secretariat", "a1_officer"])
def test_whoever_hands_out_a_code_does_not_get_past_the_second_factor(world, keepers, victim):
    user, system = with_password(world.people[victim]), keepers[0]
    with_authenticator(user)
    code = issue_activation_user(user, by=system, at=AT).activation_code
    silent.activate_user(user, code=code, password=GOOD, at=AT)
    with pytest.raises(NotPermitted):
        reset_second_factor_user(user, by=system, at=AT, reason="手机丢失")
    assert "/sign-in/code/" in enter(victim, GOOD).url
    assert Authenticator.objects.filter(user=user).exists()


@pytest.mark.parametrize("victim", ["audit_admin", "system_admin", "secretariat", "a1_officer"])
def test_whoever_takes_away_a_second_factor_has_no_way_to_a_password(world, keepers, victim):
    user, security = with_password(world.people[victim]), keepers[1]
    with_authenticator(user)
    reset_second_factor_user(user, by=security, at=AT, reason="手机丢失")
    with pytest.raises(NotPermitted):
        issue_activation_user(user, by=security, at=AT)
    assert not Activation.objects.exists()


def test_a_code_is_told_to_its_person_and_to_those_who_watch(world, keepers):
    system, *_, manager = keepers
    for victim, by in (("secretariat", system), ("a1_officer", manager)):
        User.objects.filter(username=victim).update(email=f"{victim}@example.org")
        issue_activation_user(world.person(victim), by=by, at=AT)
        assert told(f"（{victim}）发放启用码") == {"audit_admin"}
        own = Message.objects.get(recipient=world.people[victim])
        assert "您的账号" in own.title
        assert own.url == reverse("accounts:me")
    mailed = set(Delivery.objects.values_list("address", flat=True))
    assert mailed == {"secretariat@example.org", "a1_officer@example.org"}


def test_what_concerns_an_administrator_is_told_to_all_the_others(world, keepers):
    system, security, *_ = keepers
    issue_activation_user(world.person("audit_admin"), by=system, at=AT)
    assert told("（audit_admin）发放启用码") == {"security_admin"}
    reset_second_factor_user(world.person("audit_admin"), by=security, at=AT, reason="手机丢失")
    assert told("（audit_admin）的二次验证") == {"system_admin"}
    assert Message.objects.filter(recipient=world.people["audit_admin"]).count() == 2


def test_where_nobody_watches_the_others_are_told(world, keepers):
    Membership.objects.filter(user=world.people["audit_admin"]).update(until="2023-05-01")
    issue_activation_user(world.person("secretariat"), by=keepers[0], at=AT)
    assert told("（secretariat）发放启用码") == {"security_admin"}


def test_a_reset_is_told_in_the_same_transaction_or_not_done(world, keepers, monkeypatch):
    def falls_silent(*_args, **_words):
        raise RuntimeError

    with_authenticator(world.people["secretariat"])
    monkeypatch.setattr(account_acts, "post", falls_silent)
    for act, by, words in (
        (reset_second_factor_user, keepers[1], {"reason": "手机丢失"}),
        (issue_activation_user, keepers[0], {}),
    ):
        with pytest.raises(RuntimeError):
            act(world.person("secretariat"), by=by, at=AT, **words)
    assert Authenticator.objects.exists()
    assert not Activation.objects.exists()
    assert not Entry.objects.filter(verb__startswith="accounts.user.").exists()


def test_a_sheet_of_codes_is_one_message_to_those_who_watch(world, keepers):
    people = [world.person(key) for key in ("a1_officer", "a1_teacher", "a3_teacher")]
    issue_activations(people, by=keepers[3], at=AT)
    assert Activation.objects.count() == 3
    assert told("为 3 名同志发放启用码") == {"audit_admin"}
    assert told("您的账号") == {"a1_officer", "a1_teacher", "a3_teacher"}
    assert Message.objects.count() == 4


def test_those_who_watch_cannot_be_shut_out_by_disabling_them(world, keepers):
    for victim in ("audit_admin", "security_admin"):
        with pytest.raises(Refused, match="请先由安全管理员结束"):
            disable_user(world.person(victim), by=keepers[0], at=AT, reason="清理")
    Membership.objects.filter(user=world.people["audit_admin"]).update(until="2023-05-01")
    disable_user(world.person("audit_admin"), by=keepers[0], at=AT, reason="离任")
    assert not world.person("audit_admin").is_active


def test_another_name_or_mailbox_opens_nothing(world, sign_in):
    """The one thing of an account besides its keys that an administrator types."""
    user = with_password(world.people["audit_admin"])
    with_authenticator(user)
    before = User.objects.values_list("password", "is_active").get(pk=user.pk)
    words = {"username": "auditor", "name": "甲", "email": "evil@example.org"}
    sign_in("system_admin").post(f"/admin/accounts/user/{user.pk}/change/", words)
    user.refresh_from_db()
    assert (user.username, user.email) == ("auditor", "evil@example.org")
    assert User.objects.values_list("password", "is_active").get(pk=user.pk) == before
    assert Authenticator.objects.filter(user=user).exists()


def silent_calls(tree: ast.AST) -> set[str]:
    """Which of the acts a module takes from the accounts themselves, however it names them."""
    taken, doors = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pueredu.accounts"):
            taken |= {alias.name for alias in node.names}
            doors |= {alias.asname or alias.name for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in doors:
            taken.add(node.attr)
    return taken & set(account_acts.ALOUD)


def test_no_page_takes_the_silent_ways(world):
    """Above the accounts, what opens one is reached through this module alone."""
    above = [path for path in sources(*PACKAGES) if "accounts" not in path.parts]
    found = {short(path) for path in above if silent_calls(ast.parse(path.read_text("utf-8")))}
    assert found == {"pueredu/office/account_acts.py"}
