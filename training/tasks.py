"""What the timer does for training."""

from celery import shared_task

from pueredu.kit import clock
from training.actions import pull_attendances


@shared_task
def pull_studio_attendances() -> None:
    """Claim what studios confirmed since the last time; safe to repeat."""
    pull_attendances(by=None, at=clock.now())
