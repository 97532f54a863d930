"""Ring after the commit. The truth is the job's row: a lost ring is found by `resume`."""

from __future__ import annotations

from celery import current_app
from django.db import transaction

TASKS = {
    "check": "pueredu.workbooks.tasks.check_import",
    "apply": "pueredu.workbooks.tasks.apply_import",
}


def ring(step: str, job_id: int) -> None:
    """Ask a worker to take the job's next step once the caller's transaction is committed."""
    transaction.on_commit(
        lambda: current_app.send_task(TASKS[step], args=[job_id]),
        robust=True,
    )
