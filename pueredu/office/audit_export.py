"""Entries as a file: every cell neutralised, the changes in words."""

import io
from collections.abc import Iterator
from itertools import islice

from django.utils.timezone import localtime

from pueredu.audit.models import Entry
from pueredu.office.history import changes_of
from pueredu.office.words import model_label, model_of, verb_label
from pueredu.units.models import Unit
from pueredu.workbooks.export import csv_lines, write_xlsx

MOST = 50_000  # rows that one request writes in time
HEADINGS = (
    "编号", "时间", "操作人", "所凭职务", "代表", "操作", "记录类型", "记录", "记录编号",
    "县(区)", "结果", "理由", "变更", "请求编号", "网络地址",
)  # fmt: skip


def is_too_long(rows) -> bool:
    """Whether there are more rows than one file takes; without counting them."""
    return rows.order_by("-at", "-id")[MOST : MOST + 1].exists()


def written(rows, form: str) -> tuple[io.BytesIO, int]:
    """The file (``xlsx`` or ``csv``) and how many rows it holds."""
    stream, counter = io.BytesIO(), [0]
    lines = _counted(_lines(rows), counter)
    if form == "csv":
        stream.writelines(csv_lines(HEADINGS, lines))
    else:
        write_xlsx(stream, "审计记录", HEADINGS, lines)
    stream.seek(0)
    return stream, counter[0]


def _lines(rows) -> Iterator[list]:
    counties = dict(Unit.objects.counties().values_list("pk", "short_name"))
    found = rows.order_by("-at", "-id").iterator(1_000)
    while batch := list(islice(found, 1_000)):
        for entry, changes in zip(batch, changes_of(batch), strict=True):
            yield _line(entry, "；".join(str(change) for change in changes), counties)


def _line(entry: Entry, changes: str, counties: dict) -> list:
    return [
        entry.pk, f"{localtime(entry.at):%Y-%m-%d %H:%M:%S}", entry.actor, entry.post, entry.on_behalf_of,
        verb_label(entry.verb, model_of(entry.object_type)), model_label(entry.object_type),
        entry.object_label, entry.object_id, counties.get(entry.county_id, ""),
        entry.get_result_display(), entry.reason, changes, entry.request_id, entry.address,
    ]  # fmt: skip


def _counted(lines: Iterator[list], counter: list[int]) -> Iterator[list]:
    for line in lines:
        counter[0] += 1
        yield line
