"""Files as offices make them, by libraries and by hand: (what, name, make)."""

import io
import random
import struct

import docx
import openpyxl
import segno
import xlsxwriter
from docx.shared import Cm
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from . import samples
from .hostile_rest import chunk
from .packages import with_formula

ROWS = "姓名,学时\r\n演示教师,6\r\n"
WPS_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.'
    b'openxmlformats.org/officeDocument/2006/extended-properties"><Template>Normal.dotm</Template>'
    b"<Application>WPS Office_11.1.0.14309_F1E327BC-269C-435d-A152-05C5408002CA</Application>"
    b"</Properties>"
)
WPS_CUSTOM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.'
    b'openxmlformats.org/officeDocument/2006/custom-properties"><property fmtid="{D5CDD505-2E9C-'
    b'101B-9397-08002B2CF9AE}" pid="2" name="KSOProductBuildVer"><vt:lpwstr xmlns:vt="http://schemas.'
    b'openxmlformats.org/officeDocument/2006/docPropsVTypes">2052-11.1.0.14309</vt:lpwstr>'
    b"</property></Properties>"
)
WPS_ITEM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><s:customData xmlns="http://www.wps.cn/'
    b'officeDocument/2013/wpsCustomData" xmlns:s="http://www.wps.cn/officeDocument/2013/'
    b'wpsCustomData"><customSectProps><customSectPr/></customSectProps></s:customData>'
)
WPS_PARTS = {"docProps/custom.xml": WPS_CUSTOM, "customXml/item8.xml": WPS_ITEM}


def by_wps(data):
    return samples.rezip(data, add=WPS_PARTS, replace={"docProps/app.xml": lambda _part: WPS_APP})


def saved(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def long_report():
    """Headings, a table, a header, a footer and a picture."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "普洱市教育体育局"
    document.sections[0].footer.paragraphs[0].text = "第 1 页"
    for number in range(40):
        document.add_heading(f"{number + 1}、落实情况", level=2)
        document.add_paragraph("按照市委教育工作领导小组要求，逐项整改。" * 20)
    table = document.add_table(rows=12, cols=4)
    for row in table.rows:
        for cell in row.cells:
            cell.text = "演示"
    document.add_picture(io.BytesIO(code_png()), width=Cm(4))
    return saved(document)


def rich_book():
    """Formulas, a comment, a list of choices, merged and frozen cells, two sheets."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["姓名", "学时", "合计"])
    sheet.append(["演示教师", 6, '=IF(B2>5,SUM(B2:B2),"a|b")'])
    sheet["A1"].comment = Comment("填写全名", "演示")
    sheet.merge_cells("D1:E1")
    sheet.freeze_panes = "A2"
    choices = DataValidation(type="list", formula1='"是,否"')
    sheet.add_data_validation(choices)
    choices.add("F2")
    sheet["G2"] = '=HYPERLINK("https://example.gov.cn","来源")'
    book.create_sheet("说明").append(["CALL (12345) 为热线"])
    return saved(book)


def charted_book():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("学时")
    sheet.write_column("A1", [1, 2, 3])
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=学时!$A$1:$A$3"})
    sheet.insert_chart("C1", chart)
    sheet.conditional_format("A1:A3", {"type": "data_bar"})
    sheet.insert_image("C20", "a.png", {"image_data": io.BytesIO(code_png())})
    book.close()
    return stream.getvalue()


def big_book(rows=60_000):
    return samples.xlsx_bytes(
        [(f"演示教师{row}", row, "普洱市思茅区第一小学") for row in range(rows)]
    )


def linked(kind, target):
    link = samples.relationship(kind, target)
    return samples.rezip(samples.docx_bytes(), add={"word/_rels/header9.xml.rels": link})


def code(kind, **options):
    stream = io.BytesIO()
    segno.make("https://example.gov.cn/verify").save(stream, kind=kind, **options)
    return stream.getvalue()


def code_png():
    return code("png", scale=4)


def pdf(version, *objects, **options):
    return samples.pdf_bytes(*objects, **options).replace(b"%PDF-1.7", b"%PDF-" + version)


def scanned_pdf(pages=100):
    """A photograph on each page, 20 MB in all: noise, as a scanner makes it."""
    noise = random.Random(7)
    head = b"<< /Subtype /Image /Filter /DCTDecode /Length 200000 >>\nstream\n"
    return pdf(b"1.4", *(head + noise.randbytes(200_000) + b"\nendstream" for _ in range(pages)))


def exif_jpg():
    """A phone's photograph: Exif with a place, a comment, a film behind the end mark."""
    tiff = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">HHHI4sI", 1, 0x010F, 2, 4, b"HUA\0", 0)
    exif = b"\xff\xe1" + struct.pack(">H", len(tiff) + 2) + tiff
    icc = b"\xff\xe2" + struct.pack(">H", 20) + b"ICC_PROFILE\0\1\1abcd"
    return b"\xff\xd8" + exif + icc + samples.jpg_bytes(tail=b"ftypmp42" + b"\x55" * 90_000)[2:]


def worded_png():
    words = chunk(b"tEXt", b"Software\0Snipaste") + chunk(b"pHYs", b"\0\0\x0b\x13\0\0\x0b\x13\1")
    data = samples.png_bytes()
    return data[:33] + words + data[33:]


def with_parts(data, **parts):
    """A package with the parts that Excel, Word and WPS add besides: settings of a printer, …"""
    return samples.rezip(data, add={name.replace("__", "/"): part for name, part in parts.items()})


def fields():
    """A table of contents with fields within fields, and a picture that was pasted from QQ."""
    begin, then, end = (
        f'<w:r><w:fldChar w:fldCharType="{step}"/></w:r>' for step in ("begin", "separate", "end")
    )

    def said(text):
        return f"<w:r><w:instrText>{text}</w:instrText></w:r>"

    contents, file = r"TOC \o", r"INCLUDEPICTURE &quot;C:\\QQ\\a.png&quot; \* MERGEFORMATINET"
    page = f"{begin}{said('PAGEREF _Toc1')}{then}<w:r><w:t>3</w:t></w:r>{end}"
    toc = f"{begin}{said(contents)}{then}{page}{page}{end}"
    sums = f"{begin}{said('= ')}{begin}{said('PAGE')}{end}{said(' - 1')}{end}"
    pasted = f"{begin}{said(file)}{then}{end}"
    part = f"<w:p>{toc}{sums}{pasted}</w:p></w:body>".encode()
    return samples.rezip(
        samples.docx_bytes(),
        replace={"word/document.xml": lambda old: old.replace(b"</w:body>", part)},
    )


DRAWN = b"""<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><svg xmlns="http://www.w3.org/2000/svg"
xmlns:xlink="http://www.w3.org/1999/xlink"><use xlink:href="#a"/><path id="a"/></svg>"""

CASES = [
    ("short", "述职报告.docx", samples.docx_bytes),
    ("long, with a picture", "述职报告.docx", long_report),
    ("by WPS", "述职报告.docx", lambda: by_wps(long_report())),
    (
        "with a chart and its figures",
        "述职报告.docx",
        lambda: samples.rezip(
            samples.docx_bytes(),
            add={"word/embeddings/Microsoft_Excel_Sheet.xlsx": samples.xlsx_bytes()},
        ),
    ),
    ("with links", "述职报告.docx", lambda: linked("hyperlink", "http://example.gov.cn/")),
    ("with a lost picture", "述职报告.docx", lambda: linked("image", "NULL")),
    ("with a picture of the disk", "报告.docx", lambda: linked("image", "file:///C:\\T\\a.png")),
    ("a drawing", "报告.docx", lambda: samples.rezip(samples.docx_bytes(), add={"word/media/a.svg": b"<svg><path/></svg>"})),
    ("a drawing with the type of its kind", "报告.docx", lambda: with_parts(samples.docx_bytes(), word__media__a=b"x", **{"word/media/b.svg": DRAWN})),
    ("fields within fields", "述职报告.docx", fields),
    ("with fonts and an old picture", "述职报告.docx", lambda: with_parts(samples.docx_bytes(), **{"word/fonts/font1.odttf": b"\x8f" * 99, "word/media/a.emf": b"\1\0\0\0l\0\0\0", "docProps/thumbnail.wmf": b"\xd7\xcd\xc6\x9a"})),
    ("capitals in the extension", "述职报告.DOCX", samples.docx_bytes),
    ("short", "学时.xlsx", samples.xlsx_bytes),
    ("by WPS", "学时.xlsx", lambda: by_wps(rich_book())),
    ("rich", "学时.xlsx", rich_book),
    ("with a chart", "学时.xlsx", charted_book),
    ("with the settings of a printer", "学时.xlsx", lambda: with_parts(samples.xlsx_bytes(), **{"xl/printerSettings/printerSettings1.bin": "惠普".encode("utf-16-le"), "xl/calcChain.xml": b"<calcChain/>"})),
    ("formula on two lines", "学时.xlsx", lambda: with_formula("IF(A1&gt;1,&#10;&quot;a|b&quot;,&#xA;0)")),
    ("quotes by their numbers", "学时.xlsx", lambda: with_formula("IF(A1&gt;1,&#34;a|b&#34;,&#x22;&#26222;|(&#x22;)")),
    ("60,000 rows", "学时.xlsx", big_book),
    ("links to another workbook", "学时.xlsx", lambda: samples.rezip(samples.xlsx_bytes(), add={"xl/externalLinks/_rels/a.xml.rels": samples.relationship("externalLinkPath", "file:///D:\\统计.xlsx")})),
    *(
        (f"version {version.decode()}", "签批件.pdf", lambda version=version: pdf(version))
        for version in (b"1.4", b"1.5", b"1.6", b"1.7", b"2.0")
    ),
    ("by a library", "签批件.pdf", lambda: code("pdf")),
    ("scanned, 100 pages", "签批件.pdf", scanned_pdf),
    ("packed objects", "签批件.pdf", lambda: pdf(b"1.5", samples.stream_object(b"5 0 << /Type /Font >>", b"/Type /ObjStm /N 1 /First 4 "))),
    ("a page about scripts", "签批件.pdf", lambda: pdf(b"1.4", samples.stream_object(b"BT (HTML/JavaScript) Tj ET"))),
    ("a link to click", "签批件.pdf", lambda: pdf(b"1.7", b"<< /Subtype /Link /A << /S /URI /URI (https://example.gov.cn) >> >>")),
    ("opens by a packed object", "签批件.pdf", lambda: pdf(b"1.7").replace(b"/OpenAction [3 0 R /Fit]", b"/OpenAction 9 0 R")),
    ("changed once, so ends twice", "签批件.pdf", lambda: pdf(b"1.7") + b"trailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\r\n\0\0"),
    ("small photo", "现场.jpg", samples.jpg_bytes),
    ("of a phone", "现场.JPEG", exif_jpg),
    ("by a library", "截图.png", code_png),
    ("with words", "截图.png", worded_png),
    ("old", "学时.xls", lambda: samples.xls_bytes((0x85, b"\x00\x00\x00\x00\x00\x00\x03\x00abc"))),
    ("by LibreOffice", "学时.xls", lambda: samples.xls_bytes(streams=["\x01Ole", "\x01CompObj"])),
    ("open document", "学时.ods", samples.ods_bytes),
    ("by LibreOffice", "学时.ods", lambda: samples.ods_bytes('<o><office:scripts/><c table:formula="of:=IF([.A1];&#10;1)"/><text:a xlink:href="https://example.gov.cn/">来源</text:a><draw:image xlink:href="Pictures/a.png"/></o>')),
    ("GB18030", "学时.csv", lambda: f"{ROWS}㐀,1\r\n".encode("gb18030")),
    ("UTF-8 with a mark", "学时.csv", lambda: ROWS.encode("utf-8-sig")),
    ("UTF-16", "学时.csv", lambda: ROWS.replace(",", "\t").encode("utf-16")),
    ("less than at the start", "学时.csv", "<60,不合格\r\n".encode),
]  # fmt: skip
