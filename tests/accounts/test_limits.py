"""How often a sign-in may fail, whom that slows down, and whom it must not."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessFailureLog
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pueredu.accounts.actions import forget_sign_ins
from pueredu.accounts.models import User
from pueredu.office.account_forms import NOT_OPENED
from tests.accounts.conftest import PASSWORD, acts, enter, with_password
from tests.support.world import AT

SCHOOL, HOME = "10.1.1.1", "10.2.2.2"


@pytest.fixture
def school(world, clerk):
    """Everybody at one school, behind one address, able to sign in."""
    return [with_password(world.people[key]) for key in ("a1_head", "a1_officer", "a1_teacher")]


def fail(username, address=SCHOOL, password="falsch") -> int:
    return enter(username, password, address).status_code


def test_two_hundred_wrong_passwords_lock_neither_the_school_nor_another_person(clerk, school):
    for n in range(200):
        fail(f"name-{n % 45}" if n % 4 else "a_bureau")
    assert [enter(user.username, address=SCHOOL).status_code for user in school] == [302] * 3
    assert enter("a_bureau", address=HOME).status_code == 302
    assert enter("a_bureau", address=SCHOOL).status_code == 429


def test_two_hundred_wrong_passwords_for_one_name_lock_that_name_there_only(clerk, school):
    for _ in range(200):
        fail("a_bureau")
    assert AccessFailureLog.objects.count() == 5
    assert enter(school[0].username, address=SCHOOL).status_code == 302
    assert enter("a_bureau", address=HOME).status_code == 302


def test_a_lock_lasts_a_quarter_of_an_hour_however_often_one_tries(clerk, clock):
    for _ in range(5):
        fail("a_bureau")
    clock.shift(timedelta(minutes=10))
    assert enter(address=SCHOOL).status_code == 429
    clock.shift(timedelta(minutes=5, seconds=1))
    assert enter(address=SCHOOL).status_code == 302


def guesses_in(clock, hours: int, every: timedelta) -> int:
    """How many guesses at one name are judged when a new address tries again and again."""
    for n in range(int(timedelta(hours=hours) / every)):
        fail("a_bureau", f"10.9.{n // 250}.{n % 250}")
        clock.shift(every)
    return AccessFailureLog.objects.filter(username="a_bureau").count()


@pytest.fixture
def turns_end_by_the_clock(monkeypatch):
    """Redis counts real seconds; the cache of the process asks the clock of the test."""
    monkeypatch.setattr("pueredu.accounts.limits.cache", caches["process"])
    caches["process"].clear()


def test_from_many_addresses_a_name_is_guessed_less_than_five_hundred_times_a_day(
    clerk, clock, turns_end_by_the_clock
):
    judged = guesses_in(clock, hours=1, every=timedelta(seconds=30))
    assert judged == 10 + 19  # ten within five minutes, then one every three
    assert 10 + 24 * 20 < 500  # what the README says of a whole day


def test_a_hundred_who_ask_at_once_get_one_turn(clerk):
    for n in range(10):
        fail("a_bureau", f"10.8.0.{n}")
    answers = [fail("a_bureau", f"10.8.1.{n}") for n in range(100)]
    assert (answers.count(200), answers.count(429)) == (1, 99)


def test_where_a_person_has_signed_in_before_strangers_slow_nobody_down(clerk):
    assert enter(address=HOME).status_code == 302
    for n in range(30):
        fail("a_bureau", f"10.8.0.{n}")
    assert enter(address="10.8.2.1").status_code == 429
    assert enter(address=HOME).status_code == 302


def test_at_a_known_place_too_five_failures_are_enough(clerk):
    enter(address=HOME)
    assert [fail("a_bureau", HOME) for _ in range(5)] == [200] * 4 + [429]


def test_an_address_has_a_ceiling_that_spares_those_who_belong_there(clerk, school, settings):
    settings.SIGN_IN_ADDRESS_LIMIT = 20
    assert enter(school[0].username, address=SCHOOL).status_code == 302
    statuses = [fail(f"name-{n}") for n in range(25)]
    assert statuses == [200] * 20 + [429] * 5
    assert enter(school[1].username, address=SCHOOL).status_code == 429
    assert enter(school[0].username, address=SCHOOL).status_code == 302
    assert enter(school[1].username, address=HOME).status_code == 302


def test_a_thousand_failures_do_not_make_axes_forget_the_newest(clerk, clock):
    AccessFailureLog.objects.bulk_create(
        AccessFailureLog(username="a_bureau", ip_address="10.7.7.7") for _ in range(1100)
    )
    AccessFailureLog.objects.update(attempt_time=AT - timedelta(days=2))
    for n in range(10):
        fail("a_bureau", f"10.8.0.{n}")
    fail("a_bureau", "10.8.1.1")
    assert fail("a_bureau", "10.8.1.2") == 429


class CountingHasher(MD5PasswordHasher):
    """Counts the work, which is what takes the time."""

    runs = 0

    def encode(self, password, salt):
        type(self).runs += 1
        return super().encode(password, salt)


def work_of(username, password) -> tuple[int, int]:
    CountingHasher.runs = 0
    with CaptureQueriesContext(connection) as queries:
        assert fail(username, password=password) == 200
    return CountingHasher.runs, len(queries)


def test_every_failure_says_the_same_and_takes_the_same_work(world, clerk, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    with_password(world.person("disabled"))
    with_password(clerk)
    User.objects.filter(username="nobody").update(password="!unusable")
    cases = [
        ("a_bureau", "falsch"), ("niemand", "falsch"), ("disabled", PASSWORD), ("nobody", "falsch"),
    ]  # fmt: skip
    work = [work_of(*case) for case in cases]
    assert len(set(work)) == 1, work
    said = [enter(*case).context["form"].non_field_errors() for case in cases]
    assert said == [[NOT_OPENED]] * 4


def test_a_locked_attempt_gets_the_same_page_with_the_same_sentence(clerk):
    for _ in range(5):
        fail("a_bureau")
    locked = enter(address=SCHOOL)
    assert locked.status_code == 429
    assert locked.context["form"].non_field_errors() == [NOT_OPENED]


def test_failures_are_remembered_until_the_lock_and_a_typed_name_never(clerk):
    for _ in range(8):
        fail("a_bureau")
    fail("my password typed as a name")
    entries = acts("sign_in")
    assert [(e.result, e.object_id) for e in entries] == [("failed", str(clerk.pk))] * 5 + [
        ("failed", "")
    ]
    assert entries[0].address == SCHOOL
    assert "my password" not in str([entry.object_label for entry in entries])


def test_no_secret_stays_in_the_records_of_failures(clerk):
    Client().post(
        "/account/activate/?code=IN-THE-QUERY",
        {"username": "a_bureau", "code": "DER-CODE", "new_password": "das-Wort-ist",
         "new_password_again": "das-Wort-ist"},
    )  # fmt: skip
    enter(password="mein-falsches-Wort")
    kept = str(list(AccessAttempt.objects.values())) + str(list(AccessFailureLog.objects.values()))
    for secret in ("DER-CODE", "das-Wort-ist", "mein-falsches-Wort", "IN-THE-QUERY"):
        assert secret not in kept


def test_old_records_of_sign_ins_are_forgotten(clerk, clock):
    enter(address=HOME)
    fail("a_bureau")
    forget_sign_ins(at=AT)
    assert AccessFailureLog.objects.count() == 1
    clock.shift(timedelta(days=91))
    forget_sign_ins(at=AT + timedelta(days=91))
    assert AccessFailureLog.objects.count() == 0
    assert enter(address="10.8.2.1").status_code == 302


def test_the_proxys_header_is_believed_only_when_it_is_named(clerk, settings):
    def addresses():
        return [entry.address for entry in acts("sign_in")]

    Client().post("/sign-in/", {"username": "a_bureau", "password": "x"}, HTTP_X_REAL_IP=HOME)
    settings.CLIENT_ADDRESS_HEADER = "X-Real-IP"
    Client().post("/sign-in/", {"username": "a_bureau", "password": "x"}, HTTP_X_REAL_IP=HOME)
    assert addresses() == ["127.0.0.1", HOME]
