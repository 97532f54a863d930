"""Office files that lie about themselves or explode: (what, name, make, said)."""

import io
import struct
import zipfile

from pueredu.files.limits import MAX_ENTRIES, MIB

from . import samples
from .packages import book, word

DTD = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
XXE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">%s]><a>&l9;</a>' % b"".join(
    b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 10)
)


def pointing():
    """A part that is a pointer to another file, as an archive of Unix keeps it."""
    stream, link = io.BytesIO(samples.docx_bytes()), zipfile.ZipInfo("word/a.xml")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(stream, "a") as target:
        target.writestr(link, "/etc/passwd")
    return stream.getvalue()


def commented():
    stream = io.BytesIO(samples.docx_bytes())
    with zipfile.ZipFile(stream, "a") as target:
        target.comment = b"<script>1</script>"
    return stream.getvalue()


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


CASES = [
    ("entities", "报告.docx", lambda: word(add={"word/a.xml": DTD}), "实体定义"),
    ("outside entity", "报告.docx", lambda: word(add={"docProps/a.xml": XXE}), "实体定义"),
    ("laughs", "学时.xlsx", lambda: book(add={"xl/a.xml": LAUGHS}), "实体定义"),
    ("outside types", "报告.docx", lambda: word(add={"word/a.xml": b'<!DOCTYPE a SYSTEM "http://e.example/a.dtd"><a/>'}), "实体定义"),
    ("laughs in a drawing", "报告.docx", lambda: word(add={"word/media/a.svg": LAUGHS}), "实体定义"),
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
    ("pointer to elsewhere", "报告.docx", pointing, "指向别处的路径"),
    ("page in the comment", "报告.docx", commented, "后面还附有"),
    ("workbook in a document in a document", "报告.docx", lambda: word(add={"word/embeddings/a.docx": word(add={"word/embeddings/a.xlsx": samples.xlsx_bytes()})}), "嵌有对象"),
    ("a word without end", "学时.xlsx", lambda: book(add={"xl/a.xml": b"<a>" + b"x" * (5 * MIB)}), "无法检查"),
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
