"""Pictures, tables and names that are not what they say: (what, name, make, said)."""

import io
import struct
import zipfile
import zlib

from pueredu.files.limits import MIB

from . import samples

PAGE = b"<html><script>alert(1)</script></html>"


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_with(part):
    data = samples.png_bytes()
    return data[:-12] + part + data[-12:]


def jpg_with_comment(words):
    comment = b"\xff\xfe" + struct.pack(">H", len(words) + 2) + words
    return b"\xff\xd8" + comment + samples.jpg_bytes()[2:]


def jpg_of_two_sizes():
    """The small size comes last; a reader may believe the first."""
    huge, small = samples.jpg_bytes(65500, 65500), samples.jpg_bytes()
    return huge[:15] + small[2:]


def turning():
    """A chain of sectors that comes back to itself."""
    data = bytearray(samples.xls_bytes())
    struct.pack_into("<I", data, 512 + 2 * 4, 2)
    return bytes(data)


def zipped_zeros(megabytes):
    stream = io.BytesIO(samples.ods_bytes())
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as target:
        target.writestr("Pictures/a.png", b"\0" * (megabytes * MIB))
    return stream.getvalue()


LOCKED = "<m:manifest xmlns:m='x'><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"


def sheet_record(kind):
    return (0x85, b"\x00\x00\x00\x00\x00" + bytes([kind]) + b"\x03\x00abc")


PICTURES = [
    ("another picture", "现场.png", samples.jpg_bytes, "不符"),
    ("a GIF that is a script", "现场.png", lambda: b"GIF89a/*" + b"\0" * 9 + b"*/=1;alert(1)", "不符"),
    ("a drawing with a script", "现场.png", lambda: b"<svg><script>1</script></svg>", "不符"),
    ("cut", "现场.png", lambda: samples.png_bytes()[:-4], "损坏"),
    ("huge", "现场.png", lambda: samples.png_bytes(99999, 99999), "尺寸过大"),
    ("huge photo", "现场.jpg", lambda: samples.jpg_bytes(65500, 65500), "尺寸过大"),
    ("page in its words", "现场.png", lambda: png_with(chunk(b"tEXt", b"Comment\0" + PAGE)), "网页代码"),
    ("page behind", "现场.png", lambda: samples.png_bytes() + PAGE, "藏有别的内容"),
    ("archive behind", "现场.jpg", lambda: samples.jpg_bytes(tail=samples.docx_bytes()), "藏有别的内容"),
    ("page in its comment", "现场.jpg", lambda: jpg_with_comment(PAGE), "网页代码"),
    ("huge in the first place", "现场.jpg", jpg_of_two_sizes, "尺寸过大"),
    ("document in its comment", "现场.jpg", lambda: jpg_with_comment(samples.pdf_bytes()), "藏有别的内容"),
    ("document in its words", "现场.png", lambda: png_with(chunk(b"tEXt", samples.pdf_bytes())), "藏有别的内容"),
    ("archive within", "现场.png", lambda: png_with(chunk(b"meEP", samples.docx_bytes())), "藏有别的内容"),
    ("archive behind, and a byte more", "现场.jpg", lambda: samples.jpg_bytes(tail=samples.docx_bytes() + b"x"), "藏有别的内容"),
    ("cut photo", "现场.jpg", lambda: samples.jpg_bytes()[:10], "损坏"),
    ("no width", "现场.jpg", lambda: samples.jpg_bytes(width=0), "损坏"),
]  # fmt: skip
TABLES = [
    ("password", "学时.xls", lambda: samples.xls_bytes((0x2F, b"\x00" * 6)), "密码"),
    ("macro sheet", "学时.xls", lambda: samples.xls_bytes(sheet_record(1)), "宏"),
    (
        "DDE",
        "学时.xls",
        lambda: samples.xls_bytes((0x1AE, b"\x00\x00\x08\x00\x00cmd\x03/c x")),
        "DDE",
    ),
    ("macros", "学时.xls", lambda: samples.xls_bytes(streams=["_VBA_PROJECT_CUR"]), "宏"),
    ("object", "学时.xls", lambda: samples.xls_bytes(streams=["MBD0001"]), "嵌有对象"),
    ("package", "学时.xls", lambda: samples.xls_bytes(streams=["EncryptedPackage"]), "密码"),
    ("cut", "学时.xls", lambda: samples.xls_bytes()[:700], "损坏"),
    ("page", "学时.xls", lambda: b"<table><tr><td>1</td></tr></table>", "不符"),
    ("DDE", "学时.ods", lambda: samples.ods_bytes('<t f="of:=DDE(1)"/>'), "DDE"),
    ("macro", "学时.ods", lambda: samples.ods_bytes(extra={"Basic/lc.xml": "<x/>"}), "宏"),
    ("chain in a ring", "学时.xls", turning, "损坏"),
    ("outside entity", "学时.ods", lambda: samples.ods_bytes('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'), "实体定义"),
    ("bomb", "学时.ods", lambda: zipped_zeros(201), "200 MB"),
    ("password", "学时.ods", lambda: samples.ods_bytes(manifest=LOCKED), "密码"),
    ("listener", "学时.ods", lambda: samples.ods_bytes("<office:d><script:event-listener/></office:d>"), "宏"),
    ("listener under another prefix", "学时.ods", lambda: samples.ods_bytes("<o:d><s:event-listener/></o:d>"), "宏"),
    ("remote table", "学时.ods", lambda: samples.ods_bytes('<table:table-source xlink:href="http://e.example/a.ods"/>'), "外部内容"),
    ("picture of a share", "学时.ods", lambda: samples.ods_bytes("<draw:image xlink:href='//e/share/a.png'/>"), "外部内容"),
    ("formula that fetches", "学时.ods", lambda: samples.ods_bytes('<c table:formula="of:=WEBSERVICE(A1)"/>'), "联网"),
    ("DDE by number of a letter", "学时.ods", lambda: samples.ods_bytes('<c table:formula="of:=DD&#69;(1)"/>'), "公式"),
    ("cut", "学时.ods", lambda: samples.ods_bytes(extra={"META-INF/x": ""})[:-40], "损坏"),
    ("page", "学时.csv", lambda: b"\r\n<!DOCTYPE html>" + PAGE, "网页"),
    ("program", "学时.csv", lambda: b"MZ\x90\x00\x03\x00\x00\x00\x04", "编码无法识别"),
    ("blank", "学时.csv", lambda: b" \r\n \r\n", "没有任何文字"),
]  # fmt: skip
NAMES = [
    ("nothing in it", "报告.png", lambda: b"", "0 字节"),
    ("nothing in it", "报告.docx", lambda: b"", "0 字节"),
    ("old format renamed", "报告.docx", samples.xls_bytes, "取消密码"),
    ("picture as a document", "报告.pdf", samples.png_bytes, "不符"),
    ("page before its head", "报告.pdf", lambda: PAGE + samples.pdf_bytes(), "不符"),
    ("program as a document", "报告.docx", lambda: b"MZ\x90\x00", "不符"),
    ("old document", "报告.doc", lambda: b"x", "另存为 .docx"),
    ("macros in the name", "报告.docm", lambda: b"x", "宏"),
    ("slides with macros", "报告.pptm", lambda: b"x", "宏"),
    ("slides", "报告.pptx", lambda: b"PK\x03\x04", "不接受“.pptx”"),
    ("program", "报告.exe", lambda: b"MZ", "不接受“.exe”"),
    ("page", "报告.html", lambda: PAGE, "不接受“.html”"),
    ("page as text", "报告.txt", lambda: PAGE, "不接受“.txt”"),
    ("drawing", "报告.svg", lambda: b"<svg/>", "不接受“.svg”"),
    ("archive", "报告.zip", samples.docx_bytes, "不接受“.zip”"),
    ("macros of Excel in the name", "学时.xlsm", samples.xlsx_bytes, "宏"),
    ("text with objects, renamed", "报告.docx", lambda: b"{\\rtf1{\\object\\objocx}}", "不符"),
    ("page as a workbook", "学时.xlsx", lambda: PAGE, "不符"),
    ("point behind", "报告.exe.", samples.pdf_bytes, "不接受“.exe”"),
    ("stream of a disk", "报告.pdf::$DATA", samples.pdf_bytes, "没有扩展名"),
    ("path and extension", "..\\..\\Startup\\报告.exe", samples.pdf_bytes, "不接受“.exe”"),
    ("no extension", "报告", lambda: b"x", "没有扩展名"),
    ("two extensions", "报告.pdf.exe", samples.pdf_bytes, "不接受“.exe”"),
    # on a screen this one ends in exe.pdf
    ("turned round", "报告\u202efdp.exe", samples.pdf_bytes, "不接受“.exe”"),
    ("cut by a NUL", "报告.pdf\x00.exe", samples.pdf_bytes, "不接受“.exe”"),
    ("drawn out of sight", f"报告.pdf{' ' * 300}.exe", samples.pdf_bytes, "不接受“.exe”"),
    ("control letters only", "\x01\x02\r\n", samples.pdf_bytes, "没有扩展名"),
]  # fmt: skip
CASES = PICTURES + TABLES + NAMES
