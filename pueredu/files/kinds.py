"""The kinds of file the portal takes. Plain Python: who judges a file loads nothing else."""

from enum import StrEnum


class FileKind(StrEnum):
    """Values are the extension under which a file of the kind is stored and served."""

    DOCX = "docx"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"
    PDF = "pdf"
    JPG = "jpg"
    PNG = "png"


EVIDENCE_KINDS = (FileKind.DOCX, FileKind.XLSX, FileKind.PDF, FileKind.JPG, FileKind.PNG)
WORKBOOK_KINDS = (FileKind.XLSX, FileKind.XLS, FileKind.ODS, FileKind.CSV)

CONTENT_TYPES = {
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.XLS: "application/vnd.ms-excel",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileKind.CSV: "text/csv",
    FileKind.PDF: "application/pdf",
    FileKind.JPG: "image/jpeg",
    FileKind.PNG: "image/png",
}
