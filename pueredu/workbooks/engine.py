"""Look at one file as its kind wants it: read into staging, judged by the database."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import asdict, dataclass
from itertools import chain
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone

from pueredu.files.queries import path_of
from pueredu.kit.errors import Refused
from pueredu.workbooks.checks import checks_of, judging
from pueredu.workbooks.enums import Verdict
from pueredu.workbooks.messages import MOST_LINES, Level, Tally
from pueredu.workbooks.models import ImportJob, StagedRow
from pueredu.workbooks.reader import SheetReader
from pueredu.workbooks.sources import open_source
from pueredu.workbooks.staging import (
    fetched,
    keep_faults,
    open_sheet,
    stage,
    stage_from,
    unstage,
)
from pueredu.workbooks.suggestions import Suggestions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pueredu.workbooks.checks import Check
    from pueredu.workbooks.columns import SheetForm
    from pueredu.workbooks.kinds import Context, SheetKind
    from pueredu.workbooks.reader import Batch

LOOK_AGAIN = 1.0  # seconds between two words on the progress
DIGEST = """
SELECT encode(sha256(convert_to(%s || string_agg(row_no::text, ' ' ORDER BY row_no), 'UTF8')), 'hex')
FROM judged WHERE is_wanted
"""


class OutOfDate(Refused):
    """What is stored changed after the file was checked: the counts that were shown are not true."""


@dataclass(frozen=True)
class Reading:
    """How reading a file went: rows read, of which so many with cells that cannot be read; what
    was said of rows and of the file; which texts stood in no list, and how often."""

    rows: int
    misread: int
    lines: list[dict]
    notes: list[str]
    unlisted: dict[str, dict[str, int]]


@dataclass(frozen=True)
class Judged:
    """What would happen to the rows. The table `judged` stands until the transaction ends."""

    counts: dict[str, int]
    lines: list[dict]
    suggestions: list[dict]


def read(job: ImportJob, kind: SheetKind, form: SheetForm) -> Reading:
    """The rows of the job's file in staging, unless they stand there already: read by this job, or
    by another from the same bytes in the same way. Raises Refused when they cannot be read."""
    digest = _digest(job, kind, form)
    if _stands(job, digest):
        return Reading(**job.reading)
    unstage(job)
    job.digest = digest
    for earlier in ImportJob.objects.read_like(job)[:1]:
        if stage_from(job, earlier) == earlier.reading["rows"]:
            return _keep(job, Reading(**earlier.reading))
        unstage(job)
    return _keep(job, _read(job, kind, form))


def _stands(job: ImportJob, digest: str) -> bool:
    """Whether the rows in staging are those of the file, all of them."""
    staged = StagedRow.objects.filter(job=job)
    return job.digest == digest and staged.count() == job.reading["rows"]


def _read(job: ImportJob, kind: SheetKind, form: SheetForm) -> Reading:
    with open_source(path_of(job.file), job.file.kind) as source:
        reader = SheetReader(source, form, kind, job.corrections)
        batches = reader.batches()
        for batch in batches:
            report(job, "正在读取", done=reader.count, total=max(reader.expected, reader.count))
            stage(job, chain([batch], _for_a_while(batches)))
    lines = [asdict(line) for line in reader.tally.lines()[:MOST_LINES]]
    unlisted = {name: dict(texts) for name, texts in reader.unlisted.items()}
    return Reading(reader.count, reader.misread, lines, reader.notes, unlisted)


def _for_a_while(batches: Iterator[Batch]) -> Iterator[Batch]:
    """What comes until it is time to say how far the reading is."""
    until = time.monotonic() + LOOK_AGAIN
    for batch in batches:
        yield batch
        if time.monotonic() > until:
            return


def _keep(job: ImportJob, reading: Reading) -> Reading:
    job.reading = asdict(reading)
    ImportJob.objects.filter(pk=job.pk).update(digest=job.digest, reading=job.reading)
    return reading


def _digest(job: ImportJob, kind: SheetKind, form: SheetForm) -> str:
    """Names what the rows are read from, and how: the same name gives the same rows."""
    parts = [job.sha256, kind.key, repr(form), json.dumps(job.corrections, sort_keys=True)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def report(job: ImportJob, stage: str, done: int = 0, total: int = 0) -> None:
    """Progress for the page; at once, not with the job's own save."""
    ImportJob.objects.filter(pk=job.pk).update(stage=stage, done=done, total=total)
    job.stage, job.done, job.total = stage, done, total


def judge(job: ImportJob, kind: SheetKind, context: Context, form: SheetForm) -> Judged:
    """One verdict a row, by the database; part of the caller's transaction."""
    reading = Reading(**job.reading)
    tally, faults = Tally(reading.lines), {}
    suggestions = Suggestions(form, reading.unlisted)
    counts = _judge_rows(job, kind, context, form)
    for check, row in _faulty(kind):
        text = check.text.format_map(row)
        tally.add(row["row_no"], check.level, text, check.column)
        if check.level is Level.ERROR:
            faults[row["row_no"]] = (check.column, text)
            suggestions.miss(check, row)
    keep_faults(job, faults)
    counts[Verdict.ERROR] += reading.misread
    lines = [{**asdict(line), "sentence": line.sentence} for line in tally.lines()[:MOST_LINES]]
    return Judged({"read": reading.rows, **counts}, lines, suggestions.found(kind, context))


def judge_again(job: ImportJob, kind: SheetKind, context: Context) -> None:
    """The table `judged` for writing; OutOfDate when it does not say what was confirmed."""
    form = kind.form(context)
    counts = {}
    if _stands(job, _digest(job, kind, form)):
        counts = _judge_rows(job, kind, context, form)
        counts[Verdict.ERROR] += job.reading["misread"]
    if {"read": job.counts["read"], **counts} != job.counts:
        raise OutOfDate("检查之后系统中的内容有变化，已重新检查，请核对后再次确认。")


def take_turns(job: ImportJob) -> None:
    """One import of a kind for a unit at a time, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s))", [f"import {job.kind} {job.unit_id}"]
        )


def _judge_rows(job, kind: SheetKind, context: Context, form: SheetForm) -> dict[str, int]:
    open_sheet(job, form)
    checks = enumerate(checks_of(kind))
    words = {
        "errors": [number for number, check in checks if check.level is Level.ERROR],
        **kind.words(context),
    }
    with connection.cursor() as cursor:
        for statement in judging(kind):
            cursor.execute(statement.as_string(cursor.connection), words)
        cursor.execute("SELECT verdict, count(*) FROM judged GROUP BY verdict")
        found = dict(cursor.fetchall())
    return {verdict.value: found.get(verdict, 0) for verdict in Verdict}


def _faulty(kind: SheetKind) -> Iterator[tuple[Check, dict]]:
    """The rows of which something is to be said, in the order of the file."""
    checks = checks_of(kind)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM judged WHERE fault IS NOT NULL AND verdict <> 'same' ORDER BY row_no"
        )
        for row in fetched(cursor):
            yield checks[row["fault"]], row


def digest_of_rows(job: ImportJob) -> str:
    """A fingerprint of the rows that are written, for the audit: what was read and which rows."""
    with connection.cursor() as cursor:
        cursor.execute(DIGEST, [job.digest])
        return cursor.fetchone()[0]


def seen_before(job: ImportJob) -> list[str]:
    """A note when the same file was imported for the same unit already."""
    earlier = ImportJob.objects.applied_like(job).order_by("-applied_at").first()
    if earlier is None:
        return []
    day = timezone.localtime(earlier.applied_at).date()
    return [f"这份文件已于 {day} 导入过，内容没有变化的行不会重复写入"]
