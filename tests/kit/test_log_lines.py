"""No line of a log is anybody's but ours: what was typed neither begins a record nor steers a screen."""

import logging
import os
import subprocess
import sys

import pytest
from django.conf import settings

from pueredu.kit.log_lines import CONTINUED, OneRecord
from tests.house.packages import ROOT

FORGED = "2023-05-25 09:00:00,000 INFO django: all is well"


def written(message, *args, **more) -> list[str]:
    record = logging.makeLogRecord(
        {"msg": message, "args": args, "name": "door", "levelname": "WARNING", **more}
    )
    return OneRecord("{levelname} {name}: {message}", style="{").format(record).split("\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\f", "\x1c", "\x85", "\u2028"])
def test_a_typed_line_does_not_begin_a_record(end):
    lines = written("no page at %s", f"/a{end}{FORGED}")
    assert lines == ["WARNING door: no page at /a", f"{CONTINUED}{FORGED}"]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("\x1b[2J", r"\x1b[2J"), ("a\x00b", r"a\x00b"), ("\u202efdp", r"\u202efdp"), ("教师", "教师")],
)
def test_what_steers_a_screen_is_written_out(typed, shown):
    assert written("%s", typed) == [f"WARNING door: {shown}"]


def test_the_words_of_a_fault_stay_with_its_record():
    try:
        int(f"x\n{FORGED}")
    except ValueError:
        lines = written("failed", exc_info=sys.exc_info())
    assert lines[0] == "WARNING door: failed"
    assert {line.startswith(CONTINUED) for line in lines[1:]} == {True}
    assert FORGED in lines[-1]


def test_every_line_of_the_house_goes_this_way():
    assert set(settings.LOGGING["handlers"]) == {"stderr"}
    assert settings.LOGGING["handlers"]["stderr"]["formatter"] == "line"
    assert settings.LOGGING["formatters"]["line"]["()"] == "pueredu.kit.log_lines.OneRecord"


def test_worker_and_beat_write_as_the_web_does():
    ask = (
        "from pueredu.celery import app; app.log.setup_logging_subsystem(); import logging;"
        "print([type(one.formatter).__name__ for one in logging.getLogger().handlers])"
    )
    done = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "pueredu.settings.test"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == ("['OneRecord']", "")
