"""An authenticator beside the password: set up, asked for, lost, and never in the audit."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken

from pueredu.accounts.actions import (
    enrol_second_factor,
    renew_recovery_codes,
    reset_second_factor_user,
)
from pueredu.accounts.models import Authenticator, Session
from pueredu.audit.models import Entry
from pueredu.kit.errors import NotPermitted, Refused
from pueredu.office.account_forms import WRONG_CODE
from tests.accounts.conftest import (
    PASSWORD,
    acts,
    code_of,
    enrol,
    enter,
    secret_on,
    signed_in,
    with_authenticator,
    with_password,
)
from tests.support.figures import load_figures
from tests.support.world import AT

PAGE, CODES, STEP = "/account/second-factor/", "/account/recovery-codes/", "/sign-in/code/"


def test_the_page_shows_a_picture_and_the_secret_as_text(clerk):
    page = signed_in().get(PAGE)
    assert page.context["picture"].startswith("data:image/png;base64,")
    assert len(secret_on(page)) == 20
    assert page.context["secret"] in page.content.decode()
    assert "img-src 'self' data:" in page["Content-Security-Policy"]


def test_one_right_code_confirms_and_ten_recovery_codes_are_shown_once(clerk):
    client = signed_in()
    answer = enrol(client)
    codes = answer.context["shown"]
    assert len(set(codes)) == 10
    assert all(code in answer.content.decode() for code in codes)
    assert "no-store" in answer["Cache-Control"]
    assert Authenticator.objects.get().user == clerk
    for page in (PAGE, "/account/"):
        assert not any(code in client.get(page).content.decode() for code in codes)


def test_a_wrong_code_or_password_confirms_nothing(clerk):
    client = signed_in()
    for wrong in ({"token": "000000"}, {"token": "abc"}, {"password": "falsch"}):
        assert enrol(client, **wrong).status_code == 422
    assert not Authenticator.objects.exists()


def test_the_secret_stays_the_same_until_it_is_confirmed_and_is_another_next_time(clerk):
    client = signed_in()
    first, again = (secret_on(client.get(PAGE)) for _ in range(2))
    enrol(client)
    assert first == again
    assert secret_on(client.get(PAGE)) != first


def test_no_secret_and_no_code_is_in_the_audit_and_codes_are_kept_as_hashes(clerk):
    client = signed_in()
    key = secret_on(client.get(PAGE))
    codes = enrol(client).context["shown"]
    remembered = str(list(Entry.objects.values()))
    assert [entry.actor for entry in acts("enrol_second_factor")] == [clerk.name]
    assert key.hex() not in remembered
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert len(kept) == 10
    for code in codes:
        assert code not in remembered
        assert not {code, code.replace("-", ""), code.replace("-", "").lower()} & kept


def test_setting_up_ends_the_other_sessions_and_this_one_is_verified(clerk):
    here, there = signed_in(), signed_in()
    enrol(here)
    assert here.get("/account/").wsgi_request.user.is_verified()
    assert there.get("/account/").status_code == 302


def test_sign_in_asks_for_the_code_and_leads_on_to_where_one_was(clerk):
    device = with_authenticator(clerk)
    client = Client()
    step = enter(client=client, next="/matters/")
    assert step.url == f"{STEP}?next=%2Fmatters%2F"
    assert client.get("/account/").url == "/sign-in/?next=/account/"
    assert "输入验证码" in client.get(step.url).content.decode()
    assert client.post(step.url, {"token": code_of(device)}).url == "/matters/"
    assert client.get("/account/").wsgi_request.user.is_verified()


def waiting(clerk) -> Client:
    client = Client()
    enter(client=client)
    return client


def test_no_act_is_remembered_as_a_sign_in_before_the_code(clerk):
    with_authenticator(clerk)
    waiting(clerk)
    assert acts("sign_in") == []


def test_a_wrong_code_gets_one_sentence_and_is_remembered(clerk):
    with_authenticator(clerk)
    answer = waiting(clerk).post(STEP, {"token": "000000"})
    assert answer.context["form"].errors["token"] == [WRONG_CODE]
    (entry,) = acts("sign_in")
    assert (entry.result, entry.reason) == ("failed", "验证码不正确")


def test_guessing_codes_is_slowed_by_the_device(clerk, clock):
    device = with_authenticator(clerk)
    client = waiting(clerk)
    client.post(STEP, {"token": "000000"})
    assert client.post(STEP, {"token": code_of(device)}).status_code == 200
    clock.shift(timedelta(seconds=2))
    assert client.post(STEP, {"token": code_of(device)}).status_code == 302


def test_a_code_opens_once(clerk):
    device = with_authenticator(clerk)
    code = code_of(device)
    assert waiting(clerk).post(STEP, {"token": code}).status_code == 302
    assert waiting(clerk).post(STEP, {"token": code}).status_code == 200


def test_a_recovery_code_opens_once_however_it_is_typed(clerk):
    first, second, *_ = enrol(signed_in()).context["shown"]
    assert waiting(clerk).post(STEP, {"token": first.lower().replace("-", " ")}).status_code == 302
    assert waiting(clerk).post(STEP, {"token": first}).status_code == 200
    assert StaticToken.objects.count() == 9
    assert second != first


def test_the_step_is_closed_to_who_gave_no_password_and_after_five_minutes(clerk, clock):
    device = with_authenticator(clerk)
    assert Client().get(STEP).url == "/sign-in/"
    assert Client().post(STEP, {"token": code_of(device)}).url == "/sign-in/"
    late = waiting(clerk)
    clock.shift(timedelta(minutes=6))
    assert late.post(STEP, {"token": code_of(device)}).url == "/sign-in/"


def test_the_step_is_closed_when_the_password_or_the_account_is_gone(clerk):
    device = with_authenticator(clerk)
    client = waiting(clerk)
    with_password(clerk, "inzwischen ein anderes")
    assert client.post(STEP, {"token": code_of(device)}).url == "/sign-in/"
    client = Client()
    enter(password="inzwischen ein anderes", client=client)
    type(clerk).objects.filter(pk=clerk.pk).update(is_active=False)
    assert client.post(STEP, {"token": code_of(device)}).url == "/sign-in/"


def test_the_key_of_the_session_is_new_after_each_step(clerk):
    device = with_authenticator(clerk)
    client = waiting(clerk)
    before = client.session.session_key
    client.post(STEP, {"token": code_of(device)})
    assert client.session.session_key != before
    assert list(Session.objects.values_list("user_id", flat=True)) == [clerk.pk]


def test_new_recovery_codes_take_the_password_and_kill_the_old(clerk):
    client = signed_in()
    old = enrol(client).context["shown"]
    assert client.post(CODES, {"password": "falsch"}).status_code == 422
    fresh = client.post(CODES, {"password": PASSWORD}).context["shown"]
    assert set(old) & set(fresh) == set()
    assert waiting(clerk).post(STEP, {"token": old[0]}).status_code == 200
    assert len(acts("renew_recovery_codes")) == 1


def test_without_an_authenticator_there_are_no_recovery_codes(world):
    clerk = world.people["a_bureau"]
    with pytest.raises(Refused, match="请先设置二次验证"):
        renew_recovery_codes(clerk, by=clerk, at=AT)


def test_only_oneself_sets_up_a_second_factor(world):
    admin, clerk = world.people["system_admin"], world.people["a_bureau"]
    with pytest.raises(NotPermitted):
        enrol_second_factor(clerk, by=admin, at=AT, seed="00" * 20, totp=TOTP(b"0" * 20))


def test_the_security_administrator_resets_it_with_a_reason_and_never_the_own(world, clerk):
    client = signed_in()
    enrol(client)
    admin = world.person("security_admin")
    reset_second_factor_user(clerk, by=admin, at=AT, reason="手机丢失")
    assert not Authenticator.objects.exists()
    assert not StaticToken.objects.exists()
    assert client.get("/account/").status_code == 302
    (entry,) = acts("reset_second_factor")
    assert (entry.actor, entry.reason, entry.changes) == (admin.name, "手机丢失", {})
    with pytest.raises(Refused, match="不能重置自己的"):
        reset_second_factor_user(admin, by=admin, at=AT, reason="手机丢失")
    for key in ("system_admin", "secretariat", "a_accounts"):
        with pytest.raises(NotPermitted):
            reset_second_factor_user(clerk, by=world.person(key), at=AT, reason="手机丢失")


@pytest.mark.parametrize("key", ["system_admin", "security_admin", "audit_admin"])
def test_an_administrator_without_it_reaches_its_page_and_nothing_else(world, clock, settings, key):
    load_figures()
    settings.REQUIRE_SECOND_FACTOR = True
    with_password(world.people[key])
    client = signed_in(key)
    for page in (
        "/",
        "/admin/",
        "/account/",
        "/account/password/",
        "/messages/",
        "/account/unused/",
    ):
        assert client.get(page).url == PAGE, page
    assert "管理员账号必须使用二次验证" in client.get(PAGE).content.decode()
    enrol(client)
    assert client.get("/admin/").status_code == 200


def test_others_need_none_and_the_trial_asks_nobody(world, clerk, settings):
    load_figures()
    with_password(world.people["system_admin"])
    assert signed_in("system_admin").get("/admin/").status_code == 200
    settings.REQUIRE_SECOND_FACTOR = True
    assert signed_in().get("/").status_code == 200


def test_a_session_from_before_does_not_count_as_verified(world, clock, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    admin = with_password(world.people["audit_admin"])
    client = signed_in("audit_admin")
    with_authenticator(admin)
    assert client.get("/admin/").url == PAGE


def test_the_waiting_session_holds_no_password(clerk):
    with_authenticator(clerk)
    waiting(clerk)
    data = signing.loads(
        Session.objects.get().session_data, salt="django.contrib.sessions.SessionStore"
    )
    assert PASSWORD not in str(data)
