import io
from datetime import date

import docx
import pytest
from django.db import connection
from docx.oxml.ns import qn
from docx.shared import Pt

from pueredu.audit.actions import remember
from pueredu.audit.queries import fits, head
from pueredu.documents.letterhead import OfficialDocument
from pueredu.files.checks import inspect_file
from pueredu.files.kinds import FileKind
from tests.support.world import AT


def built(*, is_demo=False):
    paper = OfficialDocument(
        "关于开展十条措施落实情况督查的通知", recipient="各县（区）教育体育局", is_demo=is_demo
    )
    paper.heading(1, "总体要求")
    paper.paragraph("第一段。\n第二段\x00。")
    paper.heading(2, "范围")
    paper.heading(2, "方式")
    paper.heading(3, "查阅资料")
    paper.heading(1, "时间安排")
    paper.heading(2, "第一阶段")
    paper.table(["县(区)", "学时"], [["思茅区", 72], ["宁洱县", None]], widths=(3, 1))
    paper.attachments(["督查表", "联系人名单"])
    paper.sign("普洱市教育体育局", date(2023, 5, 25))
    stream = io.BytesIO()
    paper.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def document():
    return docx.Document(io.BytesIO(built()))


def find(document, start):
    return next(line for line in document.paragraphs if line.text.startswith(start))


def fonts(line):
    run = line.runs[0]
    return run.font.size, run._element.rPr.rFonts.get(qn("w:eastAsia"))


def test_page_and_grid_are_those_of_the_standard(document):
    section = document.sections[0]
    grid = section._sectPr.find(qn("w:docGrid"))

    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert [
        round(side.mm)
        for side in (
            section.top_margin,
            section.bottom_margin,
            section.left_margin,
            section.right_margin,
        )
    ] == [37, 35, 28, 26]
    assert [grid.get(qn(f"w:{name}")) for name in ("type", "linePitch")] == ["lines", "578"]
    normal = document.styles["Normal"]._element.rPr
    assert normal.find(qn("w:spacing")).get(qn("w:val")) == "-5"


def test_the_words_stand_in_their_order(document):
    assert [line.text for line in document.paragraphs if line.text] == [
        "发文字号待登记",
        "关于开展十条措施落实情况督查的通知",
        "各县（区）教育体育局：",
        "一、总体要求",
        "第一段。",
        "第二段。",
        "（一）范围",
        "（二）方式",
        "1.查阅资料",
        "二、时间安排",
        "（一）第一阶段",
        "附件：1. 督查表",
        "2. 联系人名单",
        "普洱市教育体育局",
        "2023年5月25日",
    ]


def test_each_part_has_its_font_and_size(document):
    assert fonts(find(document, "关于")) == (Pt(22), "方正小标宋简体")
    assert fonts(find(document, "一、")) == (Pt(16), "黑体")
    assert fonts(find(document, "（一）")) == (Pt(16), "楷体_GB2312")
    assert fonts(find(document, "1.")) == (Pt(16), "仿宋_GB2312")
    assert fonts(find(document, "第一段")) == (Pt(16), "仿宋_GB2312")


def test_body_text_has_fixed_pitch_and_two_characters_of_indent(document):
    line = find(document, "第一段")
    assert line.paragraph_format.line_spacing == Pt(28.9)
    assert line._element.pPr.ind.get(qn("w:firstLineChars")) == "200"
    assert find(document, "各县")._element.pPr.ind is None


def test_the_date_ends_four_characters_from_the_edge_and_the_unit_stands_over_it(document):
    day, unit = find(document, "2023"), find(document, "普洱市")
    assert day._element.pPr.ind.get(qn("w:rightChars")) == "400"
    # 8 characters over 6.5: the unit reaches 0.75 further on either side
    assert unit._element.pPr.ind.get(qn("w:rightChars")) == "325"


def test_the_table_fills_the_text_and_repeats_its_head(document):
    (table,) = document.tables
    head = table.rows[0]._tr.trPr

    assert [cell.text for cell in table.rows[2].cells] == ["宁洱县", ""]
    assert head.find(qn("w:tblHeader")) is not None
    assert [round(cell.width.mm) for cell in table.rows[1].cells] == [117, 39]


def test_page_numbers_stand_outside_and_are_fields(document):
    section = document.sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]

    assert document.settings.odd_and_even_pages_header_footer
    assert (odd.text, even.text) == ("— 1 —", "— 1 —")
    assert "PAGE" in odd._element.xml
    assert [line._element.pPr.ind.attrib for line in (odd, even)] == [
        {qn("w:rightChars"): "100", qn("w:right"): "320"},
        {qn("w:leftChars"): "100", qn("w:left"): "320"},
    ]
    assert fonts(odd) == (Pt(14), "宋体")


def test_demonstration_papers_say_so_on_every_page():
    section = docx.Document(io.BytesIO(built(is_demo=True))).sections[0]
    for footer in (section.footer, section.even_page_footer):
        assert footer.paragraphs[1].text == "演示数据，不作为正式公文"


def test_our_own_papers_pass_our_own_check():
    assert inspect_file(built(), "通知.docx").kind == FileKind.DOCX


@pytest.mark.django_db
def test_a_paper_may_carry_the_head_of_the_audit_chain(world):
    remember("units.unit.change", world.units["a1"], by=None, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what the commit would do
    stream = io.BytesIO()
    OfficialDocument("通知", anchor=head()).save(stream)
    section = docx.Document(stream).sections[0]
    for footer in (section.footer, section.even_page_footer):
        printed = footer.paragraphs[-1].text.removeprefix("审计链 ")
        assert fits(printed)
