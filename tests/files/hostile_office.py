"""Office files that act by themselves, lie about themselves or explode: (what, name, make, said)."""

import io
import struct
import zipfile

from pueredu.files.limits import MAX_ENTRIES, MIB

from . import samples

DTD = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
XXE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">%s]><a>&l9;</a>' % b"".join(
    b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 10)
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>fetch("//evil.example")</script></svg>'


def word(**changes):
    return samples.rezip(samples.docx_bytes(), **changes)


def book(**changes):
    return samples.rezip(samples.xlsx_bytes(), **changes)


def with_rel(kind, target, **options):
    link = samples.relationship(kind, target, **options)
    return word(add={"word/_rels/settings.xml.rels": link})


def with_field(*instructions):
    """A field whose instruction is cut into runs."""
    cut = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in instructions)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{step}"/></w:r>' for step in ("begin", "end"))
    paragraph = f"<w:p>{begin}{cut}{end}</w:p></w:body>".encode()
    return word(replace={"word/document.xml": lambda part: part.replace(b"</w:body>", paragraph)})


def with_formula(formula):
    row = f'<row r="9"><c r="A9"><f>{formula}</f><v>0</v></c></row></sheetData>'.encode()
    sheet = {"xl/worksheets/sheet1.xml": lambda part: part.replace(b"</sheetData>", row)}
    return book(replace=sheet)


def with_macro_type(data, plain, active):
    types = {"[Content_Types].xml": lambda part: part.replace(plain, active)}
    return samples.rezip(data, replace=types)


def patched(data, field, value):
    """The same zip, with a 4-byte field of every directory entry overwritten."""
    data = bytearray(data)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", data, at + field, value)
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def encrypted():
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


def doubled(name):
    stream = io.BytesIO(samples.docx_bytes())
    with zipfile.ZipFile(stream, "a") as target:
        target.writestr(name, b"<w/>")
    return stream.getvalue()


def renamed(odd):
    """A part whose name zipfile itself would not write."""
    plain = b"word/aa.xml"
    data = word(add={plain.decode(): b"<a/>"})
    return data.replace(plain, odd.ljust(len(plain), b"x"))


def squeezed():
    stream = io.BytesIO(samples.docx_bytes())
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_LZMA) as target:
        target.writestr("word/a.xml", b"<a/>" * 99)
    return stream.getvalue()


def zeros(megabytes):
    return b"\0" * (megabytes * MIB)


def nested_bomb():
    """Each of the two stays below the limit, both together do not."""
    inner = book(add={"xl/media/a.bin": zeros(120)})
    return word(add={"word/embeddings/a.xlsx": inner, "word/media/b.bin": zeros(120)})


def overlapping():
    """Two directory entries over the same packed bytes."""
    data = word(add={"word/media/a.bin": zeros(1), "word/media/b.bin": zeros(1)})
    first, last = data.find(b"PK\x01\x02"), data.rfind(b"PK\x01\x02")
    before = data.rfind(b"PK\x01\x02", first, last)
    return data[: last + 42] + data[before + 42 : before + 46] + data[last + 46 :]


ACTIVE = [
    ("macro", "报告.docx", lambda: word(add={"word/vbaProject.bin": b"x"}), "宏"),
    (
        "macro type of a Word file",
        "报告.docx",
        lambda: with_macro_type(
            samples.docx_bytes(),
            b"wordprocessingml.document.main",
            b"ms-word.document.macroEnabled.main",
        ),
        "宏",
    ),
    (
        "macro type of a workbook",
        "学时.xlsx",
        lambda: with_macro_type(
            samples.xlsx_bytes(), b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
        ),
        "宏",
    ),
    ("macro sheet", "学时.xlsx", lambda: book(add={"xl/macrosheets/sheet1.xml": b"<x/>"}), "宏"),
    (
        "macro in a nested workbook",
        "报告.docx",
        lambda: word(add={"word/embeddings/a.xlsx": book(add={"xl/vbaProject.bin": b"x"})}),
        "宏",
    ),
    (
        "macro by its link",
        "报告.docx",
        lambda: with_rel("vbaProject", "a.bin", external=False),
        "宏",
    ),
    ("OLE", "报告.docx", lambda: word(add={"word/embeddings/oleObject1.bin": b"x"}), "嵌有对象"),
    ("program", "报告.docx", lambda: word(add={"word/embeddings/a.exe": b"MZ"}), "嵌有对象"),
    ("control", "报告.docx", lambda: word(add={"word/activeX/activeX1.xml": b"<a/>"}), "嵌有对象"),
    (
        "HTML taken in",
        "报告.docx",
        lambda: with_rel("aFChunk", "a.html", external=False),
        "嵌有对象",
    ),
    (
        "template",
        "报告.docx",
        lambda: with_rel("attachedTemplate", "http://e.example/a"),
        "外部模板",
    ),
    ("remote object", "报告.docx", lambda: with_rel("oleObject", "http://e.example/a"), "嵌有对象"),
    ("remote frame", "报告.docx", lambda: with_rel("frame", "http://e.example/a"), "外部内容"),
    ("remote part", "报告.docx", lambda: with_rel("subDocument", "http://e.example/"), "外部内容"),
    ("remote picture", "报告.docx", lambda: with_rel("image", "http://e.example/a"), "外部内容"),
    ("share picture", "报告.docx", lambda: with_rel("image", "\\\\e\\share\\a.png"), "外部内容"),
    ("drawing with a script", "报告.docx", lambda: word(add={"word/media/a.svg": SVG}), "脚本"),
    ("DDE in cut runs", "报告.docx", lambda: with_field("DDE", "AUTO c:\\\\cmd.exe"), "DDE"),
    ("DDE formula", "学时.xlsx", lambda: with_formula("cmd|'/c calc'!A0"), "DDE"),
    ("DDE, spelt", "学时.xlsx", lambda: with_formula("1+cmd|&apos;/c calc&apos;!A0"), "DDE"),
    (
        "DDE link",
        "学时.xlsx",
        lambda: book(add={"xl/externalLinks/a.xml": b'<x><ddeLink ddeService="cmd"/></x>'}),
        "DDE",
    ),
    ("formula that fetches", "学时.xlsx", lambda: with_formula("WEBSERVICE(A1)"), "联网"),
    ("formula that starts", "学时.xlsx", lambda: with_formula('RTD("a.b",,"c")'), "调用程序"),
    ("connection", "学时.xlsx", lambda: book(add={"xl/connections.xml": b"<x/>"}), "外部数据连接"),
]

BUILT_WRONG = [
    ("entities", "报告.docx", lambda: word(add={"word/a.xml": DTD}), "实体定义"),
    ("outside entity", "报告.docx", lambda: word(add={"docProps/a.xml": XXE}), "实体定义"),
    ("laughs", "学时.xlsx", lambda: book(add={"xl/a.xml": LAUGHS}), "实体定义"),
    (
        "entities in the types",
        "报告.docx",
        lambda: word(replace={"[Content_Types].xml": lambda _part: DTD}),
        "实体定义",
    ),
    (
        "other encoding",
        "报告.docx",
        lambda: word(add={"docProps/x.xml": "<a>ddeLink</a>".encode("utf-16")}),
        "少见的编码",
    ),
    (
        "other encoding, declared",
        "报告.docx",
        lambda: word(add={"docProps/x.xml": b'<?xml version="1.0" encoding="UTF-7"?><a/>'}),
        "少见的编码",
    ),
    ("password of a zip", "报告.docx", encrypted, "密码"),
    ("password of Office", "报告.docx", lambda: samples.xls_bytes(streams=["EncryptedPackage"]), "密码"),
    ("too many parts", "报告.docx", lambda: many_entries(MAX_ENTRIES + 1), "2001 个部件"),
    ("one name twice", "报告.docx", lambda: doubled("WORD/document.xml"), "同名的部件"),
    ("path upwards", "报告.docx", lambda: word(add={"../a": b""}), "指向别处的路径"),
    ("path from the root", "报告.docx", lambda: renamed(b"/etc/passwd"), "指向别处的路径"),
    ("path of Windows", "报告.docx", lambda: renamed(b"..\\..\\a.xm"), "指向别处的路径"),
    ("rare packing", "报告.docx", squeezed, "少见的压缩方法"),
    ("bomb", "报告.docx", lambda: word(add={"word/media/a.bin": zeros(201)}), "200 MB"),
    ("bomb in two halves", "报告.docx", nested_bomb, "200 MB"),
    ("bomb of one piece used twice", "报告.docx", overlapping, "重叠"),
    ("declares 4 GB", "报告.docx", lambda: patched(samples.docx_bytes(), 24, 0xFFFFFFF0), "200 MB"),
    ("declares nothing", "报告.docx", lambda: patched(samples.docx_bytes(), 24, 0), "损坏"),
    ("cut", "报告.docx", lambda: samples.docx_bytes()[:-300], "损坏"),
    ("no office file", "报告.docx", lambda: many_entries(3), "损坏"),
    ("another office file", "报告.docx", samples.xlsx_bytes, "不符"),
    ("page behind", "报告.docx", lambda: samples.docx_bytes() + b"<script>1</script>", "后面还附有"),
    ("page before", "报告.docx", lambda: b"PK\x03\x04<html>" + samples.docx_bytes(), "前面还附有"),
]  # fmt: skip
CASES = ACTIVE + BUILT_WRONG
