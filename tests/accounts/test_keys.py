"""What a copy of the database does not give away, and what stands when the secret key is changed."""

from base64 import b32encode

from django.core import signing
from django.db import connection
from django.test import Client
from django_otp.oath import totp

from pueredu.accounts.actions import issue_activation_user, reset_second_factor_user
from pueredu.accounts.models import Authenticator, Session
from tests.accounts.conftest import (
    code_of,
    enrol,
    enter,
    secret_on,
    signed_in,
    with_authenticator,
    with_password,
)
from tests.support.world import AT

PAGE, STEP = "/account/second-factor/", "/sign-in/code/"
OTHER, THIRD = "another key of this test", "a third key of this test"


def rows_of(table: str) -> str:
    """A table as whoever copied the database reads it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        return str(cursor.fetchall())


def opens(token: str, username: str = "a_bureau") -> bool:
    client = Client()
    enter(username, client=client)
    return client.post(STEP, {"token": token}).status_code == 302


def changed(settings, *, kept: bool) -> None:
    """The secret key is another; the old one still counts if it is ``kept``."""
    settings.SECRET_KEY_FALLBACKS = [OTHER, settings.SECRET_KEY] if kept else [OTHER]
    settings.SECRET_KEY = THIRD


def test_no_table_holds_the_secret_of_an_authenticator_nor_does_a_session_on_the_way(clerk):
    client = signed_in()
    secret = secret_on(client.get(PAGE))
    data = signing.loads(
        Session.objects.get().session_data, salt="django.contrib.sessions.SessionStore"
    )
    enrol(client)
    assert opens(f"{totp(secret, drift=1):06d}")
    for kept in (rows_of("otp_totp_totpdevice"), rows_of("accounts_session"), str(data)):
        assert secret.hex() not in kept
        assert b32encode(secret).decode() not in kept


def test_what_is_kept_is_worth_nothing_under_another_key_or_for_another_person(clerk, world):
    device = with_authenticator(clerk)
    other = with_authenticator(with_password(world.people["b_bureau"]))
    Authenticator.objects.filter(pk=other.pk).update(key=device.key)
    assert not opens(code_of(device), "b_bureau")
    assert opens(code_of(device))
    assert totp(bytes.fromhex(device.key)) != totp(device.bin_key)


def test_two_secrets_of_one_person_have_nothing_in_common(clerk):
    first, second = with_authenticator(clerk), with_authenticator(clerk)
    assert first.bin_key != second.bin_key


def test_a_secret_that_the_earlier_way_left_in_the_table_opens_nothing(clerk):
    device = with_authenticator(clerk, seed="5a" * 20)
    assert not opens(f"{totp(bytes.fromhex(device.key)):06d}")


def test_authenticator_and_codes_outlive_the_key_they_were_made_under(clerk, world, settings):
    sheet = enrol(signed_in()).context["shown"]
    device, teacher = Authenticator.objects.get(), world.people["a1_teacher"]
    code = issue_activation_user(teacher, by=None, at=AT).activation_code
    shown = f"{totp(device.bin_key, drift=1):06d}"
    changed(settings, kept=True)
    assert opens(shown)
    assert opens(sheet[0])
    assert not opens(sheet[0])
    words = {"username": "a1_teacher", "code": code}
    words |= dict.fromkeys(("new_password", "new_password_again"), "neun Gänse im Nebel")
    assert Client().post("/account/activate/", words).status_code == 302


def test_with_the_key_they_are_gone_and_a_reset_lets_one_begin_again(clerk, world, settings):
    sheet = enrol(signed_in()).context["shown"]
    shown = f"{totp(Authenticator.objects.get().bin_key, drift=1):06d}"
    changed(settings, kept=False)
    assert [opens(shown), opens(sheet[0])] == [False, False]
    reset_second_factor_user(clerk, by=world.person("security_admin"), at=AT, reason="更换密钥")
    assert len(enrol(signed_in()).context["shown"]) == 10


def test_whoever_stands_under_an_earlier_key_is_asked_to_set_it_up_again(clerk, settings):
    client = signed_in()
    with_authenticator(clerk)
    asked = "请换一个验证器"
    assert asked not in client.get("/account/").content.decode()
    changed(settings, kept=True)
    assert asked in client.get("/account/").content.decode()
    enrol(client)
    assert asked not in client.get("/account/").content.decode()
