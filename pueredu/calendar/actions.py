"""Figures are kept so that every day has a value of the shape that its readers know."""

from datetime import date, datetime, timedelta

from django.db import transaction

from pueredu.accounts.models import User
from pueredu.calendar.models import Figure
from pueredu.calendar.shapes import Misfit, check
from pueredu.kit.errors import Refused
from pueredu.units.access.records import save_record

ONE_DAY = timedelta(1)
FOREVER = date.max - ONE_DAY  # to which a day can still be added


@transaction.atomic
def keep_figure(figure: Figure, *, by: User | None, at: datetime, reason: str = "") -> Figure:
    """Save a changed value, or a new one from a day on, of a key that is known. Raises Refused for
    another key, for a value of another shape, and where some day would be left without a value."""
    rows = Figure.objects.filter(key=figure.key).select_for_update(no_key=True)
    stored = {row.pk: row for row in rows.order_by("since")}
    if not stored or (figure.pk and figure.pk not in stored):
        raise Refused("没有这个参数；参数由系统登记，这里更改数值、登记新的数值。")
    first = next(iter(stored.values()))
    try:
        check(figure.key, figure.value, first.value, first.unit)
    except Misfit as misfit:
        raise Refused(f"「数值」{misfit}") from misfit
    figure.unit = first.unit
    _leave_no_gap([*(row for pk, row in stored.items() if pk != figure.pk), figure], first.since)
    return save_record(figure, by=by, at=at, reason=reason)


def _leave_no_gap(rows: list[Figure], first: date) -> None:
    covered = first - ONE_DAY
    for row in sorted(rows, key=lambda row: row.since):
        if row.since > covered + ONE_DAY:
            break
        covered = max(covered, row.until or FOREVER)
    if covered < FOREVER:
        raise Refused(
            f"这样从 {covered + ONE_DAY} 起没有数值。请先登记新的数值，再填写原数值的废止日期。"
        )
