"""What a room declares about a sheet, read from its import-export Resource.

A Resource carries fields with `column_name` and widget, `Meta.import_id_fields`, and an inner
class `SheetMeta`, of which every name is optional but `title`:

    class SheetMeta:
        title = "培训学时"                      # name of the sheet and of the file
        version = "1"                           # raised when columns change
        required = ("teacher_code", "hours")    # field names: never empty
        asked = ("direction",)                  # dark in the template too: a check asks for it
        key = ("teacher_code", "activity")      # default: Meta.import_id_fields
        codes = ("teacher_code",)               # digits that are names: kept as text
        choices = {"form": ("集中培训", "网络研修")}
        help = {"hours": "按学时填写，可带一位小数"}
        aliases = {"hours": ("课时",)}          # headings also understood
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from import_export import widgets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from import_export.resources import Resource


class CellKind(StrEnum):
    TEXT = "text"
    CODE = "code"
    NUMBER = "number"
    INTEGER = "integer"
    DATE = "date"
    YES_NO = "yes_no"


# The first class that fits decides, so subclasses stand before their bases.
KIND_OF_WIDGET = (
    (widgets.IntegerWidget, CellKind.INTEGER),
    (widgets.NumberWidget, CellKind.NUMBER),
    (widgets.DateWidget, CellKind.DATE),
    (widgets.BooleanWidget, CellKind.YES_NO),
)


@dataclass(frozen=True)
class Column:
    """One column: `name` is the field's, `label` the heading that people see. A `required` cell is
    never empty; what is `asked` for has a dark heading in the template."""

    name: str
    label: str
    kind: CellKind
    required: bool = False
    asked: bool = False
    choices: tuple[str, ...] = ()
    help: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def headings(self) -> set[str]:
        return {plain_heading(text) for text in (self.label, *self.aliases)}


@dataclass(frozen=True)
class SheetForm:
    """A sheet's whole declaration. `key` holds the names that tell one row from another."""

    title: str
    version: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    def with_choices(self, choices: Mapping[str, Sequence[str]]) -> SheetForm:
        """The same form with lists that depend on who asks, by field name."""
        columns = tuple(
            replace(column, choices=tuple(choices.get(column.name, column.choices)))
            for column in self.columns
        )
        return replace(self, columns=columns)


def plain_heading(text: object) -> str:
    """A heading as it is compared: half-width, no blanks, no mark of a required column."""
    text = unicodedata.normalize("NFKC", str(text))
    text = "".join(text.split()).lower()
    return text.replace("(必填)", "").replace("(选填)", "").strip("*:")


def form_of(resource: type[Resource]) -> SheetForm:
    """Read a Resource class; nothing is queried."""
    meta = resource.SheetMeta
    required = set(getattr(meta, "required", ()))
    key = tuple(getattr(meta, "key", resource._meta.import_id_fields))
    asked = required.union(key, getattr(meta, "asked", ()))
    choices = getattr(meta, "choices", {})
    columns = tuple(
        Column(
            name=name,
            label=field.column_name or name,
            kind=_kind(name, field.widget, getattr(meta, "codes", ())),
            required=name in required,
            asked=name in asked,
            choices=tuple(choices.get(name, ())),
            help=getattr(meta, "help", {}).get(name, ""),
            aliases=tuple(getattr(meta, "aliases", {}).get(name, ())),
        )
        for name, field in resource.fields.items()
    )
    return SheetForm(meta.title, str(getattr(meta, "version", "1")), columns, key)


def _kind(name: str, widget: widgets.Widget, codes: Sequence[str]) -> CellKind:
    if name in codes:
        return CellKind.CODE
    for base, kind in KIND_OF_WIDGET:
        if isinstance(widget, base):
            return kind
    return CellKind.TEXT
