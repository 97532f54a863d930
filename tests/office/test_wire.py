"""What goes over the wire: transport, cookies, methods, other origins, and what is not served."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.conf import settings as house
from django.contrib.auth.hashers import get_hasher, identify_hasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from pueredu.accounts.models import User
from pueredu.audit.models import Entry
from pueredu.settings import base
from pueredu.units.models import Unit
from tests.accounts.conftest import PASSWORD, enter, with_password
from tests.support.world import AT

SIGN_IN = "/sign-in/"
pytestmark = pytest.mark.django_db


def test_strict_transport_is_told_for_a_year_with_what_lies_below(settings):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 365 * 24 * 3600, True
    answer = Client().get(SIGN_IN, secure=True)
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_plain_requests_are_led_to_the_secure_address(settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get(SIGN_IN)
    assert (answer.status_code, answer.url) == (301, "https://testserver/sign-in/")


def test_no_answer_invites_another_origin():
    answer = Client().get(SIGN_IN, headers={"origin": "https://evil.example"})
    assert [name for name in answer.headers if name.startswith("Access-Control")] == []


def test_trace_is_not_a_method():
    assert Client().trace(SIGN_IN).status_code == 405


@pytest.mark.parametrize("address", ["/.git/config", "/static/", "/static/pueredu/", "/manage.py"])
def test_no_folder_is_listed_and_no_source_is_served(address):
    assert Client().get(address).status_code == 404


def test_cookies_stay_with_this_site_and_the_session_is_closed_to_scripts(world):
    with_password(world.people["a_bureau"])
    client = Client()
    client.get(SIGN_IN)
    enter(client=client)
    marks = {
        name: (cookie["samesite"], bool(cookie["httponly"]), cookie["domain"])
        for name, cookie in client.cookies.items()
    }
    assert marks == {"csrftoken": ("Lax", False, ""), "sessionid": ("Lax", True, "")}


def test_the_key_of_a_session_is_random_and_long(world):
    keys = set()
    with_password(world.people["a_bureau"])
    for _ in range(3):
        client = Client()
        enter(client=client)
        keys.add(client.cookies["sessionid"].value)
    assert len(keys) == 3
    assert {len(key) >= 32 for key in keys} == {True}  # of 36 letters: 165 bits


def test_passwords_are_kept_by_argon2_with_a_salt_of_their_own(settings):
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
    first, second = (get_hasher().encode(PASSWORD, get_hasher().salt()) for _ in range(2))
    assert first != second
    assert identify_hasher(first).algorithm == "argon2"
    facts = identify_hasher(first).decode(first)
    assert (facts["variety"], facts["memory_cost"] >= 19_456, facts["time_cost"] >= 2) == (
        "argon2id",
        True,
        True,
    )


@pytest.mark.parametrize("typed", [PASSWORD.upper(), f"{PASSWORD} ", f" {PASSWORD}", PASSWORD[:-1]])
def test_a_password_counts_exactly_as_it_is(world, clock, typed):
    with_password(world.people["a_bureau"])
    assert enter(password=typed).status_code != 302


def test_a_long_password_counts_to_its_last_letter(world, clock):
    long = "普洱茶园里的清晨 " * 12 + "!"
    with_password(world.people["a_bureau"], long)
    assert enter(password=long[:-1]).status_code != 302
    assert enter(password=long).status_code == 302


def test_password_fields_hide_and_may_be_filled_by_a_manager():
    page = Client().get(SIGN_IN).content.decode()
    assert 'type="password" name="password" autocomplete="current-password"' in page
    assert "onpaste" not in page


@pytest.mark.parametrize("password", ["1q2w3e4r5t6y", "qwertyuiop123"])
def test_a_common_password_is_refused(world, password):
    with pytest.raises(ValidationError, match="这个密码太常见"):
        validate_password(password, world.people["a_bureau"])


def test_words_in_the_address_sign_nobody_in(world, clock):
    with_password(world.people["a_bureau"])
    words = f"username=a_bureau&password={quote(PASSWORD)}"
    assert Client().post(f"{SIGN_IN}?{words}").status_code != 302
    page = Client().get(f"{SIGN_IN}?{words}").content.decode()
    assert (PASSWORD in page, 'method="post"' in page) == (False, True)


def test_an_account_keeps_these_facts_and_no_others():
    assert {field.name for field in User._meta.fields} == {
        "id", "username", "name", "name_key", "phone", "email", "is_active", "created_at",
        "last_login", "password", "password_set_at", "password_profile",
    }  # fmt: skip


def test_a_moment_of_the_memory_has_its_zone(world, clock):
    with_password(world.people["a_bureau"])
    enter()
    entry = Entry.objects.get(verb="accounts.user.sign_in")
    assert (entry.at, entry.at.utcoffset()) == (AT, timedelta(0))


def test_nobody_is_there_before_somebody_was_made():
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    "words", ["' OR 1=1 --", "'; DROP TABLE units_unit; --", "%_\\", "{{ 7*7 }}", "%(x)s %s {0}"]
)
def test_what_is_searched_for_is_text_to_the_database_and_to_the_page(world, sign_in, words):
    before = Unit.objects.count()
    page = sign_in("secretariat").get(reverse("desk:search"), {"q": words})
    assert page.status_code == 200
    assert Unit.objects.count() == before
    assert f'value="{escape(words)}"' in page.content.decode()


def test_the_house_speaks_json_to_its_workers_and_nothing_else():
    spoken = (
        house.CELERY_ACCEPT_CONTENT,
        house.CELERY_TASK_SERIALIZER,
        house.CELERY_RESULT_SERIALIZER,
    )
    assert spoken == (["json"], "json", "json")


def test_pages_of_the_sign_in_tell_their_own_kind_and_coding():
    assert Client().get(SIGN_IN)["Content-Type"] == "text/html; charset=utf-8"
