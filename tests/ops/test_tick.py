"""The tick by hand, the tick of beat, and its heartbeat."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from pueredu.celery import app
from pueredu.files.actions import store_file
from pueredu.notices.models import Message
from pueredu.ops.management.commands.tick import moment
from pueredu.ops.models import Heartbeat
from pueredu.ops.tasks import tick
from pueredu.workbooks.enums import ImportState
from pueredu.workbooks.models import ImportJob
from tests.support import files, matters
from tests.support.figures import load_figures
from tests.support.world import AT

ROOT = Path(__file__).resolve().parents[2]

NINE = "2023-06-21T09:00+08:00"  # seven working days before 30 June


@pytest.fixture
def matter(world, errands):
    load_figures()
    matter = matters.issued(world)
    Message.objects.all().delete()
    return matter


def said(capsys, at=NINE):
    call_command("tick", at=at)
    return capsys.readouterr().out.splitlines()[-1]


def test_the_last_line_says_how_many_were_sent_and_twice_sends_nothing_more(matter, capsys):
    assert said(capsys) == "已发送 1 条提醒。"
    assert said(capsys) == "已发送 0 条提醒。"
    assert Message.objects.count() == 1


def test_mail_is_delivered_with_the_tick(matter, world, capsys, mailoutbox):
    type(world.people["a_government"]).objects.update(email="a@example.org")
    call_command("tick", at=NINE)
    assert capsys.readouterr().out == "已投递 1 封邮件。\n已发送 1 条提醒。\n"
    assert len(mailoutbox) == 1


def test_a_moment_without_a_zone_is_local_and_nonsense_gets_a_sentence():
    assert moment("2023-06-20T09:00") == datetime(2023, 6, 20, 1, 0, tzinfo=UTC)
    assert moment(NINE) == datetime(2023, 6, 21, 1, 0, tzinfo=UTC)
    with pytest.raises(CommandError, match="'tomorrow' is no moment"):
        moment("tomorrow")


def test_beat_s_tick_leaves_a_heartbeat_and_a_tick_by_hand_does_not(matter, clock, capsys):
    said(capsys)
    assert Heartbeat.objects.count() == 0
    tick()
    tick()
    beat = Heartbeat.objects.get()
    assert (beat.name, beat.beaten_at) == ("tick", datetime(2023, 5, 25, 1, 0, tzinfo=UTC))


@pytest.fixture
def eager():
    """What is asked of a worker is done at once."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


def test_an_import_whose_ring_was_lost_is_taken_up(world, clock, eager):
    load_figures()
    job = ImportJob.objects.create(
        kind="training.hours",
        file=store_file(
            files.pdf(), by=world.people["a_bureau"], at=AT, owner_label="workbooks.import_job"
        ),
        county=world.units["a"],
        unit=world.units["a"],
        uploaded_by=world.people["a_bureau"],
        uploaded_at=AT,
    )
    tick()
    job.refresh_from_db()
    assert job.state == ImportState.FAILED


def test_the_web_asks_our_broker():
    words = "import pueredu.wsgi, celery; print(celery.current_app.main, celery.current_app.conf.broker_url)"
    done = subprocess.run(
        [sys.executable, "-c", words],
        cwd=ROOT,
        env={**os.environ, "REDIS_URL": "unix:///nowhere/redis.sock"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "pueredu redis+socket:///nowhere/redis.sock?virtual_host=1\n"
