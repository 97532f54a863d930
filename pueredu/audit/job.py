"""The base of every Celery task (celery.py): what it does is numbered, what fails is remembered."""

from celery import Task

from pueredu.audit.actions import remember_failure
from pueredu.audit.context import acting_from
from pueredu.kit import clock


class RememberedTask(Task):
    def __call__(self, *args, **kwargs):
        with acting_from(request_id=self.request.id or ""):
            return super().__call__(*args, **kwargs)

    def on_failure(self, exc, task_id, args, kwargs, einfo):
        """After the rollback, in a transaction of its own."""
        with acting_from(request_id=task_id):
            remember_failure(f"task.{self.name}", exc, at=clock.now())
