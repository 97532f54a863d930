"""The one way in for files."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from pueredu.audit.actions import Attempt, remember, remember_attempt
from pueredu.audit.enums import Result
from pueredu.files import storage
from pueredu.files.enums import DisclosureLevel
from pueredu.files.judging import judge
from pueredu.files.kinds import EVIDENCE_KINDS
from pueredu.files.limits import MAX_BYTES
from pueredu.files.models import Attachment
from pueredu.files.queries import disagreements, is_intact, leftovers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.core.files.uploadedfile import UploadedFile

    from pueredu.accounts.models import User
    from pueredu.files.kinds import FileKind

RECONCILE = "files.attachment.reconcile"
FOUND = {"missing": "有记录而文件丢失", "changed": "文件内容被改动", "orphaned": "有文件而无记录"}
LEFT_OVER = timedelta(days=1)  # longer than any transaction
log = logging.getLogger(__name__)


def store_file(
    upload: UploadedFile,
    *,
    by: User,
    at: datetime,
    owner_label: str,
    kinds: Sequence[FileKind] = EVIDENCE_KINDS,
    max_bytes: int = MAX_BYTES,
) -> Attachment:
    """Check, keep and remember an uploaded file; raises FileRefused with a sentence.

    How far it may be shown is the upload's ``disclosure`` (files.forms), else 内部.
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
            disclosure=getattr(upload, "disclosure", DisclosureLevel.INTERNAL),
            owner_label=owner_label,
            uploaded_by=by,
            uploaded_at=at,
        )
        facts = {"sha256": found.sha256, "size": found.size, "owner": owner_label}
        changes = {name: [None, value] for name, value in facts.items()}
        remember("files.attachment.add", attachment, by=by, at=at, changes=changes)
    return attachment


def verify_file(attachment: Attachment, *, by: User, at: datetime) -> bool:
    """Hash the stored bytes anew and remember whether they are still those that were uploaded."""
    found = is_intact(attachment)
    result = Result.DONE if found else Result.FAILED
    reason = "" if found else "文件丢失或内容与上传时不同。"
    remember("files.attachment.verify", attachment, by=by, at=at, result=result, reason=reason)
    return found


def reconcile_files(*, at: datetime) -> dict[str, list[str]]:
    """Compare every row with every file and remember what does not agree, which is also logged.

    Before that it removes what a killed worker or an act that was taken back left behind more than
    ``LEFT_OVER`` ago.
    """
    for path in leftovers(before=at - LEFT_OVER):
        path.unlink(missing_ok=True)
    found = {name: hashes for name, hashes in disagreements().items() if hashes}
    if found:
        log.error("Files and their rows disagree: %s", found)
    reason = words_of(found) or "文件与记录全部一致。"
    where = {"object_type": Attachment._meta.label_lower, "object_label": "全部附件"}
    result = Result.FAILED if found else Result.DONE
    remember_attempt(Attempt(RECONCILE, result, reason=reason, **where), by=None, at=at)
    return found


def words_of(found: dict[str, list[str]]) -> str:
    """What disagrees, in one line with up to five names of each kind."""
    return "；".join(
        f"{FOUND[name]} {len(hashes)} 个（{'、'.join(hashes[:5])}）"
        for name, hashes in found.items()
    )
