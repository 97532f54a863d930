"""Beat calls ``tick`` every minute (settings, CELERY_BEAT_SCHEDULE)."""

from celery import shared_task

from pueredu.kit import clock
from pueredu.ops import ticking
from pueredu.workbooks.tasks import resume


@shared_task
def tick():
    """Send what is due now, take up imports whose ring was lost, then leave a heartbeat for
    ``/readyz``."""
    at = clock.now()
    ticking.run_tick(at=at)
    resume()
    ticking.beat(at=at)
