import hashlib
import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pueredu.files.checks import FileRefused, clean_name, inspect_file
from pueredu.files.enums import EVIDENCE_KINDS, WORKBOOK_KINDS, FileKind
from pueredu.files.limits import MAX_ENTRIES, MIB

from . import samples

HONEST = [
    ("述职报告.docx", samples.docx_bytes()),
    ("学时.xlsx", samples.xlsx_bytes()),
    ("报告.pdf", samples.pdf_bytes()),
    ("现场.JPEG", samples.jpg_bytes(tail=b"moving picture of a phone")),
    ("截图.png", samples.png_bytes()),
]


@pytest.mark.parametrize(("name", "data"), HONEST, ids=[name for name, _ in HONEST])
def test_an_honest_file_passes_with_its_hash(name, data):
    found = inspect_file(data, name)

    assert found.kind in EVIDENCE_KINDS
    assert (found.name, found.size) == (name, len(data))
    assert found.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("学时.xls", samples.xls_bytes((0x85, b"\x00\x00\x00\x00\x00\x00\x03\x00abc"))),
        ("LibreOffice.xls", samples.xls_bytes(streams=["\x01Ole", "\x01CompObj"])),
        ("学时.ods", samples.ods_bytes()),
        ("学时.csv", "姓名,学时\n演示教师,6\n".encode("gb18030")),
        ("学时.csv", "姓名\t学时\n".encode("utf-8-sig")),
    ],
)
def test_table_kinds_pass_only_where_tables_are_taken(name, data):
    assert inspect_file(data, name, kinds=WORKBOOK_KINDS).kind == name.rpartition(".")[2]
    with pytest.raises(FileRefused, match="不接受"):
        inspect_file(data, name)


def test_a_path_and_a_stream_are_read_alike(tmp_path):
    path = tmp_path / "any"
    path.write_bytes(samples.png_bytes())
    stream = io.BytesIO(samples.png_bytes())

    assert inspect_file(path, "a.png") == inspect_file(stream, "a.png")
    assert stream.tell() == 0


def test_a_chart_with_its_little_workbook_passes():
    data = samples.rezip(
        samples.docx_bytes(),
        add={"word/embeddings/Microsoft_Excel_Sheet.xlsx": samples.xlsx_bytes()},
    )
    assert inspect_file(data, "a.docx").kind == FileKind.DOCX


def test_links_and_lost_pictures_pass():
    for kind, target in [
        ("hyperlink", "http://jtt.example.gov.cn/"),
        ("image", "NULL"),
        ("image", "file:///C:\\Users\\temp\\clip.png"),
        ("externalLinkPath", "file:///D:\\统计.xlsx"),
    ]:
        data = samples.rezip(
            samples.docx_bytes(),
            add={"word/_rels/header9.xml.rels": samples.relationship(kind, target)},
        )
        assert inspect_file(data, "a.docx").kind == FileKind.DOCX


def dde_runs(part):
    runs = "".join(
        f"<w:r>{inner}</w:r>"
        for inner in (
            '<w:fldChar w:fldCharType="begin"/>',
            "<w:instrText>DDE</w:instrText>",
            "<w:instrText>AUTO c:\\\\cmd.exe</w:instrText>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    return part.replace(b"</w:body>", f"<w:p>{runs}</w:p></w:body>".encode())


def with_rel(kind, target):
    return samples.rezip(
        samples.docx_bytes(),
        add={"word/_rels/settings.xml.rels": samples.relationship(kind, target)},
    )


def with_formula(formula):
    return samples.rezip(
        samples.xlsx_bytes(),
        replace={
            "xl/worksheets/sheet1.xml": lambda part: part.replace(
                b"</sheetData>",
                f'<row r="9"><c r="A9"><f>{formula}</f><v>0</v></c></row></sheetData>'.encode(),
            ),
        },
    )


def encrypted_zip():
    data = bytearray(samples.docx_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def many_entries(count):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for number in range(count):
            target.writestr(f"word/{number}.bin", b"")
    return stream.getvalue()


def doubled_entry():
    stream = io.BytesIO(samples.docx_bytes())
    with zipfile.ZipFile(stream, "a") as target:
        target.writestr("WORD/document.xml", b"<w/>")
    return stream.getvalue()


def bomb():
    return samples.rezip(samples.docx_bytes(), add={"word/media/a.bin": b"\0" * (201 * MIB)})


EVIL_DTD = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
OFFICE_CASES = [
    ("macro", lambda: samples.rezip(samples.docx_bytes(), add={"word/vbaProject.bin": b"x"}), "宏"),
    (
        "macro type",
        lambda: samples.rezip(
            samples.docx_bytes(),
            replace={
                "[Content_Types].xml": lambda part: part.replace(
                    b"wordprocessingml.document.main",
                    b"ms-word.document.macroEnabled.main",
                ),
            },
        ),
        "宏",
    ),
    (
        "OLE",
        lambda: samples.rezip(samples.docx_bytes(), add={"word/embeddings/oleObject1.bin": b"x"}),
        "嵌有对象",
    ),
    (
        "macro in a nested workbook",
        lambda: samples.rezip(
            samples.docx_bytes(),
            add={
                "word/embeddings/a.xlsx": samples.rezip(
                    samples.xlsx_bytes(), add={"xl/vbaProject.bin": b"x"}
                ),
            },
        ),
        "宏",
    ),
    ("template", lambda: with_rel("attachedTemplate", "http://evil.example/a.dotm"), "外部模板"),
    ("remote object", lambda: with_rel("oleObject", "http://evil.example/a"), "嵌有对象"),
    ("remote frame", lambda: with_rel("frame", "http://evil.example/a"), "外部内容"),
    ("remote picture", lambda: with_rel("image", "http://evil.example/a.png"), "外部内容"),
    ("share picture", lambda: with_rel("image", "\\\\evil\\share\\a.png"), "外部内容"),
    (
        "DDE in cut runs",
        lambda: samples.rezip(samples.docx_bytes(), replace={"word/document.xml": dde_runs}),
        "DDE",
    ),
    (
        "entities",
        lambda: samples.rezip(samples.docx_bytes(), add={"word/a.xml": EVIL_DTD}),
        "结构异常",
    ),
    (
        "entities in a type part",
        lambda: samples.rezip(
            samples.docx_bytes(), replace={"[Content_Types].xml": lambda _part: EVIL_DTD}
        ),
        "结构异常",
    ),
    (
        "other encoding",
        lambda: samples.rezip(
            samples.docx_bytes(), add={"docProps/x.xml": "<a>ddeLink</a>".encode("utf-16")}
        ),
        "结构异常",
    ),
    ("password", encrypted_zip, "密码"),
    ("too many parts", lambda: many_entries(MAX_ENTRIES + 1), "2001 个部件"),
    ("one name twice", doubled_entry, "结构异常"),
    ("bomb", bomb, "200 MB"),
    ("cut", lambda: samples.docx_bytes()[:-300], "结构异常"),
    ("no office file", lambda: many_entries(3), "结构异常"),
    ("another office file", samples.xlsx_bytes, "不符"),
    ("path", lambda: samples.rezip(samples.docx_bytes(), add={"../a": b""}), "结构异常"),
]


@pytest.mark.parametrize(
    ("make", "sentence"),
    [case[1:] for case in OFFICE_CASES],
    ids=[case[0] for case in OFFICE_CASES],
)
def test_a_hostile_word_file_is_refused_with_its_reason(make, sentence):
    with pytest.raises(FileRefused, match=sentence):
        inspect_file(make(), "报告.docx")


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: with_formula("cmd|'/c calc'!A0"), "DDE"),
        (lambda: with_formula("1+cmd|&apos;/c calc&apos;!A0"), "DDE"),
        (
            lambda: samples.rezip(
                samples.xlsx_bytes(),
                add={
                    "xl/externalLinks/externalLink1.xml": b'<externalLink><ddeLink ddeService="cmd"/></externalLink>'
                },
            ),
            "DDE",
        ),
        (
            lambda: samples.rezip(samples.xlsx_bytes(), add={"xl/macrosheets/sheet1.xml": b"<x/>"}),
            "宏",
        ),
        (
            lambda: samples.rezip(samples.xlsx_bytes(), add={"xl/connections.xml": b"<x/>"}),
            "外部数据连接",
        ),
    ],
)
def test_a_hostile_workbook_is_refused_with_its_reason(make, sentence):
    with pytest.raises(FileRefused, match=sentence):
        inspect_file(make(), "学时.xlsx")


def test_a_bar_inside_a_quoted_text_is_no_dde():
    data = with_formula('IF(A1="a|b",1,0)')
    assert inspect_file(data, "学时.xlsx").kind == FileKind.XLSX


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (samples.xls_bytes((0x2F, b"\x00" * 6)), "密码"),
        (samples.xls_bytes((0x85, b"\x00\x00\x00\x00\x00\x01\x03\x00abc")), "宏"),
        (samples.xls_bytes((0x1AE, b"\x00\x00\x08\x00\x00cmd\x03/c x")), "DDE"),
        (samples.xls_bytes(streams=["_VBA_PROJECT_CUR"]), "宏"),
        (samples.xls_bytes(streams=["MBD0001"]), "嵌有对象"),
        (samples.xls_bytes(streams=["EncryptedPackage"]), "密码"),
        (samples.xls_bytes()[:700], "损坏"),
    ],
)
def test_a_hostile_old_workbook_is_refused_with_its_reason(data, sentence):
    with pytest.raises(FileRefused, match=sentence):
        inspect_file(data, "学时.xls", kinds=WORKBOOK_KINDS)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (samples.ods_bytes('<t f="of:=DDE(1)"/>'), "DDE"),
        (samples.ods_bytes(extra={"Basic/script-lc.xml": "<x/>"}), "宏"),
        (samples.ods_bytes(extra={"META-INF/x": ""})[:-40], "结构异常"),
    ],
)
def test_a_hostile_open_document_is_refused_with_its_reason(data, sentence):
    with pytest.raises(FileRefused, match=sentence):
        inspect_file(data, "学时.ods", kinds=WORKBOOK_KINDS)


SCRIPT = b"<< /S /JavaScript /JS (app.alert(1)) >>"
PACKED = b"5 0 " + SCRIPT
PDF_CASES = [
    ("script", samples.pdf_bytes(SCRIPT), "脚本"),
    ("escaped script", samples.pdf_bytes(b"<< /S /Java#53cript /JS (x) >>"), "脚本"),
    ("wholly escaped", samples.pdf_bytes(b"<< /S /#4a#61vaScript >>"), "脚本"),
    ("program", samples.pdf_bytes(b"<< /S /Launch /F (cmd.exe) >>"), "启动其他程序"),
    ("attachment", samples.pdf_bytes(b"<< /Type /EmbeddedFile >>"), "附件"),
    ("forms", samples.pdf_bytes(b"<< /XFA 3 0 R >>"), "XFA"),
    ("locked", samples.pdf_bytes(trailer=b"/Encrypt 9 0 R"), "密码或权限"),
    ("cut", samples.pdf_bytes()[:-30], "损坏"),
    (
        "packed script",
        samples.pdf_bytes(samples.stream_object(PACKED, b"/Type /ObjStm /N 1 /First 4 ")),
        "脚本",
    ),
    (
        "packed, type not told",
        samples.pdf_bytes(samples.stream_object(PACKED, b"/#4E 1 /Fi#72st 4 ")),
        "脚本",
    ),
    (
        "packed, words in strings",
        samples.pdf_bytes(
            samples.stream_object(PACKED, b"/N 1 /X (>> stream\n endobj 7 0 obj) /First 4 ")
        ),
        "脚本",
    ),
    (
        "packed twice",
        samples.pdf_bytes(
            samples.stream_object(zlib.compress(PACKED), b"/N 1 /First 4 ").replace(
                b"/Filter /FlateDecode", b"/Filter [/FlateDecode /Fl]"
            )
        ),
        "脚本",
    ),
    (
        "packed as digits",
        samples.pdf_bytes(
            samples.stream_object(
                PACKED.hex().encode() + b">",
                b"/N 1 /First 4 /Filter /ASCIIHexDecode ",
                packed=False,
            )
        ),
        "脚本",
    ),
    (
        "packed with an unknown filter",
        samples.pdf_bytes(
            samples.stream_object(b"\x80\x0b", b"/N 1 /First 4 /Filter /LZWDecode ", packed=False)
        ),
        "无法检查",
    ),
    (
        "packed with differences",
        samples.pdf_bytes(
            samples.stream_object(PACKED, b"/N 1 /First 4 /DecodeParms << /Predictor 12 >> ")
        ),
        "无法检查",
    ),
]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [case[1:] for case in PDF_CASES],
    ids=[case[0] for case in PDF_CASES],
)
def test_a_hostile_pdf_is_refused_with_its_reason(data, sentence):
    with pytest.raises(FileRefused, match=sentence):
        inspect_file(data, "报告.pdf")


def test_honest_packed_objects_and_pages_about_scripts_pass():
    packed = samples.stream_object(b"5 0 << /Type /Font >>", b"/Type /ObjStm /N 1 /First 4 ")
    page = samples.stream_object(b"BT (HTML/JavaScript) Tj ET")
    assert inspect_file(samples.pdf_bytes(packed, page), "报告.pdf").kind == FileKind.PDF


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.png", b"", "0 字节"),
        ("a.png", samples.jpg_bytes(), "不符"),
        ("a.pdf", samples.png_bytes(), "不符"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "取消密码"),
        ("a.png", samples.png_bytes()[:-4], "损坏"),
        ("a.png", samples.png_bytes(99999, 99999), "尺寸过大"),
        ("a.jpg", samples.jpg_bytes()[:10], "损坏"),
        ("a.jpg", samples.jpg_bytes(width=0), "损坏"),
        ("a.doc", b"x", "另存为 .docx"),
        ("a.docm", b"x", "宏"),
        ("a.exe", b"x", "不接受“.exe”"),
        ("报告", b"x", "没有扩展名"),
    ],
)
def test_a_wrong_file_gets_a_sentence(name, data, sentence):
    with pytest.raises(FileRefused, match=sentence):
        inspect_file(data, name)


def test_a_large_file_is_told_its_size():
    with pytest.raises(FileRefused, match=r"2\.0 MB，超过上限 1 MB"):
        inspect_file(b"\x89PNG\r\n\x1a\n".ljust(2 * MIB), "a.png", max_bytes=MIB)


def test_a_corrupted_png_is_found_by_its_checksum():
    data = bytearray(samples.png_bytes())
    data[45] ^= 1
    with pytest.raises(FileRefused, match="损坏"):
        inspect_file(bytes(data), "a.png")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\fake\\报告.pdf", "报告.pdf"),
        ("../../etc/a.pdf", "a.pdf"),
        ("\u202efdp.报告\u200b.pdf", "fdp.报告.pdf"),
        ("a\x00\r\n.pdf", "a.pdf"),
        ("re\u0301sume\u0301.pdf", "r\u00e9sum\u00e9.pdf"),
        ('a"<b>.pdf', "a__b_.pdf"),
    ],
)
def test_a_name_is_kept_without_what_deceives(name, kept):
    assert clean_name(name) == kept


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_a_cleaned_name_is_short_and_stays_as_it_is(name):
    kept = clean_name(name)
    assert len(kept) <= 120
    assert clean_name(kept) == kept
    assert not set(kept) & set("/\\\x00\r\n\u202e")


def verdict(data, name):
    try:
        return f"kind:{inspect_file(data, name, kinds=list(FileKind)).kind.value}"
    except FileRefused as refused:
        return str(refused)


@given(st.binary(max_size=300), st.sampled_from(list(FileKind)))
@settings(max_examples=300, deadline=None)
def test_noise_is_refused_or_passes_but_never_breaks(noise, kind):
    heads = {"pdf": b"%PDF-1.4", "jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
    heads |= dict.fromkeys(("docx", "xlsx", "ods"), b"PK\x03\x04")
    heads["xls"] = samples.xls_bytes()[: struct.calcsize("<128I") + 512]
    data = heads.get(kind.value, b"") + noise
    assert verdict(data, f"a.{kind.value}").endswith(("。", f"kind:{kind.value}"))
