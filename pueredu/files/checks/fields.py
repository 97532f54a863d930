"""Fields of Word: instructions that start a program or fetch something when the file is opened."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pueredu.files.checks.formulas import DDE
from pueredu.files.checks.markup import OUTSIDE_CONTENT, REMOTE, attribute, local
from pueredu.files.checks.refused import FileRefused

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # nosec B405 # a type

STARTS = re.compile(r"\s*(?:DDE|DDEAUTO)\b", re.IGNORECASE)
LINKS = re.compile(r"\s*LINK\b", re.IGNORECASE)
FETCHES = re.compile(r"\s*(?:INCLUDE|INCLUDEPICTURE|INCLUDETEXT|IMPORT|RD)\b", re.IGNORECASE)
WORD = re.compile(r'"([^"]*)"|(\S+)')
HIDDEN = "文档里有由另一个域拼成的域，看不出它做什么，不能上传。请删除该域后另存再上传。"


class _Field:
    def __init__(self):
        self.instruction, self.is_told = "", False


def check_fields(root: Element) -> None:
    """Word lets a field's instruction be cut into runs, and fields lie inside fields."""
    fields: list[_Field] = []
    for element in root.iter():
        tag = local(element.tag)
        if tag == "fldSimple":
            _begin(fields)
            _check(attribute(element, "instr"))
        elif tag == "instrText" and fields and not fields[-1].is_told:
            fields[-1].instruction += element.text or ""
        elif tag == "fldChar":
            _step(fields, attribute(element, "fldCharType"))
    for field in fields:
        _check(field.instruction)


def _step(fields: list[_Field], step: str) -> None:
    if step == "begin":
        _begin(fields)
        fields.append(_Field())
    elif step == "separate" and fields:
        fields[-1].is_told = True
    elif step == "end" and fields:
        _check(fields.pop().instruction)


def _begin(fields: list[_Field]) -> None:
    """A field that says the first word of another: what the other will do cannot be read."""
    if fields and not fields[-1].is_told and not fields[-1].instruction.strip():
        raise FileRefused(HIDDEN)


def _check(instruction: str) -> None:
    if STARTS.match(instruction):
        raise FileRefused(DDE)
    words = [quoted or bare for quoted, bare in WORD.findall(instruction)]
    fetches = FETCHES.match(instruction) and any(map(REMOTE.match, words))
    if fetches or LINKS.match(instruction):
        raise FileRefused(OUTSIDE_CONTENT)
