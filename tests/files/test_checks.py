import hashlib
import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pueredu.files.checks import FileRefused, clean_name, inspect_file
from pueredu.files.kinds import EVIDENCE_KINDS, WORKBOOK_KINDS, FileKind
from pueredu.files.limits import MIB

from . import samples
from .packages import with_formula

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


def test_a_bar_inside_a_quoted_text_is_no_dde():
    data = with_formula('IF(A1="a|b",1,0)')
    assert inspect_file(data, "学时.xlsx").kind == FileKind.XLSX


def test_honest_packed_objects_and_pages_about_scripts_pass():
    packed = samples.stream_object(b"5 0 << /Type /Font >>", b"/Type /ObjStm /N 1 /First 4 ")
    page = samples.stream_object(b"BT (HTML/JavaScript) Tj ET")
    assert inspect_file(samples.pdf_bytes(packed, page), "报告.pdf").kind == FileKind.PDF


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
