"""What beat calls: ``tick`` every minute, the rest at night (settings, CELERY_BEAT_SCHEDULE)."""

from celery import shared_task

from pueredu.accounts import actions as accounts
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


@shared_task
def forget_sign_ins():
    """Drop sessions and codes that are over, and old addresses; a missed night is caught up."""
    accounts.forget_sign_ins(at=clock.now())
