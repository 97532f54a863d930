"""Who owes the next step of a batch, and what is open within a person's sight."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Min
from django.urls import reverse

from pueredu.loop.owed import OpenRows, Owed
from pueredu.units.enums import UnitKind
from pueredu.units.models import Unit
from training.enums import BatchState as S
from training.enums import HoursBatchTransition as T
from training.models import HoursBatch, Learner, TrainingYear
from training.queries.deadlines import deadline

ROOM = "教师培训"
REMIND_WITHIN = timedelta(days=30)  # nobody is reminded of a yearly date earlier or later than this
LOOPS = {S.DRAFT: "学时待申报", S.FILED: "学时待县(区)审核", S.VERIFIED: "学时待市级认定"}


def owed(user, today: date, limit: int = 50) -> list[Owed]:
    """Each draft of the filer; for those who verify or recognise one line for all that waits."""
    return [
        *_to_file(user, limit),
        *_waiting(user, S.FILED, T.VERIFY),
        *_waiting(user, S.VERIFIED, T.RECOGNISE),
    ]


def _to_file(user, limit: int) -> list[Owed]:
    drafts = HoursBatch.objects.permitted(user, "training.file_hours_batch").filter(state=S.DRAFT)
    return [
        Owed(
            title=f"{'退回待完善' if batch.is_returned else '待申报'}：{batch.title}",
            verb="修改后申报" if batch.is_returned else T.FILE.label,
            url=batch.get_absolute_url(),
            due_on=batch.due_on,
            room=ROOM,
            note=f"{batch.claim_count} 人次，{batch.hours_total} 学时",
        )
        for batch in drafts.order_by("due_on", "id")[:limit]
    ]


def _waiting(user, state: S, verb: T) -> list[Owed]:
    rows = HoursBatch.objects.permitted(user, f"training.{verb}_hours_batch").filter(state=state)
    found = rows.aggregate(n=Count("id"), schools=Count("school", distinct=True), due=Min("due_on"))
    if not found["n"]:
        return []
    return [
        Owed(
            title=f"{found['n']} 批学时{state.label}",
            verb="去审核" if verb == T.VERIFY else "去认定",
            url=f"{reverse('training:hours-batch-list')}?state={state}",
            due_on=found["due"],
            room=ROOM,
            note=f"{found['schools']} 个申报单位",
            is_awaited=True,
        )
    ]


def open_batches(user, state: str = ""):
    """The rows that ``open_loops`` counts: one query object for the card and for its list."""
    rows = HoursBatch.objects.visible_to(user).open()
    return rows.filter(state=state) if state else rows


def open_loops(user, today: date) -> list[OpenRows]:
    """Open batches within the person's sight, one line a step."""
    return [
        OpenRows(
            label=label,
            url=f"{reverse('training:hours-batch-list')}?state={state}",
            rows=open_batches(user, state),
            title="title",
            due_on="due_on",
        )
        for state, label in LOOPS.items()
    ]


def filings_due(today: date) -> Iterator[tuple[Unit, date]]:
    """Schools with drafts to file, by their earliest date; near the end of filing also those that
    filed nothing this year."""
    drafts = HoursBatch.objects.filter(state=S.DRAFT, school__isnull=False)
    dates = dict(drafts.order_by().values_list("school").annotate(due=Min("due_on")))
    for year in TrainingYear.objects.containing(today):
        end = deadline(year, "training.filing_due")
        if abs(end - today) <= REMIND_WITHIN:
            filed = HoursBatch.objects.filter(year=year, school__isnull=False).values("school")
            for pk in _filing_ids().difference(filed.values_list("school", flat=True)):
                dates.setdefault(pk, end)
    schools = Unit.objects.in_bulk(dates)
    yield from ((schools[pk], day) for pk, day in sorted(dates.items()) if pk in schools)


def _filing_ids() -> set[int]:
    """The schools that file: those with learners, a point's learners counting for its 中心学校."""
    rows = Learner.objects.active().order_by()
    pairs = rows.values_list("school", "school__parent", "school__parent__kind").distinct()
    return {parent if kind == UnitKind.CENTRAL_SCHOOL else school for school, parent, kind in pairs}


def verifications_due() -> Iterator[tuple[Unit, date]]:
    """The education bureaus with filed batches to verify, each with its earliest date."""
    filed = HoursBatch.objects.filter(state=S.FILED).order_by()
    dates = dict(filed.values_list("county").annotate(due=Min("due_on")))
    bureaus = Unit.objects.filter(kind=UnitKind.EDUCATION_BUREAU, area__in=dates)
    yield from ((bureau, dates[bureau.area_id]) for bureau in bureaus)
