"""Commands and tasks: what they do carries their number, what fails is remembered after it."""

import uuid

import pytest
from celery import shared_task
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.db import transaction

from pueredu.audit.actions import remember
from pueredu.audit.command import RememberedCommand
from pueredu.audit.job import RememberedTask
from pueredu.audit.models import Entry
from pueredu.celery import app
from pueredu.kit.errors import NotPermitted, Refused
from pueredu.units.models import Unit
from tests.support.world import AT

OURS = ("pueredu.", "accountability", "measures", "training", "studios")
# Django's own as the owner; and what starts the servers, before there is a database to remember in
NOT_REMEMBERED = {"migrate", "quickstart"}


@shared_task
def act_and_fail(kind: str):
    city = Unit.objects.create(code="T", kind="city", name="测试市", short_name="测试市")
    with transaction.atomic():
        remember("units.unit.add", city, by=None, at=AT)
        raise {
            "refused": Refused("不行。"),
            "denied": NotPermitted("无权。"),
            "fault": ValueError("x"),
        }[kind]


@shared_task
def act():
    city = Unit.objects.create(code="T", kind="city", name="测试市", short_name="测试市")
    remember("units.unit.add", city, by=None, at=AT)


def test_every_command_of_ours_is_remembered():
    ours = {name: where for name, where in get_commands().items() if where.startswith(OURS)}
    assert {"tick", "verify_audit", "purge_audit", "reconcile_hours"} < set(ours)
    plain = {
        name
        for name, where in ours.items()
        if not isinstance(load_command_class(where, name), RememberedCommand)
    }
    assert plain == NOT_REMEMBERED


def test_every_task_of_ours_is_remembered():
    app.loader.import_default_modules()
    ours = {name: task for name, task in app.tasks.items() if name.startswith(OURS)}
    assert {"pueredu.ops.tasks.tick", "pueredu.audit.tasks.anchor"} < set(ours)
    assert [name for name, task in ours.items() if not isinstance(task, RememberedTask)] == []


@pytest.mark.parametrize(
    ("kind", "result", "words"),
    [
        ("refused", "failed", "不行。"),
        ("denied", "denied", "无权。"),
        ("fault", "failed", "ValueError"),
    ],
)
def test_a_task_that_fails_is_remembered_after_its_rollback(db, kind, result, words):
    done = act_and_fail.apply(args=[kind])
    entry = Entry.objects.get()
    assert (entry.verb, entry.result, entry.reason, entry.request_id, entry.actor) == (
        "task.tests.audit.test_jobs.act_and_fail", result, words, done.id, "系统",
    )  # fmt: skip


def test_what_a_task_does_carries_its_number(db):
    done = act.apply()
    assert Entry.objects.get().request_id == done.id


def test_a_command_that_fails_is_remembered_and_still_fails(db):
    with pytest.raises(CommandError, match="'tomorrow' is no moment"):
        call_command("tick", at="tomorrow")
    entry = Entry.objects.get()
    assert (entry.verb, entry.result) == ("command.tick", "failed")
    assert entry.reason == "'tomorrow' is no moment; write it like 2023-05-25T09:00+08:00."
    assert str(uuid.UUID(entry.request_id)) == entry.request_id


def test_what_a_command_does_carries_its_number(db):
    call_command("seed_reference", verbosity=0)
    numbers = set(Entry.objects.values_list("request_id", flat=True))
    assert (Entry.objects.count() > 100, len(numbers), "" in numbers) == (True, 1, False)
