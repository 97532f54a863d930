"""Look at one file as its kind wants it: read, check, compare. Writes nothing but progress."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from pueredu.files.queries import path_of
from pueredu.workbooks.messages import Level, Message, aggregate
from pueredu.workbooks.models import ImportJob
from pueredu.workbooks.reader import read_sheet
from pueredu.workbooks.verdicts import counted, judge, key_of

if TYPE_CHECKING:
    from pueredu.workbooks.columns import SheetForm
    from pueredu.workbooks.kinds import Context, SheetKind
    from pueredu.workbooks.reader import ReadSheet


@dataclass(frozen=True)
class Examined:
    """All that is known of a file before anything is kept."""

    rows: list[dict]
    verdicts: list[str]
    messages: list[Message]
    notes: list[str]

    @property
    def counts(self) -> dict[str, int]:
        return counted(self.verdicts)

    @property
    def lines(self) -> list[dict]:
        return aggregate(self.messages)


def examine(job: ImportJob, kind: SheetKind, context: Context) -> Examined:
    """Raises Refused (UnreadableSheet, WrongTemplate) when there is nothing to show row by row."""
    form = kind.form(context)
    report(job, "正在读取")
    read = read_sheet(path_of(job.file), job.file.kind, form, kind.key)
    report(job, "正在检查", total=len(read.rows))
    stored = kind.existing(_keys(read, form), context)
    sound = _sound(read)
    messages = [*read.messages, *(kind.check(sound, context) if sound else ())]
    verdicts = judge(read.rows, messages, stored, form.key)
    report(job, "正在保存检查结果", done=len(read.rows), total=len(read.rows))
    return Examined(read.rows, verdicts, messages, [*read.notes, *_seen_before(job)])


def report(job: ImportJob, stage: str, done: int = 0, total: int = 0) -> None:
    """Progress for the page; at once, not with the job's own save."""
    ImportJob.objects.filter(pk=job.pk).update(stage=stage, done=done, total=total)
    job.stage, job.done, job.total = stage, done, total


def _keys(read: ReadSheet, form: SheetForm) -> list[tuple]:
    return list({key_of(row, form.key): None for row in _sound(read)})


def _sound(read: ReadSheet) -> list[dict]:
    """A room's hooks get typed values only: rows whose cells failed are left out."""
    faulty = {message.row_no for message in read.messages if message.level is Level.ERROR}
    return [row for row in read.rows if row["row_no"] not in faulty]


def _seen_before(job: ImportJob) -> list[str]:
    earlier = ImportJob.objects.applied_like(job).order_by("-applied_at").first()
    if earlier is None:
        return []
    day = timezone.localtime(earlier.applied_at).date()
    return [f"这份文件已于 {day} 导入过，内容没有变化的行不会重复写入"]
