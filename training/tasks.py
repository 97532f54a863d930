"""What the timer does for training."""

from celery import shared_task

from pueredu.kit import clock
from training.actions import open_training_years, pull_attendances, turn_sessions


@shared_task
def pull_studio_attendances() -> None:
    """Claim what studios confirmed since the last time; safe to repeat."""
    pull_attendances(by=None, at=clock.now())


@shared_task
def turn_training_sessions() -> None:
    """Recall unused seats and close enrolments on their day; safe to repeat."""
    turn_sessions(at=clock.now())


@shared_task
def open_next_training_year() -> None:
    """Register the next training year before it begins; safe to repeat."""
    open_training_years(at=clock.now())
