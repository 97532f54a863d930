"""The memory's rows as the skin of the admin draws them (``unfold/components/table.html``)."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localtime

from pueredu.audit.anchors import PURGE, Anchor
from pueredu.audit.enums import Result
from pueredu.audit.models import Entry, Link
from pueredu.kit.templatetags.formats import NOTHING
from pueredu.office.history import Change
from pueredu.office.words import model_label, model_of, verb_label
from pueredu.units.models import Unit

LONGEST_REASON = 40


def moment_to_the_second(at) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M:%S}"


def act_of(entry: Entry) -> str:
    return verb_label(entry.verb, model_of(entry.object_type))


def record_of(entry: Entry) -> str:
    """The record by its kind and the name it had; its number where no name was kept."""
    kind = model_label(entry.object_type)
    number = f"编号 {entry.object_id}" if entry.object_id else ""
    return "　".join(part for part in (kind, entry.object_label or number) if part) or NOTHING


class EntryTable(dict):
    """Rows of entries, each leading to its own page."""

    def __init__(self, entries: Iterable[Entry]):
        headers = ["时间", "操作人", "操作", "记录", "结果", "理由"]
        super().__init__(headers=headers, rows=[self._row(entry) for entry in entries])

    def _row(self, entry: Entry) -> dict:
        url = reverse("admin:audit_entry_change", args=[entry.pk])
        when = format_html(
            '<a class="text-primary-600 underline whitespace-nowrap" href="{}">{}</a>',
            url,
            moment_to_the_second(entry.at),
        )
        who = f"{entry.actor}，代 {entry.on_behalf_of}" if entry.on_behalf_of else entry.actor
        return {
            "cols": [
                when,
                who,
                act_of(entry),
                record_of(entry),
                _result(entry),
                _short(entry.reason),
            ]
        }


class AnchorTable(dict):
    """The anchors outside, and whether the chain still goes through each."""

    def __init__(self, anchored: Iterable[tuple[Anchor | None, bool]]):
        headers = ["锚定时间", "种类", "序号", "校验值", "与链核对"]
        super().__init__(headers=headers, rows=[self._row(*pair) for pair in anchored])

    def _row(self, anchor: Anchor | None, holds: bool) -> dict:  # noqa: FBT001 - a pair of the query
        if anchor is None:
            return {"cols": [NOTHING, NOTHING, NOTHING, NOTHING, "签名不符，锚点文件被改动"]}
        kind = "清理到此" if anchor.kind == PURGE else "链头"
        said = "一致" if holds else "不一致：链被截断或改写"
        return {
            "cols": [
                moment_to_the_second(datetime.fromisoformat(anchor.at)),
                kind,
                anchor.seq,
                anchor.hash[:16],
                said,
            ]
        }


def facts_of(entry: Entry, link: Link | None) -> list[tuple[str, str]]:
    """One entry, line by line."""
    county = Unit.objects.filter(pk=entry.county_id).first() if entry.county_id else None
    return [
        ("时间", moment_to_the_second(entry.at)),
        ("操作人", entry.actor),
        ("所凭职务", entry.post),
        ("代表", entry.on_behalf_of),
        ("操作", f"{act_of(entry)}（{entry.verb}）"),
        ("记录", record_of(entry)),
        ("记录编号", entry.object_id),
        ("县(区)", county.name if county else ""),
        ("结果", entry.get_result_display()),
        ("理由", entry.reason),
        ("请求编号", entry.request_id),
        ("网络地址", entry.address),
        ("链上序号", str(link.seq) if link else "未入链"),
        ("校验值", link.hash if link else ""),
    ]


def change_rows(changes: Iterable[Change]) -> dict:
    return {
        "headers": ["内容", "原为", "现为"],
        "rows": [{"cols": [change.label, change.before, change.after]} for change in changes],
    }


def _result(entry: Entry) -> str:
    """What was not done stands out, in words and in colour."""
    word = entry.get_result_display()
    if entry.result == Result.DONE:
        return word
    return format_html('<strong class="text-red-700 whitespace-nowrap">{}</strong>', word)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_REASON else f"{text[:LONGEST_REASON]}…"
