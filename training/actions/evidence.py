"""What proves a list: scans of the attendance sheet, the notice."""

from collections.abc import Iterable
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from pueredu.accounts.models import User
from pueredu.files.actions import store_file
from pueredu.kit.errors import Refused
from pueredu.notices.acts import acting
from training.enums import OPEN_STATES
from training.models import HoursBatch


def add_evidence(
    batch: HoursBatch, *, by: User, at: datetime, uploads: Iterable[UploadedFile]
) -> HoursBatch:
    """Put files to a batch until it is recognised; the history names them."""
    details: dict = {}
    with acting("change", batch, by=by, at=at, details=details) as batch:
        if batch.state not in OPEN_STATES:
            raise Refused("已经办结的不能再补充佐证。")
        stored = [
            store_file(file, by=by, at=at, owner_label="training.hoursbatch") for file in uploads
        ]
        batch.attachments.add(*stored)
        details["attachments"] = ["", "、".join(file.name for file in stored)]
    return batch
