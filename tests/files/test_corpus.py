"""The corpus: every hostile file is refused with its reason, every honest one is taken, each judged
in a process of its own under the limits of the house."""

import json
import signal
import subprocess
import sys

import pytest
from django.conf import settings

from pueredu.files.checks import FileRefused
from pueredu.files.judging import COSTLY, judge
from pueredu.files.kinds import EVIDENCE_KINDS, WORKBOOK_KINDS
from pueredu.files.limits import JUDGE_MEMORY, JUDGE_SECONDS, MIB

from . import honest, hostile_office, hostile_pdf, hostile_rest, samples

HOSTILE = [*hostile_office.CASES, *hostile_pdf.CASES, *hostile_rest.CASES]
TABLES = (".xls", ".ods", ".csv")


def ask(folder, name, make):
    path = folder / "upload"
    path.write_bytes(make())
    return judge(path, name, kinds=WORKBOOK_KINDS if name.endswith(TABLES) else EVIDENCE_KINDS)


def named(cases):
    return [f"{name[:9]}: {what}" for what, name, *_ in cases]


def test_the_corpus_is_as_large_as_was_agreed():
    assert (len(HOSTILE) >= 60, len(honest.CASES) >= 30) == (True, True)
    assert len({(what, name) for what, name, *_ in HOSTILE}) == len(HOSTILE)


@pytest.mark.parametrize(("name", "make", "said"), [c[1:] for c in HOSTILE], ids=named(HOSTILE))
def test_a_hostile_file_is_refused_with_its_reason(tmp_path, name, make, said):
    with pytest.raises(FileRefused, match=said) as refused:
        ask(tmp_path, name, make)
    assert str(refused.value).endswith("。")


@pytest.mark.parametrize(
    ("name", "make"), [case[1:] for case in honest.CASES], ids=named(honest.CASES)
)
def test_an_honest_file_is_taken(tmp_path, name, make):
    found = ask(tmp_path, name, make)
    assert (found.kind, found.name) == (
        name.rpartition(".")[2].lower().replace("jpeg", "jpg"),
        name,
    )


def process(path, **changes):
    """How the process of the checks ends with this file."""
    order = {"path": str(path), "name": "报告.docx", "max_bytes": MIB, "kinds": ["docx"]}
    order |= {"memory": JUDGE_MEMORY, "seconds": JUDGE_SECONDS, **changes}
    return subprocess.run(
        [sys.executable, "-m", "pueredu.files.checks"],
        input=json.dumps(order),
        cwd=settings.BASE_DIR,
        env={},
        capture_output=True,
        text=True,
        check=False,
    )


def crowded(folder, megabytes):
    """A part of nothing but elements: each costs far more in memory than in the file."""
    part = b'<?xml version="1.0"?><a>' + b"<b/>" * (megabytes * MIB // 4) + b"</a>"
    path = folder / "crowded"
    path.write_bytes(
        samples.rezip(samples.docx_bytes(), replace={"word/document.xml": lambda _part: part})
    )
    return path


def test_a_file_that_needs_too_much_memory_is_refused(tmp_path):
    with pytest.raises(FileRefused, match=COSTLY):
        judge(crowded(tmp_path, 31), "报告.docx")


def test_it_is_the_limit_of_memory_that_refuses_it(tmp_path):
    path = crowded(tmp_path, 4)
    assert json.loads(process(path).stdout)["kind"] == "docx"
    assert process(path, memory=64 * MIB).stdout == ""


def test_the_process_ends_when_its_time_is_over(tmp_path):
    rows = b"<row><c><f>A1(1)</f></c></row>" * (199 * MIB // 30)
    path = tmp_path / "slow"
    path.write_bytes(samples.rezip(samples.docx_bytes(), add={"docProps/a.xml": b"<a>" + rows}))

    assert json.loads(process(path).stdout)["kind"] == "docx"
    assert process(path, seconds=1).returncode == -signal.SIGKILL


def test_what_was_taken_once_is_not_judged_twice_but_other_bytes_are(tmp_path):
    path = tmp_path / "报告.docx"
    path.write_bytes(samples.docx_bytes())
    assert judge(path, "报告.docx") is judge(path, "报告.docx")
    path.write_bytes(b"<html>")
    for _ in range(2):
        with pytest.raises(FileRefused):
            judge(path, "报告.docx")
