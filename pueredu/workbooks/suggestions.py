"""What somebody may have meant: for each text that is not known, the nearest ones that are."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from pueredu.kit.pinyin import pinyin_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pueredu.workbooks.checks import Check
    from pueredu.workbooks.columns import SheetForm
    from pueredu.workbooks.kinds import Context, SheetKind

MOST_ASKED = 30  # different texts on one page; the others are mended in the file
MOST_OFFERED = 5
LIKE = 1.1  # of 2: 「张三」 and 「张珊」 share one sign of two and nearly the whole sound


class Suggestions:
    """Gathers the texts that were not known; `found` looks for their nearest."""

    def __init__(self, form: SheetForm, unlisted: Mapping[str, Mapping[str, int]]):
        self.columns = form.columns
        self.missed: Counter[tuple[str, str, str]] = Counter()
        for name, texts in unlisted.items():
            for text, count in texts.items():
                self.missed[name, text, text] += count

    def miss(self, check: Check, row: Mapping) -> None:
        """Count a row whose text the check does not know."""
        typed = row.get(check.column)
        if check.near and typed:
            self.missed[check.column, str(typed), str(row.get(check.near) or typed)] += 1

    def found(self, kind: SheetKind, context: Context) -> list[dict]:
        """JSON-ready: column, label, typed, said, count and options (pairs of value and words),
        commonest first; a text without anything near is left to its sender."""
        known = {column.name: {text: text for text in column.choices} for column in self.columns}
        if any(not known[name] for name, _, _ in self.missed):
            known |= kind.candidates(context)
        sounds = {name: sounded(words) for name, words in known.items()}
        labels = {column.name: column.label for column in self.columns}
        asked = [
            {
                "column": name,
                "label": labels[name],
                "typed": typed,
                "said": said,
                "count": count,
                "options": nearest(said, sounds[name]),
            }
            for (name, typed, said), count in self.missed.most_common(MOST_ASKED)
        ]
        return [one for one in asked if one["options"]]


def sounded(words: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Value, words and sound of each."""
    return [(value, text, pinyin_key(text)) for value, text in words.items()]


def nearest(said: str, known: list[tuple[str, str, str]]) -> list[list[str]]:
    """The values whose words look or sound most like `said`, nearest first."""
    look, sound = SequenceMatcher(b=said), SequenceMatcher(b=pinyin_key(said))
    ranked = []
    for value, words, key in known:
        look.set_seq1(words)
        sound.set_seq1(key)
        likeness = look.ratio() + sound.ratio()
        if likeness > LIKE:
            ranked.append((likeness, value, words))
    ranked.sort(key=lambda one: -one[0])
    return [[value, words] for _, value, words in ranked[:MOST_OFFERED]]
