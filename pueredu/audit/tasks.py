"""Beat calls these (settings, CELERY_BEAT_SCHEDULE)."""

from celery import shared_task

from pueredu.audit.actions import anchor_head, remember_verdict
from pueredu.kit import clock


@shared_task
def anchor() -> None:
    """Keep the head of the chain outside the database."""
    anchor_head(at=clock.now())


@shared_task
def verify() -> None:
    """Recompute the whole chain; what was found is remembered and stands on the auditor's page."""
    remember_verdict(at=clock.now())
