"""Ties the grandchildren of quickstart to their own parents.

quickstart's children end with it (pueredu.embedded.spawn). A gunicorn worker would notice its
master's death only when it next wakes, up to half its time-out later; a Celery pool process
asks the kernel too, but not whether the master had died before it asked. Loaded by quickstart
only: `gunicorn --config python:pueredu.ops.lifeline`, `celery worker --include`.
"""

import os
import signal

from celery.signals import worker_init, worker_process_init

from pueredu.embedded import die_with_parent

_celery_master: list[int] = []


def post_fork(_arbiter, worker) -> None:
    """Gunicorn's hook in a new worker."""
    die_with_parent(signal.SIGKILL, worker.ppid)


@worker_init.connect
def remember_master(**_kwargs) -> None:
    """Note the number of the Celery worker's main process before it forks its pool."""
    _celery_master[:] = [os.getpid()]


@worker_process_init.connect
def follow_master(**_kwargs) -> None:
    """Celery's hook in a new pool process."""
    if _celery_master:
        die_with_parent(signal.SIGKILL, _celery_master[0])
