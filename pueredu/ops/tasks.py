"""Beat calls ``tick`` every minute (settings, CELERY_BEAT_SCHEDULE)."""

from celery import shared_task

from pueredu.kit import clock
from pueredu.ops import ticking


@shared_task
def tick():
    """Send what is due now, then leave a heartbeat for ``/readyz``."""
    at = clock.now()
    ticking.run_tick(at=at)
    ticking.beat(at=at)
