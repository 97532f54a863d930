"""One cell to one typed value, with a word about what looked wrong.

Excel eats data: ids become floats, dates become serials, digits become full-width.
What can be mended without doubt is mended and noted; what cannot is an error.
"""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from pueredu.workbooks.columns import CellKind, Column
from pueredu.workbooks.messages import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Found = tuple[object, Level | None, str]

EPOCH = date(1899, 12, 30)  # Excel's day 0, its wrong 1900-02-29 included
SERIALS = range(18_264, 73_051)  # 1950-01-01 to 2100-01-01
SAFE_DIGITS = 15  # a float keeps no more; Excel writes 0 for the rest
MOST_DECIMALS = 100
MAX_TEXT = 2_000
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
GUARDED = re.compile(r"^'(?=[=+\-@\t＝＋－＠])")
FLOAT_TAIL = re.compile(r"^(\d+)\.0+$")
DATE = re.compile(
    r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]0?0:00(:00)?)?$"
)
COMPACT_DATE = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
YES, NO = {"是", "y", "yes", "1", "true", "√", "有"}, {"否", "n", "no", "0", "false", "×", "无"}
ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"}
UNCACHED = "\x00formula"  # stands for a formula without a result; no cell can hold it


class Converter:
    """Turns the cells of one column into values.

    `corrections` say what a typed text shall mean; `unlisted` gathers the typed texts that stand
    in no list, for which a correction may be chosen.
    """

    def __init__(self, column: Column, corrections: Mapping[str, str] | None = None):
        self.column = column
        self.corrections = corrections or {}
        self.unlisted: set[str] = set()
        self.named = f"「{column.label}」"
        self.choices = {unicodedata.normalize("NFKC", text): text for text in column.choices}
        self.read: Callable[[object], Found] = {
            CellKind.TEXT: self._text,
            CellKind.CODE: self._code,
            CellKind.NUMBER: self._number,
            CellKind.INTEGER: self._integer,
            CellKind.DATE: self._date,
            CellKind.YES_NO: self._yes_no,
        }[column.kind]

    def __call__(self, raw: object) -> Found:
        """(value, level, text); value None for an empty cell, the raw text after an error."""
        if raw == UNCACHED:
            return "", Level.ERROR, f"{self.named}是公式但没有计算结果，请改为填写数值"
        if isinstance(raw, float) and not math.isfinite(raw):
            return str(raw), Level.ERROR, f"{self.named}不是有效的数字"
        return self._worded(raw) if isinstance(raw, str) else self._checked(raw, None, "")

    def _worded(self, raw: str) -> Found:
        if CONTROL.search(raw):
            shown = CONTROL.sub("□", raw)
            return shown, Level.ERROR, f"{self.named}含有看不见的控制字符：“{shown}”"
        if raw in ERRORS:
            return raw, Level.ERROR, f"{self.named}是公式错误 {raw}"
        text = raw.strip(" \u3000\xa0\t\r\n\u200b\ufeff")
        if len(text) > MAX_TEXT:
            return text[:MAX_TEXT], Level.ERROR, f"{self.named}超过 {MAX_TEXT} 字"
        if text == raw:
            return self._checked(GUARDED.sub("", text), None, "")
        note = f"{self.named}首尾有空格，已去掉"
        return self._checked(GUARDED.sub("", text), Level.NOTE, note)

    def _checked(self, raw: object, level: Level | None, note: str) -> Found:
        if raw is None or raw == "":
            if self.column.required:
                return None, Level.ERROR, f"{self.named}不能为空"
            return None, None, ""
        value, found, text = self.read(raw)
        if found is not Level.ERROR and value in self.corrections:
            value = self.corrections[value]
        if found is None and self.choices:
            value, found, text = self._chosen(value)
        return (value, found, text) if found else (value, level, note)

    def _chosen(self, value: object) -> Found:
        text = unicodedata.normalize("NFKC", str(value))
        if text in self.choices:
            return self.choices[text], None, ""
        self.unlisted.add(value)
        near = difflib.get_close_matches(text, self.choices, n=1, cutoff=0.5)
        hint = f"，是否应为“{self.choices[near[0]]}”" if near else ""
        return value, Level.ERROR, f"{self.named}不在可选项中，填的是“{value}”{hint}"

    def _text(self, raw: object) -> Found:
        if isinstance(raw, float) and raw.is_integer():
            return str(int(raw)), None, ""
        return unicodedata.normalize("NFC", str(raw)), None, ""

    def _code(self, raw: object) -> Found:
        if isinstance(raw, bool | date):
            return str(raw), Level.ERROR, f"{self.named}应为编号，被表格软件改成了“{raw}”"
        if isinstance(raw, int | float):
            return self._code_from_number(raw)
        text = unicodedata.normalize("NFKC", raw)
        if tail := FLOAT_TAIL.match(text):
            return tail[1], Level.NOTE, f"{self.named}多了“.0”，已去掉"
        if re.fullmatch(r"\d(\.\d+)?[eE]\+\d+", text):
            return (
                raw,
                Level.ERROR,
                f"{self.named}被写成科学计数“{raw}”，末位已丢失，请改为文本重填",
            )
        if text != raw:
            return text, Level.NOTE, f"{self.named}含有全角字符，已改为半角"
        return text, None, ""

    def _code_from_number(self, raw: float) -> Found:
        if raw != int(raw) or len(str(abs(int(raw)))) > SAFE_DIGITS:
            text = f"{self.named}以数字存放，超过 {SAFE_DIGITS} 位的部分已丢失，请改为文本重填"
            return str(raw), Level.ERROR, text
        return str(int(raw)), Level.NOTE, f"{self.named}以数字存放，已按文本读取；如有前导 0 请核对"

    def _number(self, raw: object) -> Found:
        wrong = str(raw), Level.ERROR, f"{self.named}应为数字，填的是“{raw}”"
        if isinstance(raw, bool | date):
            return wrong
        if isinstance(raw, float) and raw.is_integer():
            raw = int(raw)
        text = unicodedata.normalize("NFKC", str(raw)).replace(",", "")
        try:
            number = Decimal(text)
        except InvalidOperation:
            return wrong
        if not number.is_finite() or number.adjusted() >= SAFE_DIGITS:
            return wrong
        if number.as_tuple().exponent < -MOST_DECIMALS:  # the database overflows far below
            return wrong
        if isinstance(raw, str) and text != raw:
            return number, Level.NOTE, f"{self.named}含有全角数字或分隔符，已改为“{text}”"
        return number, None, ""

    def _integer(self, raw: object) -> Found:
        number, level, text = self._number(raw)
        if level is Level.ERROR:
            return number, level, text
        if number != number.to_integral_value():
            return str(raw), Level.ERROR, f"{self.named}应为整数，填的是“{raw}”"
        return int(number), level, text

    def _date(self, raw: object) -> Found:
        if isinstance(raw, date):
            return raw, None, ""
        wrong = str(raw), Level.ERROR, f"{self.named}应为日期（如 2023-05-25），填的是“{raw}”"
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            text = str(int(raw)) if raw == int(raw) else ""
        else:
            text = unicodedata.normalize("NFKC", str(raw))
        if text.isdecimal() and int(text) in SERIALS:
            day = EPOCH + timedelta(days=int(text))
            return day, Level.NOTE, f"{self.named}是日期序号“{text}”，已按 {day} 读取"
        day = _day(text)
        if day is None:
            return wrong
        if isinstance(raw, str) and text != raw:
            return day, Level.NOTE, f"{self.named}含有全角字符，已按 {day} 读取"
        return day, None, ""

    def _yes_no(self, raw: object) -> Found:
        if isinstance(raw, float) and raw.is_integer():
            raw = int(raw)
        text = unicodedata.normalize("NFKC", str(raw)).lower()
        if text in YES:
            return True, None, ""
        if text in NO:
            return False, None, ""
        return str(raw), Level.ERROR, f"{self.named}应填“是”或“否”，填的是“{raw}”"


def _day(text: str) -> date | None:
    match = DATE.match(text) or COMPACT_DATE.match(text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
