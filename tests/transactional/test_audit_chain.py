"""The memory cannot be changed, and whoever goes round the trigger is found."""

import threading
from functools import partial

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from pueredu.accounts.models import User
from pueredu.audit.actions import remember
from pueredu.audit.models import Entry, Link
from pueredu.audit.queries import first_broken_link
from pueredu.calendar.models import Figure
from pueredu.kit.roles import as_owner
from pueredu.notices.actions import post
from pueredu.notices.models import Message
from pueredu.units.access.acts import acting
from tests.support.world import AT

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_the_command_names_the_sequence_and_fails(entries, superuser):
    superuser("UPDATE audit_entry SET actor = 'x' WHERE id = %s", entries[4].pk)
    seq = Link.objects.latest("seq").seq
    with pytest.raises(CommandError, match=rf"^The audit chain is broken at sequence {seq} \("):
        call_command("verify_audit")


def test_an_act_that_is_undone_leaves_neither_entry_nor_gap(entries):
    last = Link.objects.latest("seq").seq
    user = User.objects.get()
    with transaction.atomic():
        remember("test.thing.act", user, by=user, at=AT)
        transaction.set_rollback(True)
    remember("test.thing.act", user, by=user, at=AT)
    assert (Link.objects.latest("seq").seq, first_broken_link()) == (last + 1, None)


def change(record, word: str) -> None:
    with acting("change", record, by=None, at=AT) as locked:
        setattr(locked, "phone" if isinstance(locked, User) else "note", word)


def tell(person) -> None:
    words = {"kind": "Test", "title": "试", "reason": "试", "created_at": AT}
    post([Message(recipient=person, **words)], at=AT)


def in_threads(*works) -> list[BaseException]:
    """Do all of it at once, each on a connection of its own; returns what went wrong."""
    failures, start = [], threading.Barrier(len(works))

    def run(work):
        try:
            start.wait(30)
            work()
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def test_sixteen_writers_with_nested_actions_form_one_chain_without_a_deadlock():
    """Half of them take what all want first and half last, people who are told among it."""
    words = {"title": "试", "value": 0, "since": AT.date(), "source": "试"}
    own = [Figure.objects.create(key=f"own.{n}", **words) for n in range(16)]
    shared = [Figure.objects.create(key=f"shared.{n}", **words) for n in range(2)]
    people = [User.objects.create(username=f"p{n}", name="人") for n in range(2)]

    def writer(number: int):
        wanted, person = shared[number // 4 % 2], people[number // 4 % 2]
        steps = [
            [partial(change, own[number]), partial(change, wanted)],
            [partial(change, wanted), partial(change, own[number])],
            [partial(change, person), partial(change, own[number])],
            [partial(change, own[number]), partial(tell, person)],
        ][number % 4]
        for n in range(10):
            with transaction.atomic():
                for step in steps:
                    step(str(n)) if step.func is change else step()

    assert in_threads(*(partial(writer, number) for number in range(16))) == []
    acts = 16 * 10 * 2 - 4 * 10  # a message is no act
    assert (Entry.objects.count(), Link.objects.count()) == (acts, acts)
    assert first_broken_link() is None


def test_who_tells_a_person_does_not_wait_for_who_changes_that_person():
    """The foreign key of a message is checked at commit, with the head of the chain held. Were the
    person locked FOR UPDATE, the two would wait for each other: this is what NO KEY is for."""
    person = User.objects.create(username="p", name="人")

    def tell_and_act():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '10s'")
            remember("test.thing.act", person, by=None, at=AT)
            tell(person)

    with transaction.atomic():
        change(person, "1")
        assert in_threads(tell_and_act) == []
    assert (Link.objects.count(), first_broken_link()) == (2, None)
