"""The memory cannot be changed, and whoever goes round the trigger is found."""

import threading

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, close_old_connections, connection, transaction

from pueredu.accounts.models import User
from pueredu.audit.actions import remember
from pueredu.audit.models import Entry, Link
from pueredu.audit.queries import first_broken_link
from pueredu.kit.roles import as_owner
from tests.support.world import AT

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def entries():
    """Five entries, each of its own transaction."""
    user = User.objects.create(username="u", name="记")
    return [remember("test.thing.act", user, by=user, at=AT, reason=f"第 {n}") for n in range(5)]


@pytest.fixture
def superuser(servers_url):
    """``superuser(sql)`` runs with the append-only triggers switched off, as an intruder would."""
    name = connection.settings_dict["NAME"]

    def run(statement, *values):
        link = psycopg2.connect(servers_url.replace("/postgres?", f"/{name}?"))
        try:
            with link, link.cursor() as cursor:
                cursor.execute("SET session_replication_role = replica")
                cursor.execute(statement, values)
                return cursor.rowcount
        finally:
            link.close()

    return run


def test_every_entry_is_linked_in_the_order_of_its_commit(entries):
    assert list(Link.objects.order_by("seq").values_list("entry_id", flat=True)) == [
        entry.pk for entry in entries
    ]
    first = Link.objects.earliest("seq").seq
    assert [link.seq - first for link in Link.objects.order_by("seq")] == [0, 1, 2, 3, 4]
    assert first_broken_link() is None


@pytest.mark.parametrize("model", [Entry, Link])
def test_neither_entries_nor_links_can_be_changed_or_deleted(entries, model):
    """The application lacks the right; the owner, who has it, meets the trigger."""
    field = "actor" if model is Entry else "hash"
    steps = (lambda: model.objects.update(**{field: "x"}), lambda: model.objects.all().delete())
    for step in steps:
        with pytest.raises(DatabaseError, match="permission denied"):
            step()
        with as_owner(), pytest.raises(DatabaseError, match="append-only"):
            step()
    assert (Entry.objects.count(), first_broken_link()) == (5, None)


@pytest.mark.parametrize(
    "column",
    ["at", "actor", "post", "on_behalf_of", "verb", "object_label", "reason", "changes", "address"],
)
def test_an_edited_entry_is_found_whatever_was_edited(entries, superuser, column):
    value = {"at": "2000-01-01", "changes": '{"state": ["a", "b"]}'}.get(column, "gefälscht")
    statement = f"UPDATE audit_entry SET {column} = %s WHERE id = %s"
    assert superuser(statement, value, entries[2].pk) == 1
    assert first_broken_link() == Link.objects.get(entry_id=entries[2].pk).seq


def test_a_removed_entry_is_found(entries, superuser):
    seq = Link.objects.get(entry_id=entries[1].pk).seq
    assert superuser("DELETE FROM audit_entry WHERE id = %s", entries[1].pk) == 1
    assert first_broken_link() == seq


def test_a_removed_ring_is_found_even_with_its_entry(entries, superuser):
    seq = Link.objects.get(entry_id=entries[3].pk).seq
    superuser("DELETE FROM audit_entry WHERE id = %s", entries[3].pk)
    superuser("DELETE FROM audit_link WHERE seq = %s", seq)
    assert first_broken_link() == seq + 1


def test_two_swapped_entries_are_found(entries, superuser):
    first, second = (Link.objects.get(entry_id=entries[n].pk).seq for n in (1, 2))
    superuser("UPDATE audit_link SET entry_id = -entry_id WHERE seq IN (%s, %s)", first, second)
    superuser("UPDATE audit_link SET entry_id = %s WHERE seq = %s", entries[2].pk, first)
    superuser("UPDATE audit_link SET entry_id = %s WHERE seq = %s", entries[1].pk, second)
    assert first_broken_link() == first


def test_an_entry_slipped_in_beside_the_chain_is_found(entries, superuser):
    columns = ", ".join(field.column for field in Entry._meta.concrete_fields if field.name != "id")
    superuser(f"INSERT INTO audit_entry ({columns}) SELECT {columns} FROM audit_entry LIMIT 1")
    assert first_broken_link() == Link.objects.latest("seq").seq + 1


def test_the_command_names_the_sequence_and_fails(entries, superuser, capsys):
    call_command("verify_audit")
    assert capsys.readouterr().out == "The audit chain is sound.\n"
    superuser("UPDATE audit_entry SET actor = 'x' WHERE id = %s", entries[4].pk)
    seq = Link.objects.latest("seq").seq
    with pytest.raises(CommandError, match=f"^The audit chain is broken at sequence {seq}\\.$"):
        call_command("verify_audit")


def test_an_act_that_is_undone_leaves_neither_entry_nor_gap(entries):
    last = Link.objects.latest("seq").seq
    user = User.objects.get()
    with transaction.atomic():
        remember("test.thing.act", user, by=user, at=AT)
        transaction.set_rollback(True)
    remember("test.thing.act", user, by=user, at=AT)
    assert (Link.objects.latest("seq").seq, first_broken_link()) == (last + 1, None)


def test_writers_at_the_same_moment_form_one_chain(entries):
    user = User.objects.get()

    def write():
        try:
            for _ in range(10):
                with transaction.atomic():
                    remember("test.thing.act", user, by=user, at=AT)
                    remember("test.thing.act", user, by=None, at=AT)
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Entry.objects.count(), Link.objects.count()) == (85, 85)
    assert first_broken_link() is None
