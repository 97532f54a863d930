"""How long one stays signed in, where, and how that ends."""

from datetime import timedelta

import pytest
from django.test import Client

from pueredu.accounts.actions import disable_user, end_session, end_sessions, forget_sign_ins
from pueredu.accounts.browsers import browser_name
from pueredu.accounts.models import Session
from pueredu.kit.errors import NotPermitted
from pueredu.ops import tasks
from tests.accounts.conftest import acts, enter, signed_in, with_password
from tests.support.world import AT

ME, END = "/account/", "/account/sessions/end/"
WECHAT = "Mozilla/5.0 (Linux; Android 13) Chrome/107 MicroMessenger/8.0.38"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64) Gecko/20100101 Firefox/113.0"


def is_in(client) -> bool:
    return client.get(ME).status_code == 200


def test_half_an_hour_without_a_page_ends_a_session(clerk, clock):
    client = signed_in()
    for _ in range(3):
        clock.shift(timedelta(minutes=29))
        assert is_in(client)
    clock.shift(timedelta(minutes=31))
    assert not is_in(client)


def test_twelve_hours_end_it_however_busy_one_is(clerk, clock):
    client = signed_in()
    for _ in range(35):
        clock.shift(timedelta(minutes=20))
        assert is_in(client)
    clock.shift(timedelta(minutes=21))
    assert not is_in(client)


def test_a_page_within_a_minute_writes_nothing(clerk, clock):
    client = signed_in()
    before = Session.objects.get().seen_at
    clock.shift(timedelta(seconds=59))
    client.get(ME)
    assert Session.objects.get().seen_at == before
    clock.shift(timedelta(seconds=2))
    client.get(ME)
    assert Session.objects.get().seen_at == before + timedelta(seconds=61)


def test_the_key_is_new_after_signing_in(clerk):
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key
    enter(client=client)
    assert client.session.session_key != session.session_key
    assert not Session.objects.filter(pk=session.session_key).exists()


def test_a_session_knows_its_person_place_and_browser(clerk):
    enter(address="10.1.2.3", client=Client(headers={"user-agent": WECHAT}))
    session = Session.objects.get()
    assert (session.user, session.address, session.browser) == (clerk, "10.1.2.3", "微信 · 安卓")
    assert (session.began_at, session.seen_at) == (AT, AT)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (WECHAT, "微信 · 安卓"),
        (FIREFOX, "火狐 · Windows"),
        ("", "其他 · 其他"),
        ("curl", "其他 · 其他"),
    ],
)
def test_a_browser_is_named_as_its_owner_knows_it(agent, name):
    assert browser_name(agent) == name


def test_the_page_lists_every_place_and_no_key(clerk):
    here, there = signed_in(headers={"user-agent": WECHAT}), signed_in()
    page = here.get(ME).content.decode()
    assert (page.count("本次登录"), page.count("登录于")) == (1, 2)
    assert "微信 · 安卓" in page
    for client in (here, there):
        assert client.session.session_key not in page


def test_one_other_session_is_ended_by_its_handle(clerk):
    here, there, third = signed_in(), signed_in(), signed_in()
    handle = Session.objects.get(pk=there.session.session_key).handle
    assert here.post(END, {"session": handle}).url == ME
    assert [is_in(client) for client in (here, there, third)] == [True, False, True]
    (entry,) = acts("end_sessions")
    assert (entry.actor, entry.changes) == (clerk.name, {"sessions": ["1", "0"]})


def test_all_others_end_at_once(clerk):
    here, there, third = signed_in(), signed_in(), signed_in()
    here.post(END)
    assert [is_in(client) for client in (here, there, third)] == [True, False, False]


def test_another_persons_session_cannot_be_named(world, clerk):
    other = with_password(world.people["b_bureau"])
    theirs = signed_in("b_bureau")
    handle = Session.objects.get(user=other).handle
    signed_in().post(END, {"session": handle})
    assert is_in(theirs)
    with pytest.raises(NotPermitted):
        end_session(Session.objects.get(user=other), by=clerk, at=AT)


def test_disabling_an_account_ends_its_sessions(world, clerk):
    client = signed_in()
    disable_user(clerk, by=world.person("system_admin"), at=AT, reason="调离")
    assert not Session.objects.filter(user=clerk).exists()
    assert not is_in(client)


def test_changed_posts_may_end_all_sessions_of_a_person(world, clerk):
    clients = [signed_in(), signed_in()]
    admin = world.person("security_admin")
    assert end_sessions(clerk, by=admin, at=AT, reason="任职变更") == 2
    assert [is_in(client) for client in clients] == [False, False]
    assert end_sessions(clerk, by=admin, at=AT, reason="任职变更") == 0
    (entry,) = acts("end_sessions")
    assert (entry.actor, entry.reason) == (admin.name, "任职变更")


def test_a_request_under_way_does_not_bring_an_ended_session_back(clerk, clock):
    client = signed_in()
    store = client.session
    Session.objects.all().delete()
    clock.shift(timedelta(minutes=2))
    assert not is_in(client)
    assert not type(store)(store.session_key).exists(store.session_key)


def test_signing_out_ends_the_session_and_clears_the_browser(clerk):
    client = signed_in()
    answer = client.post("/sign-out/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.exists()
    assert [entry.actor for entry in acts("sign_out")] == [clerk.name]


def test_the_admins_way_out_is_the_same(world, clock):
    with_password(world.people["system_admin"])
    client = signed_in("system_admin")
    answer = client.post("/admin/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert len(acts("sign_out")) == 1


def test_a_sign_in_is_remembered_with_its_address(clerk):
    enter(address="10.1.2.3")
    (entry,) = acts("sign_in")
    assert (entry.actor, entry.result, entry.address) == (clerk.name, "done", "10.1.2.3")


@pytest.mark.parametrize("page", ["/", ME, "/account/password/", "/messages/", "/admin/"])
def test_no_signed_in_page_may_be_stored(world, clock, page):
    with_password(world.people["secretariat"])
    answer = signed_in("secretariat").get(page)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("page", ["/sign-in/", "/account/activate/"])
def test_no_page_of_the_sign_in_may_be_stored(db, client, page):
    assert "no-store" in client.get(page)["Cache-Control"]


def test_sessions_that_are_over_are_cleared_away(clerk, clock):
    signed_in()
    forget_sign_ins(at=AT)
    assert Session.objects.count() == 1
    clock.shift(timedelta(minutes=31))
    tasks.forget_sign_ins()  # as beat calls it at night
    assert Session.objects.count() == 0
