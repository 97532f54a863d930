"""The kinds of file the portal takes, and how far a file may be shown."""

from django.db.models import TextChoices


class DisclosureLevel(TextChoices):
    """The three attributes a public body gives every document it makes."""

    OPEN = "open", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    INTERNAL = "internal", "内部"


class FileKind(TextChoices):
    """Values are the extension under which a file of the kind is stored and served."""

    DOCX = "docx", "Word 文档（.docx）"
    XLSX = "xlsx", "Excel 工作簿（.xlsx）"
    XLS = "xls", "Excel 97-2003 工作簿（.xls）"
    ODS = "ods", "开放文档表格（.ods）"
    CSV = "csv", "文本表格（.csv）"
    PDF = "pdf", "PDF 文件（.pdf）"
    JPG = "jpg", "照片（.jpg）"
    PNG = "png", "图片（.png）"


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
