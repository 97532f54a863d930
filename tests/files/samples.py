"""Files made by the tests, honest and hostile."""

import io
import struct
import zipfile
import zlib

import docx
import xlsxwriter

RELS = '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx_bytes(text="普洱市教育改革十条措施落实情况"):
    document = docx.Document()
    document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def xlsx_bytes(rows=(("姓名", "学时"), ("演示教师", 6))):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("学时")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    book.close()
    return stream.getvalue()


def rezip(data, *, replace=None, add=None):
    """The same package with parts changed by name (a function of the bytes) or added."""
    source, stream = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            change = (replace or {}).get(name)
            target.writestr(name, change(part) if change else part)
        for name, part in (add or {}).items():
            target.writestr(name, part)
    return stream.getvalue()


def relationship(kind, target, *, external=True):
    mode = ' TargetMode="External"' if external else ""
    return RELS.format(
        f'<Relationship Id="r9" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>',
    ).encode()


def pdf_bytes(*objects, trailer=b""):
    """A small PDF with a catalog, one page and the given extra objects (bytes)."""
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction [3 0 R /Fit] >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        *objects,
    ]
    out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    for number, body in enumerate(bodies, start=1):
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return out + b"trailer\n<< /Root 1 0 R %s >>\nstartxref\n9\n%%%%EOF\n" % trailer


def stream_object(body, extra=b"", *, packed=True):
    data = zlib.compress(body) if packed else body
    flate = b"/Filter /FlateDecode " if packed else b""
    head = b"<< /Length %d %s%s>>" % (len(data), flate, extra)
    return head + b"\nstream\n" + data + b"\nendstream"


def png_bytes(width=2, height=2):
    def chunk(name, body):
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    rows = b"".join(b"\x00" + b"\xff" * 3 * min(width, 4) for _ in range(min(height, 4)))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def jpg_bytes(width=8, height=8, tail=b""):
    frame = struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    scan = struct.pack(">HB", 8, 1) + b"\x01\x00\x00\x3f\x00"
    return b"\xff\xd8\xff\xc0" + frame + b"\xff\xda" + scan + b"\x12\x34\xff\xd9" + tail


def ods_bytes(content="<table/>", extra=None, manifest="<manifest/>"):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        target.writestr("content.xml", f'<?xml version="1.0" encoding="UTF-8"?>{content}')
        target.writestr("META-INF/manifest.xml", manifest)
        for name, part in (extra or {}).items():
            target.writestr(name, part)
    return stream.getvalue()


def xls_bytes(*records, streams=()):
    """A compound file with a Workbook stream of the given (number, body) records."""
    book = struct.pack("<HHHH", 0x809, 4, 0x600, 5)
    for number, body in records:
        book += struct.pack("<HH", number, len(body)) + body
    book = (book + struct.pack("<HH", 0x0A, 0)).ljust(4096, b"\x00")
    names = [("Root Entry", 5), ("Workbook", 2), *[(name, 2) for name in streams]]
    directory = b""
    for name, kind in names:
        raw = name.encode("utf-16-le") + b"\x00\x00"
        start, size = (2, len(book)) if name == "Workbook" else (0xFFFFFFFE, 0)
        directory += (
            raw.ljust(64, b"\x00")
            + struct.pack("<HBB", len(raw), kind, 1)
            + struct.pack("<III", *[0xFFFFFFFF] * 3)
            + b"\x00" * 36
            + struct.pack("<IIQ", start, size, 0)[:12]
        )
    directory = directory.ljust(512, b"\x00")
    sectors = len(book) // 512
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + sectors), 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\x00" * 10
    head += struct.pack("<IIII", 1, 1, 0, 4096)
    head += struct.pack("<IIII", 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return head + struct.pack("<128I", *table) + directory + book
