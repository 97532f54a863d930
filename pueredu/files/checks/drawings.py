"""Drawings (SVG) within a file: no scripts, no pages, nothing fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pueredu.files.checks.markup import OUTSIDE_CONTENT, REMOTE, local
from pueredu.files.checks.refused import FileRefused

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # nosec B405 # a type

SCRIPT = "文件里的图形（SVG）带有脚本，不能上传。请把图形改成图片后再上传。"
ACTIVE = {"script", "foreignobject", "iframe", "handler", "listener"}


def check_drawing(root: Element) -> None:
    """FileRefused on what a reader might run or fetch; a link that is clicked may stay."""
    for element in root.iter():
        tag = local(element.tag).lower()
        if tag in ACTIVE:
            raise FileRefused(SCRIPT)
        for key, value in element.items():
            _check_attribute(tag, local(key).lower(), value.strip())


def _check_attribute(tag: str, name: str, value: str) -> None:
    if name.startswith("on") or "javascript:" in value.lower():
        raise FileRefused(SCRIPT)
    is_link = name in {"href", "src"} and tag != "a"
    if is_link and REMOTE.match(value) and not value.lower().startswith("data:image/"):
        raise FileRefused(OUTSIDE_CONTENT)
