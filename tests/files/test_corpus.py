"""The corpus: every hostile file is refused with its reason, every honest one is taken, each judged
in a process of its own under the limits of the house, and none costs near what they allow."""

import hashlib
import json
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass

import pytest
from django.conf import settings

from pueredu.files.checks import FileRefused
from pueredu.files.judging import COSTLY, judge
from pueredu.files.kinds import EVIDENCE_KINDS, WORKBOOK_KINDS
from pueredu.files.limits import JUDGE_MEMORY, JUDGE_SECONDS, MAX_BYTES, MIB

from . import honest, hostile_active, hostile_office, hostile_pdf, hostile_rest, samples

HOSTILE = [
    case
    for module in (hostile_active, hostile_office, hostile_pdf, hostile_rest)
    for case in module.CASES
]
TABLES = (".xls", ".ods", ".csv")
# The dearest needs 245 MB and 0.8 s. Memory is the same on every machine, time is not; the limits
# of the house are 512 MB and 20 s.
MOST_MEMORY, MOST_SECONDS = 300 * MIB, 5
# the checks as they are started, and then what they took: the peak of this process alone, which
# getrusage would mix with that of the one that started it
MEASURED = r"""
import re, runpy, time
runpy.run_module("pueredu.files.checks", run_name="__main__")
peak = re.search(r"VmHWM:\s+(\d+) kB", open("/proc/self/status").read())[1]
print("", peak, time.process_time(), sep="\n")
"""


@dataclass(frozen=True)
class Verdict:
    """``said`` is the answer of the checks; ``memory`` in bytes, ``seconds`` of processor."""

    said: dict
    memory: int
    seconds: float

    @property
    def is_cheap(self) -> bool:
        return self.memory <= MOST_MEMORY and self.seconds <= MOST_SECONDS


def ask(folder, name, make) -> Verdict:
    path = folder / "upload"
    path.write_bytes(make())
    kinds = WORKBOOK_KINDS if name.endswith(TABLES) else EVIDENCE_KINDS
    order = {"name": name, "max_bytes": MAX_BYTES, "kinds": kinds}
    said, peak, seconds = process(path, "-c", MEASURED, **order).stdout.split("\n")[:3]
    return Verdict(json.loads(said), int(peak) * 1024, float(seconds))


def named(cases):
    return [f"{name[:9]}: {what}" for what, name, *_ in cases]


def test_the_corpus_is_as_large_as_was_agreed():
    assert (len(HOSTILE) >= 60, len(honest.CASES) >= 30) == (True, True)


@pytest.mark.parametrize("cases", [HOSTILE, honest.CASES], ids=["hostile", "honest"])
def test_no_file_stands_twice(cases):
    assert len({(what, name) for what, name, *_ in cases}) == len(cases)
    made = {(hashlib.sha256(make()).digest(), name) for _, name, make, *_ in cases}
    assert len(made) == len(cases)


@pytest.mark.parametrize(("name", "make", "said"), [c[1:] for c in HOSTILE], ids=named(HOSTILE))
def test_a_hostile_file_is_refused_with_its_reason(tmp_path, name, make, said):
    verdict = ask(tmp_path, name, make)
    refusal = verdict.said.get("refused", "taken")
    assert (said in refusal, refusal.endswith("。"), verdict.is_cheap) == (True, True, True), (
        verdict
    )


@pytest.mark.parametrize(
    ("name", "make"), [case[1:] for case in honest.CASES], ids=named(honest.CASES)
)
def test_an_honest_file_is_taken(tmp_path, name, make):
    verdict = ask(tmp_path, name, make)
    kind = name.rpartition(".")[2].lower().replace("jpeg", "jpg")
    found = (verdict.said.get("kind"), verdict.said.get("name"), verdict.is_cheap)
    assert found == (kind, name, True), verdict


def test_the_measure_sees_what_a_file_costs(tmp_path):
    cheap = ask(tmp_path, "报告.docx", samples.docx_bytes)
    dear = ask(tmp_path, "报告.docx", crowded(tmp_path, 16).read_bytes)
    assert (cheap.is_cheap, cheap.memory < 100 * MIB) == (True, True)
    assert dear.memory > cheap.memory + 100 * MIB
    assert dear.seconds > cheap.seconds


@pytest.mark.parametrize("case", [HOSTILE[0], ("", *honest.CASES[0][1:])])
def test_the_house_asks_in_the_same_way(tmp_path, case):
    _, name, make, *said = case
    path, data = tmp_path / "upload", make()
    path.write_bytes(data)
    if said:
        with pytest.raises(FileRefused, match=said[0]):
            judge(path, name)
    else:
        assert asdict(judge(path, name)) == ask(tmp_path, name, lambda: data).said


def process(path, *how, **changes):
    """How the process of the checks ends with this file."""
    order = {"path": str(path), "name": "报告.docx", "max_bytes": MIB, "kinds": ["docx"]}
    order |= {"memory": JUDGE_MEMORY, "seconds": JUDGE_SECONDS, **changes}
    return subprocess.run(
        [sys.executable, *(how or ("-m", "pueredu.files.checks"))],
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
