"""Beat calls this at night (settings, CELERY_BEAT_SCHEDULE)."""

from celery import shared_task

from pueredu.files.actions import reconcile_files
from pueredu.kit import clock


@shared_task
def reconcile() -> None:
    """Compare rows and files; what disagrees is remembered and logged."""
    reconcile_files(at=clock.now())
