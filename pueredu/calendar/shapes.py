"""The value of a Figure as people write it: 72, 是, 11-30, 小学、初中; and what may follow it.

A Figure is read by its key in many places, so a new value has the shape of the ones before.
"""

import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, time
from decimal import Decimal, InvalidOperation
from numbers import Real
from typing import Any

YES_NO = {"是": True, "否": False}
SHARE, PARTS, DAY, CLOCK = "比例", "分子/分母", "月-日", "时:分"
# units that are counted in whole numbers only as far as the value before was whole
MEASURED = frozenset({"学时", "亿元", "万元", SHARE})
# more than anybody means: days are counted one by one, and a date ends with the year 9999
DIGITS = 12
MOST, MOST_OF = 10**9, {"工作日": 1_000, "日": 1_000, "月": 1_200, "年": 100}
SEPARATORS = re.compile(r"[、,，;；/\s]+")
HINTS = {
    DAY: "每年的月和日，如 11-30。",
    CLOCK: "时刻，如 08:30。",
    SHARE: "0 与 1 之间，如 0.1 表示一成。",
    PARTS: "分数，如 1/5。",
}
# by key: the codes that a Figure may hold, with their names
NAMES: dict[str, Mapping[str, str]] = {}


class Misfit(ValueError):
    """A value that is not of the shape its key has; the message is a sentence."""


def name_values(key: str, names: Mapping[str, str]) -> None:
    """Say once, when a room is loaded, which codes the Figure of this key holds."""
    NAMES[key] = dict(names)


def shown(key: str, value: Any, unit: str) -> str:
    """The value as people write it."""
    if isinstance(value, list):
        return ("/" if unit == PARTS else "、").join(shown(key, one, unit) for one in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(NAMES.get(key, {}).get(value, value))


def read(key: str, text: str, like: Any, unit: str) -> Any:
    """What was written, in the shape of ``like``. Raises Misfit."""
    text = unicodedata.normalize("NFKC", text).strip()
    if isinstance(like, list):
        value = [_read_one(key, part, like[0]) for part in SEPARATORS.split(text) if part]
    else:
        value = _read_one(key, text, like)
    check(key, value, like, unit)
    return value


def check(key: str, value: Any, like: Any, unit: str) -> None:
    """Raises Misfit for a value that cannot follow ``like`` under the same key."""
    if not isinstance(like, list):
        _check_one(key, value, like, unit)
        if isinstance(value, Real) and value < 0:
            raise Misfit("不能小于 0。")
        return
    if not isinstance(value, list) or not value:
        raise Misfit("至少填写一项，多项用“、”隔开。")
    if unit in {PARTS, DAY} and len(value) != len(like):
        raise Misfit(f"应填写 {len(like)} 项。")
    part = next((one for one in like if isinstance(one, float)), like[0])
    for one in value:
        _check_one(key, one, part, unit)
    if unit == PARTS and not 0 < value[0] <= value[1]:
        raise Misfit("应为分数，如 1/5。")


def _read_one(key: str, text: str, like: Any) -> Any:
    if isinstance(like, bool):
        return YES_NO.get(text, text)
    if isinstance(like, Real):
        with suppress(InvalidOperation):
            number = Decimal(text)
            if number.is_finite() and number.adjusted() < DIGITS:  # 1e999999999 has a billion
                return int(number) if number == int(number) else float(number)
        return text
    codes = {name: code for code, name in NAMES.get(key, {}).items()}
    return codes.get(text, text)


def _check_one(key: str, value: Any, like: Any, unit: str) -> None:
    if isinstance(like, bool) or isinstance(value, bool):
        if not (isinstance(like, bool) and isinstance(value, bool)):
            raise Misfit("应填“是”或“否”。" if isinstance(like, bool) else "应填数字。")
    elif isinstance(like, Real):
        _check_number(value, like, unit)
    elif not isinstance(value, str) or not value:
        raise Misfit("应填文字。")
    elif key in NAMES and value not in NAMES[key]:
        raise Misfit(f"“{value}”不在可填的内容中：{'、'.join(NAMES[key].values())}。")
    elif unit == DAY and not _is_day(value):
        raise Misfit("应填每年的月和日，如 11-30。")
    elif unit == CLOCK and not _is_clock(value):
        raise Misfit("应填时刻，如 08:30。")


def _check_number(value: Any, like: Real, unit: str) -> None:
    if not isinstance(value, Real):
        raise Misfit("应填数字。")
    if isinstance(like, int) and unit not in MEASURED and value != int(value):
        raise Misfit("应填整数。")
    if abs(value) > (most := MOST_OF.get(unit, MOST)):
        raise Misfit(f"不能大于 {most}。")
    if unit == SHARE and not 0 <= value <= 1:
        raise Misfit("比例应在 0 与 1 之间，如 0.1 表示一成。")


def _is_day(text: str) -> bool:
    """29 February is not a day of every year."""
    with suppress(ValueError):
        return bool(re.fullmatch(r"\d\d-\d\d", text) and date.fromisoformat(f"2023-{text}"))
    return False


def _is_clock(text: str) -> bool:
    with suppress(ValueError):
        return bool(re.fullmatch(r"\d\d:\d\d", text) and time.fromisoformat(text) is not None)
    return False


def hint(key: str, like: Any, unit: str) -> str:
    """How a value of this key is written, for the form."""
    one = like[0] if isinstance(like, list) else like
    said = HINTS.get(unit, "")
    if isinstance(one, bool):
        said = "填“是”或“否”。"
    if key in NAMES:
        said = f"可填：{'、'.join(NAMES[key].values())}。"
    return f"{said}多项用“、”隔开。" if isinstance(like, list) and unit != PARTS else said
