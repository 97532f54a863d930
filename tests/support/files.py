"""Small honest files, made when a test asks for them."""

import io

import docx
from django.core.files.uploadedfile import SimpleUploadedFile

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n0000000105 00000 n \n"
    b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n170\n%%EOF\n"
)


def pdf(name: str = "签批件.pdf") -> SimpleUploadedFile:
    """A one-page PDF."""
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def word(name: str = "报告.docx", text: str = "述职报告") -> SimpleUploadedFile:
    """A Word document with one paragraph."""
    document, stream = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(stream)
    return SimpleUploadedFile(name, stream.getvalue())
