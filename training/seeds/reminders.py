"""A 县(区) that reminded its schools a week ago, and a school its people. Demonstration data."""

from datetime import datetime, timedelta

from pueredu.units.enums import UnitKind
from training.actions import send_reminders
from training.models import Learner, TrainingYear
from training.queries import reminders_to_send, requirement, shortfalls

WEEK = timedelta(days=7)


def seed_reminders(year: TrainingYear, posts, at: datetime) -> None:
    at -= WEEK
    today = at.date()
    school = next(row for row in posts.schools if row.area.kind == UnitKind.COUNTY)
    short = shortfalls(Learner.objects.filter(county=school.area_id), requirement(year, today))
    short = short.select_related("school")
    for sender, rows, is_school in (
        (posts.verifiers[school.area_id], short, False),
        (posts.filers[school.pk], short.filter(school=school), True),
    ):
        plan = reminders_to_send(rows, year, today, is_school=is_school)
        if plan.rows:
            send_reminders(plan.rows, by=sender, at=at)
