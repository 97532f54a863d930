"""The steps of an import in the background; each may be repeated without harm."""

import logging
from contextlib import contextmanager

from celery import shared_task
from django.db import connection

from pueredu.kit import clock
from pueredu.kit.errors import NotPermitted, Refused
from pueredu.workbooks import actions
from pueredu.workbooks.engine import OutOfDate
from pueredu.workbooks.models import ImportJob

log = logging.getLogger(__name__)
LOCK_CLASS = 4_201  # first half of the advisory lock's key: imports
SORRY = "系统处理这份文件时出错，没有写入任何行。请稍后重试；仍不行请联系系统管理员。"


@contextmanager
def alone(job_id: int):
    """Whether no other worker has the job; the lock goes with the connection if this one dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_CLASS, job_id])
        got = cursor.fetchone()[0]
    try:
        yield got
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_CLASS, job_id])


def take(step, waiting, job_id: int, by_field: str = "") -> None:
    """Do one step of a job if it still waits for it; what fails is said on the job."""
    with alone(job_id) as mine:
        job = waiting.filter(pk=job_id).first() if mine else None
        if job is None:
            return
        at, by = clock.now(), getattr(job, by_field) if by_field else None
        try:
            step(job, by=by, at=at)
        except OutOfDate as changed:
            actions.check_import_job(job, by=None, at=at, notes=[str(changed)])
        except (Refused, NotPermitted) as refused:
            actions.fail_import_job(job, by=None, at=at, lines=[str(refused)])
        except Exception:
            log.exception("import job %s", job_id)
            actions.fail_import_job(job, by=None, at=at, lines=[SORRY])


@shared_task
def check_import(job_id: int) -> None:
    """Read and stage an uploaded file."""
    take(actions.check_import_job, ImportJob.objects.awaiting_check(), job_id)


@shared_task
def apply_import(job_id: int) -> None:
    """Write a confirmed job as the person who confirmed it."""
    waiting = ImportJob.objects.awaiting_apply()
    take(actions.apply_import_job, waiting, job_id, by_field="confirmed_by")


@shared_task
def forget_staged_rows() -> None:
    """Drop the rows of old imports, at night; a missed night is caught up."""
    actions.forget_staged_rows(at=clock.now())


def resume() -> int:
    """Take every waiting step, for the tick: a lost ring costs minutes, never an import."""
    checks = ImportJob.objects.awaiting_check().values_list("pk", flat=True)
    applies = ImportJob.objects.awaiting_apply().values_list("pk", flat=True)
    waiting = [(check_import, pk) for pk in checks] + [(apply_import, pk) for pk in applies]
    for task, pk in waiting:
        task.delay(pk)
    return len(waiting)
