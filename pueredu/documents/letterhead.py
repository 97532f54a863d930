"""Official papers as editable .docx after GB/T 9704-2012, in WPS and Word alike.

    paper = OfficialDocument("关于……的通知", number="", recipient="各县（区）教育体育局")
    paper.heading(1, "总体要求")
    paper.paragraph("……")
    paper.table(["县(区)", "学时"], [["思茅区", 72]])
    paper.sign("普洱市教育体育局", day)
    paper.save(stream)

Fonts are named, never shipped: a computer without them shows its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor

from pueredu.documents import layout
from pueredu.documents.layout import (
    BODY,
    FANGSONG,
    HEITI,
    KAITI,
    XIAOBIAOSONG,
    indent,
    space,
    write,
)
from pueredu.documents.wording import checked_number, heading_number, paper_date, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from docx.text.paragraph import Paragraph

FONT_OF_LEVEL = {1: HEITI, 2: KAITI, 3: FANGSONG, 4: FANGSONG}
DEMO = "演示数据，不作为正式公文"
CENTER, LEFT, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT


class OfficialDocument:
    """Written from top to bottom; headings number themselves. Raises Refused on a bad number.

    ``anchor`` is the head of the audit chain (``audit.queries.head``) for the foot of papers that
    lie in a cabinet: whoever cuts the chain afterwards cannot cut the paper. A paper with an internal
    ``serial`` (``next_serial``) shows it where an official one has its 发文字号.
    """

    def __init__(
        self,
        title: str,
        *,
        number: str = "",
        serial: str = "",
        recipient: str = "",
        is_demo: bool = False,
        anchor: object = "",
    ):
        self.docx = docx.Document()
        self.counts = [0, 0, 0, 0]
        self._prepare(title)
        marks = [DEMO if is_demo else "", f"审计链 {anchor}" if anchor else ""]
        self._footers([mark for mark in marks if mark])
        space(self._line(serial or checked_number(number), align=CENTER))
        self._blank()
        title_line = self._line(title, XIAOBIAOSONG, layout.TITLE, CENTER)
        layout.off_grid(space(title_line, layout.TITLE_LINE))
        self._blank()
        if recipient:
            self._line(f"{recipient.rstrip('：:')}：", align=LEFT)

    def heading(self, level: int, text: str) -> None:
        """一、 黑体; （一） 楷体; 1. and （1） 仿宋. A deeper level starts anew below each."""
        self.counts[level - 1] += 1
        self.counts[level:] = [0] * (4 - level)
        number = heading_number(level, self.counts[level - 1])
        line = indent(self._line(f"{number}{text}", FONT_OF_LEVEL[level]), firstLine=2)
        line.paragraph_format.keep_with_next = True
        layout.outline(line, level)

    def paragraph(self, text: str) -> None:
        """Body text, two characters in; a line break in `text` starts a new paragraph."""
        for part in text.splitlines() or [""]:
            indent(self._line(part.strip()), firstLine=2)

    def table(
        self,
        headings: Sequence[str],
        rows: Iterable[Sequence[object]],
        widths: Sequence[float] = (),
    ) -> None:
        """A ruled table over the text width whose head repeats; `widths` are proportions."""
        table = self.docx.add_table(rows=1, cols=len(headings), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        self._cells(table.rows[0], headings, HEITI)
        layout.flag(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
        for row in rows:
            self._cells(table.add_row(), row, FANGSONG)
        shares = list(widths) or [1] * len(headings)
        for column, share in zip(table.columns, shares, strict=True):
            column.width = round(layout.TEXT_WIDTH * share / sum(shares))
            for cell in column.cells:
                cell.width = column.width
        for row in table.rows:
            layout.flag(row._tr.get_or_add_trPr(), "w:cantSplit")
        self._blank()

    def attachments(self, names: Sequence[str]) -> None:
        """附件说明, one blank line below the text (7.3.4)."""
        self._blank()
        for number, name in enumerate(names, start=1):
            mark = f"{number}. " if len(names) > 1 else ""
            head = "附件：" if number == 1 else ""
            hang = 2 if head else 5
            indent(self._line(f"{head}{mark}{name}"), left=hang)

    def sign(self, unit: str, day: date) -> None:
        """Unit above date; the date ends four characters from the edge, the unit stands over it."""
        self._blank()
        self._blank()
        written = paper_date(day)
        over = 4 + (width(written) - width(unit)) / 2
        signature = indent(self._line(unit, align=RIGHT), right=max(0, over))
        signature.paragraph_format.keep_with_next = True
        indent(self._line(written, align=RIGHT), right=4)

    def save(self, stream: BinaryIO) -> None:
        self.docx.save(stream)

    def _prepare(self, title: str) -> None:
        layout.lay_out(self.docx.sections[0])
        layout.set_normal(self.docx.styles["Normal"])
        facts = self.docx.core_properties
        facts.author, facts.title, facts.comments, facts.language = "", title, "", "zh-CN"
        self.docx.settings.odd_and_even_pages_header_footer = True

    def _footers(self, marks: list[str]) -> None:
        section = self.docx.sections[0]
        odd, even = section.footer, section.even_page_footer
        # 7.5: odd numbers at the right, even ones at the left, one character from the edge.
        for footer, align, side in ((odd, RIGHT, "right"), (even, LEFT, "left")):
            line = footer.paragraphs[0]
            line.alignment = align
            layout.page_number(indent(line, **{side: 1}))
            for mark in marks:
                line = footer.add_paragraph()
                line.alignment = CENTER
                run = write(line, mark, HEITI, Pt(10))
                run.font.color.rgb = RGBColor(0x80, 0x80, 0x80)

    def _line(
        self,
        text: str,
        font: str = FANGSONG,
        size: Pt = BODY,
        align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
    ) -> Paragraph:
        paragraph = space(self.docx.add_paragraph())
        paragraph.alignment = align
        write(paragraph, text, font, size)
        return paragraph

    def _blank(self) -> None:
        space(self.docx.add_paragraph())

    def _cells(self, row, values: Sequence[object], font: str) -> None:
        for cell, value in zip(row.cells, values, strict=True):
            paragraph = space(cell.paragraphs[0], layout.TABLE_LINE)
            layout.off_grid(paragraph)
            numeric = isinstance(value, int | float)
            paragraph.alignment = CENTER if font == HEITI or numeric else LEFT
            write(paragraph, "" if value is None else str(value), font, layout.TABLE)
