"""The measures of GB/T 9704-2012 and the WordprocessingML that python-docx has no words for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

if TYPE_CHECKING:
    from docx.section import Section
    from docx.styles.style import CharacterStyle
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

FANGSONG, KAITI = "仿宋_GB2312", "楷体_GB2312"
XIAOBIAOSONG, HEITI, SONGTI = "方正小标宋简体", "黑体", "宋体"
BODY, TITLE, PAGE_NUMBER, TABLE = Pt(16), Pt(22), Pt(14), Pt(12)  # 3号, 2号, 4号, 小4号
LINE = Pt(28.9)  # 22 lines in 225 mm
TITLE_LINE = Pt(36)
TABLE_LINE = Pt(20)
LINE_PITCH = "578"  # twentieths of a point
# 28 characters in 156 mm are 15.79 pt each: 3号 less 0.25 pt, in twentieths of a point.
# Not the grid's own charSpace: LibreOffice then gives each character two cells (14 a line).
CLOSER = "-5"
CHARACTER = 320  # one 3号 character in twentieths of a point
TEXT_WIDTH = Mm(156)
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def lay_out(section: Section) -> None:
    """A4 with the margins of 5.2.1 and the grid of 22 lines × 28 characters of 5.2.3."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    # 7.5: the dashes stand 7 mm below the text; a 4号 line is 5 mm high.
    section.footer_distance = Mm(35 - 7 - 5)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), LINE_PITCH)


def set_normal(style) -> None:
    """仿宋 3号, 28 characters a line; the language picks Chinese glyphs."""
    set_font(style, FANGSONG, BODY)
    closer = OxmlElement("w:spacing")
    closer.set(qn("w:val"), CLOSER)
    style._element.get_or_add_rPr().insert_element_before(closer, "w:sz", "w:szCs")
    language = OxmlElement("w:lang")
    for script in ("val", "eastAsia"):
        language.set(qn(f"w:{script}"), "zh-CN")
    style._element.get_or_add_rPr().append(language)


def off_grid(paragraph: Paragraph) -> None:
    """Tables keep their own measure."""
    element = OxmlElement("w:snapToGrid")
    element.set(qn("w:val"), "0")
    paragraph._element.get_or_add_pPr().insert_element_before(
        element, "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )


def write(paragraph: Paragraph, text: str, font: str = FANGSONG, size: Pt = BODY) -> Run:
    """A run in a named font, for Chinese and Latin letters alike."""
    run = paragraph.add_run(ILLEGAL.sub("", text))
    set_font(run, font, size)
    return run


def set_font(run: Run | CharacterStyle, font: str, size: Pt) -> None:
    run.font.name, run.font.size = font, size
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:eastAsia", "w:cs", "w:hAnsi"):
        fonts.set(qn(script), font)


def space(paragraph: Paragraph, line: Pt = LINE) -> Paragraph:
    """Fixed pitch, nothing before or after."""
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, line
    form.space_before = form.space_after = Pt(0)
    return paragraph


def indent(paragraph: Paragraph, **characters: float) -> Paragraph:
    """firstLine, left, right in characters: Word follows the count when the font changes."""
    properties = paragraph._element.get_or_add_pPr()
    element = properties.get_or_add_ind()
    for side, count in characters.items():
        element.set(qn(f"w:{side}Chars"), str(round(count * 100)))
        element.set(qn(f"w:{side}"), str(round(count * CHARACTER)))
    return paragraph


def outline(paragraph: Paragraph, level: int) -> None:
    """Show the paragraph in the navigation pane; levels from 1."""
    element = OxmlElement("w:outlineLvl")
    element.set(qn("w:val"), str(level - 1))
    paragraph._element.get_or_add_pPr().append(element)


def page_number(paragraph: Paragraph) -> None:
    """— 1 — as a field that the word processor counts."""
    write(paragraph, "— ", SONGTI, PAGE_NUMBER)
    run = write(paragraph, "", SONGTI, PAGE_NUMBER)
    for step, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("shown", "1"), ("end", "")):
        run._element.append(_field_part(step, text))
    write(paragraph, " —", SONGTI, PAGE_NUMBER)


def _field_part(step: str, text: str):
    if not step or step == "shown":
        element = OxmlElement("w:t" if step else "w:instrText")
        element.text = text
        return element
    element = OxmlElement("w:fldChar")
    element.set(qn("w:fldCharType"), step)
    return element


def flag(parent, name: str) -> None:
    """Switch on a yes/no property, such as w:tblHeader of a row."""
    parent.append(OxmlElement(name))
