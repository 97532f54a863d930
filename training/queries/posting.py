"""公示: what is posted, for whom, until when, and whether a list may go on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pueredu.calendar.queries import value
from pueredu.kit.templatetags.formats import number
from pueredu.units.enums import UnitKind
from pueredu.units.models import Unit
from training.enums import BatchState as S
from training.models import HoursBatch, HoursClaim, Learner, Objection, TrainingActivity


def posting_days(today: date) -> int:
    """Working days for which a school posts a list before it files it; 0 means not at all."""
    return value("training.public_notice_days", today)


def filing_school(school: Unit) -> Unit:
    """Who files for a school: itself, or the 中心学校 of a point. The parent must be loaded."""
    parent = school.parent
    return parent if parent and parent.kind == UnitKind.CENTRAL_SCHOOL else school


DISPUTED = "还有异议没有处理，处理后再申报。"


def why_not_filed(batch: HoursBatch, today: date) -> str:
    """Why the school cannot file this list today, in a sentence; empty when it can. What stood its
    days before it came back is not posted again: ``change_hours_batch`` takes the dates away when
    somebody is added."""
    days = posting_days(today) if batch.posting_ends_on is None and batch.school_id else 0
    if reason := _too_early(batch, today, days):
        return reason
    return DISPUTED if Objection.objects.open().filter(batch=batch).exists() else ""


def reasons_not_filed(batches: Iterable[HoursBatch], today: date) -> dict[int, str]:
    """``why_not_filed`` of several lists; two queries."""
    batches, days = list(batches), posting_days(today)
    rows = Objection.objects.open().filter(batch__in=batches)
    disputed = set(rows.values_list("batch", flat=True))
    return {
        row.pk: _too_early(row, today, days) or (DISPUTED if row.pk in disputed else "")
        for row in batches
    }


def _too_early(batch: HoursBatch, today: date, days: int) -> str:
    ends_on = batch.posting_ends_on
    if not batch.claim_count:
        return "这批申报没有任何人次，不能申报。"
    if ends_on is None and days and batch.school_id:
        return f"申报前须公示 {days} 个工作日，请先公示。"
    if ends_on is not None and today <= ends_on:
        return f"公示到 {ends_on:%-m月%-d日} 为止，期满后再申报。"
    return ""


@dataclass(frozen=True)
class PostedPerson:
    """One name on the sheet: at which of the numbered activities, and how many hours in all."""

    name: str
    school: Unit
    events: str
    hours: Decimal


@dataclass(frozen=True)
class PostingSheet:
    """What hangs on the wall: everything that the school posted on one day for the same days."""

    batch: HoursBatch
    activities: list[TrainingActivity]
    people: list[PostedPerson]


def posted_with(batch: HoursBatch):
    """The lists that the school posted together with this one, itself included."""
    return HoursBatch.objects.filter(
        school=batch.school_id,
        posted_on=batch.posted_on,
        posting_ends_on=batch.posting_ends_on,
    )


def posting_sheet(batch: HoursBatch) -> PostingSheet:
    """The sheet on which this list stands, names by point and pinyin; one query."""
    claims = (
        HoursClaim.objects.counting()
        .filter(batch__in=posted_with(batch))
        .select_related("learner", "school", "activity__direction")
        .order_by(
            "school__precedence", "school__code", "learner__name_key", "learner_id", "held_on"
        )
    )
    rows = list(claims)
    found = {row.activity_id: row.activity for row in rows}
    activities = sorted(found.values(), key=lambda event: (event.held_on, event.pk))
    numbers = {event.pk: n for n, event in enumerate(activities, 1)}
    people: dict[int, list[HoursClaim]] = {}
    for row in rows:
        people.setdefault(row.learner_id, []).append(row)
    return PostingSheet(batch, activities, [_person(mine, numbers) for mine in people.values()])


def _person(claims: list[HoursClaim], numbers: dict[int, int]) -> PostedPerson:
    """A part of an activity is said in brackets: 「1、2(1.5)」."""
    words = [
        f"{numbers[row.activity_id]}({number(row.hours)})"
        if row.hours != row.activity.hours
        else str(numbers[row.activity_id])
        for row in sorted(claims, key=lambda row: numbers[row.activity_id])
    ]
    total = sum((row.hours for row in claims), Decimal(0))
    return PostedPerson(claims[0].learner.name, claims[0].school, "、".join(words), total)


@dataclass(frozen=True)
class PostedList:
    """One posted list as one learner reads it; no ``claim`` means: the name is not on it."""

    batch: HoursBatch
    claim: HoursClaim | None

    @property
    def words(self) -> str:
        return f"{number(self.claim.hours)} 学时" if self.claim else "名单上没有您"


def posted_lists(learner: Learner) -> list[PostedList]:
    """What is posted at the learner's school, with the own line of each; two queries."""
    places = {learner.school_id, filing_school(learner.school).pk}
    batches = list(HoursBatch.objects.filter(school__in=places, state=S.POSTED).order_by("id"))
    claims = HoursClaim.objects.counting().filter(batch__in=batches, learner=learner)
    mine = {row.batch_id: row for row in claims}
    return [PostedList(batch, mine.get(batch.pk)) for batch in batches]
