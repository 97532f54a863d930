"""The password opens the door and grants nothing; what a person may do follows from posts."""

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError
from django.test import RequestFactory
from django.urls import reverse

from pueredu.accounts.backends import PasswordBackend
from pueredu.accounts.models import User

SIGN_IN = "/sign-in/"
PASSWORD = "ein langes Passwort"


@pytest.fixture
def clerk(world):
    user = world.people["a_bureau"]
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"username": "a_bureau", "password": password, **more})


def test_the_password_backend_carries_no_permission():
    assert not hasattr(PasswordBackend, "has_perm") or not PasswordBackend().has_perm(
        User(username="x"), "units.view_unit"
    )
    assert not hasattr(PasswordBackend, "scope_clauses")


def test_authentication_knows_the_right_password_only(clerk):
    request = RequestFactory().post(SIGN_IN)
    assert authenticate(request, username="a_bureau", password=PASSWORD) == clerk
    assert authenticate(request, username="a_bureau", password="falsch") is None
    assert authenticate(request, username="niemand", password=PASSWORD) is None


def test_a_disabled_account_is_refused_with_the_same_sentence(clerk, client):
    wrong = sign_in(client, "falsch").context["form"].non_field_errors()
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert sign_in(client).context["form"].non_field_errors() == wrong
    assert "_auth_user_id" not in client.session


def test_signing_in_leads_to_the_desk_or_back_to_where_one_was(clerk, client):
    assert sign_in(client).url == reverse("desk:home")
    client.logout()
    assert sign_in(client, next="/matters/").url == "/matters/"
    client.logout()
    assert sign_in(client, next="https://evil.example/").url == reverse("desk:home")


def test_five_wrong_passwords_lock_the_name_at_that_address_for_a_while(clerk, client):
    statuses = [sign_in(client, "falsch").status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    assert sign_in(client).status_code == 429
    elsewhere = client.post(
        SIGN_IN, {"username": "a_bureau", "password": PASSWORD}, REMOTE_ADDR="10.9.9.9"
    )
    assert elsewhere.status_code == 302


def test_signing_out_takes_a_post(clerk, client):
    sign_in(client)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").status_code == 302
    assert client.get("/").url == "/sign-in/?next=/"


def test_a_user_without_a_password_cannot_sign_in(db, client):
    user = User.objects.create_user("ohne", "无密码")
    assert not user.has_usable_password()
    assert client.post(SIGN_IN, {"username": "ohne", "password": ""}).status_code == 200


def test_staff_is_derived_from_posts_and_ends_with_them(world):
    keys = ["secretariat", "system_admin", "audit_admin", "a_bureau", "city_leader", "former"]
    assert [world.person(key).is_staff for key in keys] == [True, True, True, False, False, False]


def test_a_user_has_a_name_and_a_key_to_sort_by(db):
    assert User.objects.create(username="a", name="演示甲").name_key == "yan3 shi4 jia3"
    with pytest.raises(IntegrityError, match="user_name_given"):
        User.objects.create(username="b", name="")


def test_nobody_is_a_superuser(world):
    assert not any(world.person(key).is_superuser for key in world.people)
    assert not world.person("system_admin").has_perm("loop.close_matter")
