"""How official papers write numbers and dates (GB/T 9704-2012, GB/T 15835-2011). Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from pueredu.kit.errors import Refused

if TYPE_CHECKING:
    from datetime import date

DIGITS = "〇一二三四五六七八九"
NUMBER_PENDING = "发文字号待登记"
NUMBER = re.compile(r"^[^\d〔〕第]+〔[12]\d{3}〕[1-9]\d*号$")


def numeral(number: int) -> str:
    """1 to 99 as 一 to 九十九, for first and second level headings."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{DIGITS[tens]}十")
    return head + (DIGITS[ones] if ones else "")


def heading_number(level: int, number: int) -> str:
    """一、 then （一） then 1. then （1）, levels from 1 to 4 (7.3.3)."""
    forms = {
        1: f"{numeral(number)}、",
        2: f"（{numeral(number)}）",
        3: f"{number}.",
        4: f"（{number}）",
    }
    return forms[level]


def paper_date(day: date) -> str:
    """Arabic numerals without padding (7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def checked_number(text: str) -> str:
    """The 发文字号 as entered from the office's register, or the placeholder when none is.

    Raises Refused when it is not written as 7.2.5 wants: 〔〕, full year, no padding, no 第.
    """
    text = text.strip()
    if not text:
        return NUMBER_PENDING
    if not NUMBER.match(text):
        raise Refused(
            "发文字号应写作“机关代字〔2023〕7号”：年份全称加六角括号，序号不加“第”、不编虚位。"
        )
    return text


def width(text: str) -> float:
    """The width in full characters: a half-width letter counts one half."""
    return sum(1 if unicodedata.east_asian_width(one) in "WF" else 0.5 for one in text)
