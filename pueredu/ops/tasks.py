"""What beat calls: ``tick`` every minute, the rest at night (settings, CELERY_BEAT_SCHEDULE)."""

from celery import shared_task

from pueredu.accounts import actions as accounts
from pueredu.kit import clock
from pueredu.ops import ticking, watching
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


@shared_task
def watch_audit():
    """Recompute the whole chain of the audit; a break is told to the administrators."""
    watching.watch_audit(at=clock.now())


@shared_task
def watch_files():
    """Compare every file with its row; what disagrees is told to the administrators."""
    watching.watch_files(at=clock.now())
