"""The audit as a reader's sentences: who, when, for whom, from what to what, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from pueredu.audit.enums import Result
from pueredu.audit.models import Entry
from pueredu.kit.diff import MASK
from pueredu.office.words import (
    NOTHING,
    PAPER_WORDS,
    field_label,
    field_of,
    model_of,
    value_label,
    verb_label,
)
from pueredu.units.access.paper import NUMBER, SIGNED_ON
from pueredu.units.access.posts import STANDS_IN

LIMIT = 50
MOST_LETTERS = 80


@dataclass(frozen=True)
class Change:
    """One column of one act, in words."""

    label: str
    before: str
    after: str

    def __str__(self):
        if MASK in (self.before, self.after):
            return f"改了“{self.label}”（内容不显示）"
        before, after = _cut(self.before), _cut(self.after)
        if before == NOTHING:
            return f"填写“{self.label}”：{after}"
        if after == NOTHING:
            return f"清空“{self.label}”（原为 {before}）"
        return f"把“{self.label}”从 {before} 改为 {after}"


def history_of(record, limit: int = LIMIT) -> list[dict]:
    """What was done to a record, newest first, as ``components/timeline.html`` shows it.

    One query, and one for each model that a changed relation points to.
    """
    rows = Entry.objects.about(record).filter(result=Result.DONE).order_by("-id")[:limit]
    entries = list(rows)
    told = changes_of(entries, briefly=True)
    return [
        _event(entry, type(record), changes) for entry, changes in zip(entries, told, strict=True)
    ]


def changes_of(entries: Iterable[Entry], *, briefly: bool = False) -> list[list[Change]]:
    """The changes of each entry in words. ``briefly`` leaves out what the line says already: the
    first values of a new record, its own moment and actor, and columns that follow from others."""
    rows = [[item for item in _items(entry) if not briefly or item.is_news] for entry in entries]
    names = _names(item for row in rows for item in row)
    return [[item.in_words(names) for item in row] for row in rows]


@dataclass(frozen=True)
class _Item:
    entry: Entry
    name: str
    before: str
    after: str

    @property
    def model(self):
        return model_of(self.entry.object_type)

    @property
    def field(self):
        return field_of(self.model, self.name)

    @property
    def is_news(self) -> bool:
        """Whether the line does not say it already: what, when, by whom, for whom, on which paper
        and why."""
        if self.field is None or not self.field.editable or self.entry.verb.endswith(".add"):
            return False
        is_own = self.field.is_relation and self.after == str(self.entry.actor_id)
        return not (is_own or self._is_the_moment or self.after in self._said)

    @property
    def _said(self) -> set[str]:
        paper = [self.entry.changes.get(name, ["", ""])[1] for name in PAPER_WORDS]
        return {text for text in (self.entry.reason, self.entry.on_behalf_of, *paper) if text}

    @property
    def _is_the_moment(self) -> bool:
        """``submitted_at`` of the act of submitting."""
        text = value_label(self.field, self.after, {})
        return self.name.endswith("_at") and text == value_label(
            self.field, self.entry.at.isoformat(), {}
        )

    def in_words(self, names: dict) -> Change:
        before, after = (value_label(self.field, text, names) for text in (self.before, self.after))
        return Change(field_label(self.model, self.name), before, after)


def _items(entry: Entry) -> list[_Item]:
    """Pairs of old and new in the order of the columns; a detail that is a list of its own stands
    as what is new, after them."""
    found, model = [], model_of(entry.object_type)
    order = [field.name for field in model._meta.fields] if model else []
    known = {name: number for number, name in enumerate(order)}
    for name in sorted(entry.changes, key=lambda name: (known.get(name, len(known)), name)):
        value = entry.changes[name]
        is_pair = isinstance(value, list) and len(value) == 2
        before, after = value if is_pair else ("", _joined(value))
        found.append(_Item(entry, name, _joined(before), _joined(after)))
    return found


def _joined(value) -> str:
    if isinstance(value, list):
        return "、".join(str(item) for item in value)
    return "" if value is None else str(value)


def _names(items: Iterable[_Item]) -> dict[tuple, str]:
    """What the ids of relations are called today; a record that is gone has no name any more."""
    wanted: dict[type, set[str]] = {}
    for item in items:
        if item.field is not None and item.field.is_relation:
            ids = {text for text in (item.before, item.after) if text.isdecimal()}
            wanted.setdefault(item.field.related_model, set()).update(ids)
    return {
        (model, str(row.pk)): str(row)
        for model, ids in wanted.items()
        if ids
        for row in model._base_manager.select_related(*_relations(model)).filter(pk__in=ids)
    }


def _relations(model) -> list[str]:
    """What a name may be made of. Not all that can be reached: for a line of hours that would be a
    join of sixty tables, which takes PostgreSQL longer to plan than the page has."""
    return [field.name for field in model._meta.fields if field.is_relation]


def _event(entry: Entry, model, changes: list[Change]) -> dict:
    """An AB角 acts for the holder of the post, which the post itself says; else it was on paper."""
    stands_in = entry.post.endswith(STANDS_IN) and SIGNED_ON not in entry.changes
    return {
        "at": entry.at,
        "verb": entry.verb.rpartition(".")[2],
        "what": verb_label(entry.verb, model),
        "who": entry.actor,
        "unit": f"{entry.post}，代{entry.on_behalf_of}" if stands_in else entry.post,
        "for_whom": "" if stands_in else entry.on_behalf_of,
        "paper": _paper_of(entry),
        "changes": [str(change) for change in changes],
        "reason": entry.reason,
        "tone": "neutral",
        "files": [],
    }


def _paper_of(entry: Entry) -> str:
    """The day and the number of a paper, as far as they were entered."""
    lines = [entry.changes.get(name, ["", ""])[1] for name in (SIGNED_ON, NUMBER)]
    return "，".join(line for line in lines if line)


def _cut(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}…"
