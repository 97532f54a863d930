"""Taking a file in: checked, kept under its hash, and only then a row."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from pueredu.accounts.models import User
from pueredu.audit.actions import remember
from pueredu.files.checks import inspect_file
from pueredu.files.enums import EVIDENCE_KINDS, DisclosureLevel, FileKind
from pueredu.files.models import Attachment
from pueredu.files.storage import keep


def store_file(
    upload: UploadedFile,
    *,
    by: User,
    at: datetime,
    owner_label: str,
    disclosure: str = DisclosureLevel.INTERNAL,
    kinds: Sequence[FileKind] = EVIDENCE_KINDS,
) -> Attachment:
    """Check and keep an upload; the caller links it to its record in the same transaction and has
    asked that record's permission. Raises FileRefused with a sentence. ``owner_label`` is the
    owner's model, as ``accountability.report``."""
    found = inspect_file(upload, upload.name, kinds=kinds)
    keep(upload, found.sha256)
    attachment = Attachment.objects.create(
        name=found.name,
        kind=found.kind,
        size=found.size,
        sha256=found.sha256,
        disclosure=disclosure,
        owner_label=owner_label,
        uploaded_by=by,
        uploaded_at=at,
    )
    remember(
        "files.attachment.add",
        attachment,
        by=by,
        at=at,
        changes={"sha256": ["", found.sha256], "size": ["", str(found.size)]},
    )
    return attachment
