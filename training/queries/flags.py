"""What looks impossible in a line, and why a line does not count. Nothing is held back by it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, Subquery, Sum

from pueredu.calendar.queries import value
from pueredu.kit.templatetags.formats import number
from training.enums import BatchState, LearnerStatus
from training.models import HoursClaim, LedgerEntry, Placement, StatusPeriod

HALF_DAY = 4  # no day is shorter, so what a day holds is not read for nearly all lists
MOST_EVENTS = 3  # other events of the day that are named


def day_limit(today: date) -> Decimal:
    """How many hours one day holds."""
    return Decimal(str(value("training.hours_per_day_max", today)))


def long_lines(claims: Iterable[HoursClaim], today: date) -> list[str]:
    """A sentence for the school while it can still mend: lines of more hours than a day holds."""
    hours = [row.hours for row in claims if not row.is_void and row.hours > HALF_DAY]
    limit = day_limit(today) if hours else Decimal(0)
    found = [many for many in hours if many > limit]
    if not found:
        return []
    what = f"有 {len(found)} 人次超过一天一般的 {number(limit)} 学时（最多 {number(max(found))} 学时）。"
    return [f"{what}跨多天的不用改；写错的请在申报前改正，公示中的先撤回。"]


def flags_of(claims: Iterable[HoursClaim], limit: Decimal) -> dict[int, list[str]]:
    """By line what the verifier should look at: two places on one day, more hours than ``limit`` of
    a day, a day on which the learner was not in service or taught elsewhere. One query, however
    many lines there are."""
    claims = [row for row in claims if not row.is_void]
    days = _same_days(claims)
    found = {row.pk: _flags(row, days[row.learner_id, row.held_on], limit) for row in claims}
    return {pk: words for pk, words in found.items() if words}


def _same_days(claims: list[HoursClaim]) -> dict[tuple, list[HoursClaim]]:
    """Everything that counts, of these learners on these days; each line with the ``status`` that
    the learner had then, and the ``place`` if it was another than that of the line."""
    then = StatusPeriod.objects.on(OuterRef("held_on")).filter(learner=OuterRef("learner"))
    there = Placement.objects.on(OuterRef("held_on")).filter(learner=OuterRef("learner"))
    elsewhere = there.exclude(school=OuterRef("school")).order_by("-since")
    rows = HoursClaim.objects.counting().filter(
        learner__in={row.learner_id for row in claims}, held_on__in={row.held_on for row in claims}
    )
    days: dict[tuple, list[HoursClaim]] = {(row.learner_id, row.held_on): [] for row in claims}
    rows = rows.annotate(
        status=Subquery(then.order_by("-since").values("status")[:1]),
        place=Subquery(elsewhere.values("school__short_name")[:1]),
    )
    for row in rows.select_related("activity").order_by("id"):
        days.setdefault((row.learner_id, row.held_on), []).append(row)
    return days


def _flags(claim: HoursClaim, day: list[HoursClaim], limit: Decimal) -> list[str]:
    words, total = [], sum((row.hours for row in day), Decimal(0))
    others = [row.activity.title for row in day if row.pk != claim.pk]
    if others:
        words.append(f"同一天还有：{'、'.join(others[:MOST_EVENTS])}")
    (then,) = [row for row in day if row.pk == claim.pk] or [None]
    if then:
        words += [_out_of_service(then.status), f"当天在“{then.place}”任教" if then.place else ""]
    words = [word for word in words if word]
    if total > limit:
        words.append(f"当天合计 {number(total)} 学时，超过 {number(limit)}")
    return words


def _out_of_service(status: str | None) -> str:
    if status is None:
        return "当天还没有登记在职"
    if status == LearnerStatus.ACTIVE:
        return ""
    return f"当天的状态是“{LearnerStatus(status).label}”"


def why_not_counted(claim: HoursClaim, today: date) -> list[str]:
    """Everything that keeps a line from counting in full, in sentences; empty when it counts."""
    entry = LedgerEntry.objects.filter(claim=claim, reversal_of=None).select_related("rule").first()
    if claim.is_void:
        return [f"{claim.void_reason}。这一条保留在名单中，不计入学时。"]
    if entry is None:
        return [_on_its_way(claim), *_doubts(claim, today)]
    if entry.is_over_cap:
        return [_over_cap(entry)]
    return []


def _on_its_way(claim: HoursClaim) -> str:
    words = {
        BatchState.DRAFT: "学校还没有申报，",
        BatchState.POSTED: "正在学校公示，期满后申报，",
        BatchState.FILED: "等待县(区)审核，",
        BatchState.VERIFIED: "等待市级认定，",
    }
    return f"{words[BatchState(claim.batch.state)]}认定后计入。"


def _doubts(claim: HoursClaim, today: date) -> list[str]:
    limit = day_limit(today)
    return [f"{words}。审核时会核对。" for words in flags_of([claim], limit).get(claim.pk, ())]


def _over_cap(entry: LedgerEntry) -> str:
    same = LedgerEntry.objects.filter(
        learner=entry.learner_id, year=entry.year_id, rule__code=entry.rule.code
    )
    counted = same.aggregate(total=Sum("counted_hours"))["total"]
    over = entry.hours - entry.counted_hours
    return (
        f"“{entry.rule.title}”每年最多计 {number(entry.rule.annual_cap)} 学时，"
        f"已计 {number(counted)} 学时；这一条认定 {number(entry.hours)} 学时，"
        f"其中 {number(over)} 学时超上限不计。"
    )
