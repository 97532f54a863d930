"""Dates of the training year. Months and days are Figures, so are the days of grace."""

from collections.abc import Iterable
from datetime import date

from pueredu.calendar.queries import add_working_days, value
from pueredu.kit.errors import Refused
from training.enums import BatchState as S
from training.models import RuleVersion, TrainingYear

YEARLY = {
    S.DRAFT: "training.filing_due",
    S.FILED: "training.verify_due",
    S.VERIFIED: "training.recognise_due",
}


def year_of(day: date) -> TrainingYear:
    """The training year that contains ``day``; raises Refused when none is registered."""
    found = TrainingYear.objects.containing(day).first()
    if found is None:
        raise no_year(day)
    return found


def no_year(day: date) -> Refused:
    """The sentence for a day that no training year contains, to be raised."""
    return Refused(f"{day.year} 年没有登记培训年度，请联系市教体局教师教育科。")


def no_rule() -> Refused:
    """The sentence for a form and level that no rule counts, to be raised."""
    return Refused("认定规则中没有这种形式和级别，请重新选择。")


def version_on(versions: Iterable[RuleVersion], rule: RuleVersion, day: date) -> RuleVersion | None:
    """Which of ``versions`` counts the form and level of ``rule`` on ``day``; None when none does."""
    fits = [
        row
        for row in versions
        if (row.form, row.level) == (rule.form, rule.level)
        and row.since <= day
        and (row.until is None or day <= row.until)
    ]
    return max(fits, key=lambda row: row.since, default=None)


def deadline(year: TrainingYear, key: str) -> date:
    """A yearly date (Figure of month and day, ``"11-30"``) inside the training year."""
    return day_of(year.starts_on, value(key, year.starts_on))


def day_of(starts_on: date, text: str) -> date:
    """The day that ``"11-30"`` names inside the training year that begins on ``starts_on``."""
    month, day = (int(part) for part in text.split("-"))
    found = date(starts_on.year, month, day)
    return found if found >= starts_on else date(starts_on.year + 1, month, day)


def next_due(
    state: str, year: TrainingYear, today: date, *, is_returned: bool = False
) -> date | None:
    """When the step after ``state`` is due: the yearly date, or sooner by the days of grace for
    verifying what was filed and for mending what was returned. After a posting the days count from
    its end, ``today``. None at the end."""
    if state == S.POSTED:
        return add_working_days(today, value("training.posting_file_days", today))
    if state not in YEARLY:
        return None
    yearly = deadline(year, YEARLY[S(state)])
    if state == S.FILED:
        return min(yearly, add_working_days(today, value("training.verify_days", today)))
    if is_returned:
        return min(yearly, add_working_days(today, value("training.return_days", today)))
    return yearly
