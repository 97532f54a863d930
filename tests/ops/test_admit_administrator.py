"""The first three administrators, and one who has lost everything: by who runs the server alone."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from pueredu.accounts.models import Authenticator, User
from pueredu.audit.models import Entry
from pueredu.notices.models import Message
from pueredu.units.models import Membership
from tests.accounts.conftest import enter, with_authenticator, with_password
from tests.support.figures import load_figures

GOOD = "neun Gänse im Nebel"


def admit(username="sec", name="安全员", role="security_admin") -> str:
    """The code that the command prints."""
    said = io.StringIO()
    call_command("admit_administrator", username, name=name, role=role, stdout=said)
    printed, code, _until = said.getvalue().split()
    assert printed == username
    return code


def activate(username: str, code: str) -> None:
    words = dict.fromkeys(("new_password", "new_password_again"), GOOD)
    page = Client().post("/account/activate/", {"username": username, "code": code, **words})
    assert page.status_code == 302


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "audit_admin"])
def test_a_new_one_sets_a_password_and_is_in_office(world, clock, role):
    load_figures()
    activate("new", admit("new", "新人", role))
    client = Client()
    assert enter("new", GOOD, client=client).status_code == 302
    assert client.get("/admin/").status_code == 200
    post = Membership.objects.get(user__username="new")
    assert (post.role, post.unit) == (role, world.units["city-education_bureau"])
    verbs = Entry.objects.filter(actor="系统").values_list("verb", flat=True)
    assert {"accounts.user.add", "units.membership.add"} < set(verbs)


def test_who_lost_everything_begins_again_in_the_same_post_and_the_others_are_told(world, clock):
    with_authenticator(with_password(world.people["security_admin"]))
    activate("security_admin", admit("security_admin"))
    assert not Authenticator.objects.exists()
    assert enter("security_admin", GOOD).url == "/"
    assert Membership.objects.filter(user__username="security_admin").count() == 1
    told = Message.objects.filter(title__contains="（security_admin）")
    assert set(told.values_list("recipient__username", flat=True)) == {
        "system_admin",
        "audit_admin",
    }


def test_nobody_becomes_one_beside_another_post(world, clock):
    for username, role in (("a_bureau", "audit_admin"), ("system_admin", "audit_admin")):
        with pytest.raises(CommandError, match="互相排斥"):
            admit(username, role=role)
    assert not Message.objects.exists()


def test_without_the_tree_it_says_what_to_do_first(db, clock):
    with pytest.raises(CommandError, match="seed_reference"):
        admit()
    assert not User.objects.exists()


def test_other_posts_are_not_given_here(world):
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("admit_administrator", "x", "--name=x", "--role=secretariat")
