"""The one way in for files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from pueredu.audit.actions import remember
from pueredu.files import storage
from pueredu.files.enums import EVIDENCE_KINDS, DisclosureLevel
from pueredu.files.judging import judge
from pueredu.files.limits import MAX_BYTES
from pueredu.files.models import Attachment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.core.files.uploadedfile import UploadedFile

    from pueredu.accounts.models import User
    from pueredu.files.enums import FileKind


def store_file(
    upload: UploadedFile,
    *,
    by: User,
    at: datetime,
    owner_label: str,
    disclosure: str = DisclosureLevel.INTERNAL,
    kinds: Sequence[FileKind] = EVIDENCE_KINDS,
    max_bytes: int = MAX_BYTES,
) -> Attachment:
    """Check, keep and remember an uploaded file; raises FileRefused with a sentence.

    `owner_label` is the owning model, as "accountability.report". Whether `by` may add a file
    there is the question of the room's action, in whose transaction this is called.
    """
    with storage.quarantine(upload) as path:
        found = judge(path, upload.name, max_bytes=max_bytes, kinds=kinds)
        storage.keep(path, found.sha256)
    with transaction.atomic():
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
        facts = {"sha256": found.sha256, "size": found.size, "owner": owner_label}
        changes = {name: [None, value] for name, value in facts.items()}
        remember("files.attachment.add", attachment, by=by, at=at, changes=changes)
    return attachment
