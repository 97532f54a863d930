"""Why one learner owes just so many hours: figures and facts, in the order in which they count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from pueredu.kit.templatetags.formats import day, number
from training.enums import AdjustmentReason, LearnerKind, LearnerStatus, Stage
from training.models import Adjustment, Learner
from training.queries.requirement import (
    OWN_HOURS,
    PRORATES,
    STAGES,
    YEARLY,
    Requirement,
    month_of,
)


@dataclass(frozen=True)
class Ground:
    """One figure or fact; ``hours`` is what it adds or takes off, None when it only says whom."""

    words: str
    hours: Decimal | None
    is_provisional: bool


@dataclass(frozen=True)
class OwnTerms:
    """What one learner owes in the year; ``required`` None means that nothing binds."""

    required: Decimal | None
    grounds: list[Ground]

    @property
    def is_provisional(self) -> bool:
        return any(ground.is_provisional for ground in self.grounds)

    @property
    def question(self) -> str:
        if self.required is None:
            return "为什么没有学时要求"
        return f"为什么是 {number(self.required)} 学时"


def own_terms(
    learner: Learner, rule: Requirement, entered: date | None, adjustments: Sequence[Adjustment]
) -> OwnTerms:
    """The twin of ``required_of`` for one learner, who ``entered`` service on that day (None when
    nobody knows) and has these adjustments in force in the year."""
    if not rule.binds(learner):
        return OwnTerms(None, [_not_bound(learner, rule)])
    figure = rule.figures[YEARLY]
    grounds = [Ground(figure.title, rule.hours, figure.is_provisional), _bound(learner, rule)]
    first = month_of(rule.year.starts_on)
    if entered and rule.is_on(PRORATES):
        first = max(first, month_of(entered))
    months = max(month_of(rule.year.ends_on) - first + 1, 0)
    yearly = Fraction(rule.hours) * months / rule.months
    if months < rule.months:
        words = f"{entered:%Y年%-m月}入职，年度 {rule.months} 个月中计 {months} 个月"
        grounds.append(_ground(rule, words, yearly - Fraction(rule.hours), PRORATES))
    own = Fraction(0)
    for row in sorted(adjustments, key=lambda row: row.since):
        inside = _months_inside(row, rule, first)
        if row.has_own_hours:
            grounds.append(_own_ground(row, rule, inside))
            own += _own_hours(row, rule, inside)
        if not row.has_own_hours or not rule.is_added(row.reason):
            percent = 100 if row.has_own_hours else row.percent
            off = min(Fraction(rule.hours) * inside * percent / 100 / rule.months, yearly)
            yearly -= off
            grounds.append(_ground(rule, _words_off(row, inside, percent), -off, PRORATES))
    return OwnTerms(_hours(yearly + own), grounds)


def _months_inside(row: Adjustment, rule: Requirement, first: int) -> int:
    last = min(month_of(row.until), month_of(rule.year.ends_on))
    return max(last - max(month_of(row.since), first) + 1, 0)


def _months_of(row: Adjustment) -> int:
    return month_of(row.until) - month_of(row.since) + 1


def _ground(rule: Requirement, words: str, hours: Fraction, figure: str) -> Ground:
    return Ground(words, _hours(hours), rule.figures[figure].is_provisional)


def _hours(exact: Fraction) -> Decimal:
    """One decimal, half up (四舍五入), as the database rounds."""
    found = Decimal(exact.numerator) / Decimal(exact.denominator)
    return found.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _words_off(row: Adjustment, inside: int, percent: int) -> str:
    decided = f"（{row.authority}，{day(row.decided_on)}批准）"
    return f"{_span(row)}，本年度 {inside} 个月，减免 {percent}%{decided}"


def _own_hours(row: Adjustment, rule: Requirement, inside: int) -> Fraction:
    """What a trial or a new post brings into the year: of all its hours, by months."""
    return Fraction(str(rule.own_hours(row.reason).value)) * inside / _months_of(row)


def _own_ground(row: Adjustment, rule: Requirement, inside: int) -> Ground:
    figure, (_, added) = rule.own_hours(row.reason), OWN_HOURS[AdjustmentReason(row.reason)]
    words = (
        f"{_span(row)}，{figure.title} {number(figure.value)}，"
        f"{_months_of(row)} 个月中 {inside} 个月在本年度"
    )
    if row.reason == AdjustmentReason.NEW_PRINCIPAL:
        words += f"（{row.authority}，{day(row.decided_on)}任职）"
    is_provisional = figure.is_provisional or rule.figures[added].is_provisional
    return Ground(words, _hours(_own_hours(row, rule, inside)), is_provisional)


def _span(row: Adjustment) -> str:
    return f"{row.get_reason_display()} {row.since:%Y年%-m月}至{row.until:%Y年%-m月}"


def _stages(rule: Requirement) -> str:
    return "、".join(Stage(stage).label for stage in rule.stages)


def _bound(learner: Learner, rule: Requirement) -> Ground:
    words = f"{learner.get_stage_display()}在适用学段（{_stages(rule)}）之内"
    return Ground(words, None, rule.figures[STAGES].is_provisional)


def _not_bound(learner: Learner, rule: Requirement) -> Ground:
    if learner.status != LearnerStatus.ACTIVE:
        return Ground(
            f"现在的状态是“{learner.get_status_display()}”，只要求在岗人员",
            None,
            is_provisional=False,
        )
    if learner.kind == LearnerKind.OFFICIAL:
        return Ground("教育管理干部另有四个专题，不适用教师的年度学时", None, is_provisional=False)
    stage = learner.get_stage_display() or "没有登记的学段"
    words = f"{stage}不在适用学段（{_stages(rule)}）之内"
    return Ground(words, None, rule.figures[STAGES].is_provisional)
