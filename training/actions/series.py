"""Several dates of one series entered at once: each date becomes a list of its own."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction

from pueredu.accounts.models import User
from pueredu.units.models import Unit
from training.actions.claims import Activity, Entered, enter_activity
from training.models import Learner


@transaction.atomic
def enter_series(
    school: Unit,
    activity: Activity,
    present: Iterable[Learner],
    *,
    by: User,
    at: datetime,
    also_on: Iterable[date] = (),
    token: UUID,
    **words,
) -> list[Entered]:
    """``enter_activity`` for the day of the activity and each of ``also_on``, with the same people;
    all of them or none. Who was absent on one of the days is taken off that day's list."""
    present = list(present)
    days = sorted({activity.held_on, *also_on})
    return [
        enter_activity(
            school,
            replace(activity, held_on=day),
            present,
            by=by,
            at=at,
            token=token if len(days) == 1 else uuid5(token, day.isoformat()),
            **words,
        )
        for day in days
    ]
