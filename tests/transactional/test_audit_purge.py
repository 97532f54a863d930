"""What is past its time goes in whole months, as the owner, and the chain holds afterwards."""

import threading
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, close_old_connections, connection, transaction

from pueredu.accounts.models import User
from pueredu.audit import anchors
from pueredu.audit.actions import anchor_head, remember
from pueredu.audit.models import Entry, Link, PurgedSegment
from pueredu.audit.purge import months_before, purge
from pueredu.audit.queries import verify
from pueredu.kit.errors import Refused
from tests.support.figures import load_figures
from tests.support.world import AT

pytestmark = pytest.mark.django_db(transaction=True)
KEEP_SINCE = date(2020, 5, 1)


def remembered(user, *days: str) -> list[Entry]:
    moments = [datetime.fromisoformat(f"{day}T12:00:00+08:00") for day in days]
    return [remember("test.thing.act", user, by=user, at=moment) for moment in moments]


@pytest.fixture
def user():
    return User.objects.create(username="u", name="记")


@pytest.fixture
def years(user):
    """Entries of 2019 to 2023, anchored."""
    days = ("2019-03-01", "2020-01-31", "2020-04-30", "2020-05-01", "2022-07-01", "2023-05-24")
    made = remembered(user, *days)
    anchor_head(at=AT)
    return made


def test_months_are_counted_over_the_turn_of_the_year():
    assert months_before(date(2023, 5, 25), 36) == date(2020, 5, 1)
    assert months_before(date(2023, 5, 25), 5) == date(2022, 12, 1)
    assert months_before(date(2023, 1, 1), 0) == date(2023, 1, 1)


def test_older_months_are_dropped_and_the_rest_still_verifies(years, clock, capsys):
    load_figures()
    call_command("purge_audit")
    assert capsys.readouterr().out == (
        "Dropped 3 entries before 2020-05-01, up to sequence 3; the chain goes on from there.\n"
    )
    assert list(Entry.objects.order_by("id").values_list("pk", flat=True))[:3] == [
        entry.pk for entry in years[3:]
    ]
    assert (verify().broken_at, Link.objects.earliest("seq").seq) == (None, 4)
    remembered(User.objects.get(), "2023-05-25")
    assert (verify().broken_at, Link.objects.latest("seq").seq) == (None, 8)
    segment = PurgedSegment.objects.get()
    assert (segment.last_seq, segment.entry_count, segment.until) == (3, 3, KEEP_SINCE)
    assert [(kept.kind, kept.seq) for kept in anchors.kept()] == [("head", 6), ("purge", 3)]
    note = Entry.objects.get(verb="audit.purged_segment.add")
    assert note.changes == {"until": ["", "2020-05-01"], "entry_count": ["", "3"]}


def test_a_second_purge_goes_on_from_the_first(years, superuser):
    purge(keep_since=date(2020, 2, 1), at=AT)
    purge(keep_since=KEEP_SINCE, at=AT)
    assert [one.last_seq for one in PurgedSegment.objects.all()] == [3, 2]
    assert verify().broken_at is None
    superuser("UPDATE audit_entry SET actor = 'x' WHERE id = %s", years[4].pk)
    assert verify().broken_at == 5


def test_an_entry_that_came_late_keeps_the_stretch_whole(user):
    """The chain is in the order of commits: nothing behind a young entry is dropped."""
    remembered(user, "2019-01-01", "2022-01-01", "2019-01-02", "2023-01-01")
    assert purge(keep_since=KEEP_SINCE, at=AT).last_seq == 1
    assert verify().broken_at is None


def test_the_head_stays_even_when_everything_is_old(user):
    remembered(user, "2019-01-01", "2019-01-02", "2019-01-03")
    assert purge(keep_since=KEEP_SINCE, at=AT).last_seq == 2
    remembered(user, "2023-05-01")
    assert (verify().broken_at, verify().links) == (None, 3)


def test_what_is_younger_is_refused(years, clock):
    load_figures()
    with pytest.raises(CommandError, match="Entries since 2020-05-01 are to be kept"):
        call_command("purge_audit", keep_since=date(2020, 6, 1))
    with pytest.raises(Refused, match="至少保存 6 个月"):
        purge(keep_since=date(2022, 12, 1), at=AT)
    assert (Link.objects.count() >= 6, PurgedSegment.objects.count()) == (True, 0)


def test_nothing_to_drop_is_said(user, clock):
    load_figures()
    remembered(user, "2023-05-01")
    with pytest.raises(CommandError, match="没有 2020-05-01 之前的审计记录"):
        call_command("purge_audit")


def test_a_broken_chain_is_not_purged(years, superuser):
    superuser("UPDATE audit_entry SET actor = 'x' WHERE id = %s", years[0].pk)
    with pytest.raises(Refused, match="审计链在第 1 号断开"):
        purge(keep_since=KEEP_SINCE, at=AT)
    assert Entry.objects.count() == 6


def test_a_purge_that_nobody_signed_is_found(years, superuser, anchor_file):
    """An intruder drops the first entries and writes the row that a purge would have left."""
    kept = Link.objects.get(seq=2)
    superuser("DELETE FROM audit_entry WHERE id = ANY(%s)", [entry.pk for entry in years[:2]])
    superuser("DELETE FROM audit_link WHERE seq <= 2")
    assert verify().broken_at == 3
    superuser("INSERT INTO audit_purgedsegment VALUES (2, %s, 2, now(), now())", kept.hash)
    assert (verify().broken_at, verify().why) == (2, "记录被清理，但没有签名的清理锚点")


def test_the_rows_cannot_be_dropped_outside_the_purge_afterwards(years):
    purge(keep_since=KEEP_SINCE, at=AT)
    with pytest.raises(DatabaseError, match="permission denied"):
        Entry.objects.all().delete()


def test_a_purge_that_meets_a_long_transaction_gives_up_and_drops_nothing(years):
    """It waits five seconds for the tables, so that writers never wait long behind it."""
    holds, over = threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            remembered(User.objects.get(), "2023-05-25")
            holds.set()
            over.wait(30)
        close_old_connections()
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    holds.wait(30)
    with pytest.raises(DatabaseError, match="lock timeout"):
        purge(keep_since=KEEP_SINCE, at=AT)
    over.set()
    writer.join()
    assert (Link.objects.count(), verify().broken_at) == (7, None)
    assert ZoneInfo("Asia/Shanghai").utcoffset(AT).total_seconds() == 8 * 3600
