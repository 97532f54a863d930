"""Formulas that act: DDE, and functions that fetch from the net or start a program."""

from __future__ import annotations

import re
import string

from pueredu.files.checks.refused import FileRefused

DDE = "文件里有能自动调用其他程序的 DDE 链接，不能上传。请删除该域或公式后再上传。"
REACHING = (
    "表格里有会自动联网或调用程序的公式（如 WEBSERVICE、RTD），不能上传。请把公式改成数值后再上传。"
)
DISGUISED = "表格里有写法异常的公式（字母写成编号，或夹有注释），无法检查。请用原来的软件打开并另存后再上传。"
# A letter, or what makes a call, written as its number. Honest programs write so line breaks,
# quotation marks and whatever is not ASCII.
CODES = [*map(ord, string.ascii_letters + string.digits + "(._|")]
SPELT = b"&#(?:0*(?:%s)|(?i:x0*(?:%s)));" % tuple(
    "|".join(form % code for code in CODES).encode() for form in ("%d", "%x")
)
# Where ECMA-376 has formulas: cells, conditions, choices, names, columns of tables.
OPENED = (
    rb"<(?:[^\s<>/:]*:)?(?:f|formula[12]?|definedName|calculatedColumnFormula|totalsRowFormula)"
    rb"(?:\s[^>]*)?>"
)
ACTING = re.compile(OPENED + rb"([^<]*[|(][^<]*)<")
ODD = re.compile(OPENED + rb"[^<]*?(?:" + SPELT + rb"|<[!?])")
QUOTE, QUOTED = re.compile(rb"&(?:quot|#0*34|#x0*22);"), re.compile(rb'"[^"]*"')
REACHES = re.compile(rb"\b(?:WEBSERVICE|IMAGE|RTD|CALL|REGISTER\.ID)\s*\(", re.IGNORECASE)
# OpenDocument keeps them in attributes.
ATTRIBUTE = re.compile(rb"""(?:formula|expression|condition)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
DDE_CALL = re.compile(rb"\bDDE\s*\(", re.IGNORECASE)
NUMBERED = re.compile(SPELT)


def check_formulas(window: bytes) -> None:
    """The formulas of a workbook's part, or of as much of it as is in sight."""
    if ODD.search(window):
        raise FileRefused(DISGUISED)
    for formula in ACTING.finditer(window):
        spoken = _unquoted(formula[1])
        # In a formula a bar outside quotes is nothing but a DDE call: cmd|'/c …'!A0
        if b"|" in spoken:
            raise FileRefused(DDE)
        if REACHES.search(spoken):
            raise FileRefused(REACHING)


def check_attributes(window: bytes) -> None:
    """The formulas of an OpenDocument part."""
    for found in ATTRIBUTE.finditer(window):
        formula = found[1] or found[2] or b""
        if NUMBERED.search(formula):
            raise FileRefused(DISGUISED)
        spoken = _unquoted(formula)
        if DDE_CALL.search(spoken):
            raise FileRefused(DDE)
        if REACHES.search(spoken):
            raise FileRefused(REACHING)


def _unquoted(formula: bytes) -> bytes:
    """A formula without the texts in it."""
    return QUOTED.sub(b"", QUOTE.sub(b'"', formula))
