"""Small honest papers for demonstration data, each labelled 演示数据."""

import io

import docx

LABEL = "演示数据：本文件仅供演示，不是正式公文。"


def demo_docx(title: str) -> bytes:
    """A Word document of one title and the label."""
    document, stream = docx.Document(), io.BytesIO()
    document.add_heading(title, level=1)
    document.add_paragraph(LABEL)
    document.save(stream)
    return stream.getvalue()


def demo_pdf() -> bytes:
    """A one-page PDF that says (in ASCII, no font is shipped) that it is a demonstration."""
    text = b"BT /F1 18 Tf 72 760 Td (Demonstration data) Tj ET"
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 6 0 R>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Font<</F1 5 0 R>>>>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, table)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    return out
