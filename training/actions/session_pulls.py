"""Hours that nobody types twice: what the rolls of a confirmed session say becomes claims."""

from datetime import datetime
from itertools import groupby

from django.utils import timezone

from pueredu.units.enums import UnitKind
from pueredu.units.models import Unit
from training.actions.batches import add_hours_batch, file_hours_batch
from training.actions.claims import Activity, Attended, claim
from training.actions.counts import count
from training.enums import BatchSource
from training.enums import SessionState as S
from training.models import HoursBatch, Placement, TrainingSession
from training.queries import Attendance, attendances, year_of


def pull_sessions(*, at: datetime) -> list[HoursBatch]:
    """Claim every confirmed session that is not claimed yet; the caller keeps others out."""
    rows = TrainingSession.objects.filter(state=S.HELD, pulled_at=None)
    rows = rows.select_related("programme", "direction").order_by("id")
    return [batch for session in rows for batch in pull_session(session, at=at)]


def pull_session(session: TrainingSession, *, at: datetime) -> list[HoursBatch]:
    """One filed batch for each 县(区) with hours that count: there is nothing to verify for the
    others, who are told so (``SessionMissedByCounty``). A second time does nothing more."""
    if not TrainingSession.objects.filter(pk=session.pk, pulled_at=None).update(pulled_at=at):
        return []
    today = timezone.localtime(at).date()
    rows = [row for row in attendances(session, today) if row.total]
    rows.sort(key=lambda row: (row.enrolment.county_id, row.enrolment.pk))
    found = []
    for _, mine in groupby(rows, key=lambda row: row.enrolment.county_id):
        group = list(mine)
        if any(row.counts for row in group):
            found.append(_batch_of(session, group, at=at))
    return [batch for batch in found if batch is not None]


def _batch_of(session: TrainingSession, rows: list[Attendance], *, at: datetime):
    """None when another list has all of it already."""
    bureau = Unit.objects.get(kind=UnitKind.EDUCATION_BUREAU, area__kind=UnitKind.CITY)
    batch = HoursBatch(
        title=f"{session.since:%-m月%-d日} {session}"[:160],
        source=BatchSource.SESSION,
        county_id=rows[0].enrolment.county_id,
        unit=bureau,
        year=year_of(session.since),
    )
    batch = add_hours_batch(batch, by=None, at=at)
    for day in sorted({day for row in rows for day in row.hours}):
        activity = _activity(session, day, bureau)
        claim(batch, activity, [_attended(row, day) for row in rows if day in row.hours])
    for row in rows:
        if row.void_reason:
            mine = batch.claims.counting().filter(learner=row.enrolment.learner)
            mine.update(is_void=True, void_reason=row.void_reason)
    batch = count(batch)
    return file_hours_batch(batch, by=None, at=at) if batch.claim_count else _dropped(batch)


def _dropped(batch: HoursBatch) -> None:
    batch.claims.all().delete()
    batch.delete()


def _activity(session: TrainingSession, day, bureau: Unit) -> Activity:
    programme = session.programme
    return Activity(
        str(session)[:120], programme.form, programme.level, session.direction, day,
        session.hours_per_day, bureau.name,
    )  # fmt: skip


def _attended(row: Attendance, day) -> Attended:
    learner = row.enrolment.learner
    place = Placement.objects.filter(learner=learner).on(day).first()
    return Attended(
        learner,
        row.hours[day],
        school_id=place.school_id if place else row.enrolment.school_id,
        county_id=row.enrolment.county_id,
    )
