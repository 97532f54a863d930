"""One tick over 10,000 Matters that are due, among a million that are done."""

from pueredu.kit import clock
from pueredu.loop.models import Matter
from pueredu.notices.actions import tick
from pueredu.notices.models import Slot
from tests.benchmarks.clocks import counted_queries, seconds
from tests.benchmarks.loads import FULL, matters_up_to
from tests.benchmarks.report import AT_MOST, Measured


def measure() -> list[Measured]:
    at = clock.now()
    matters_up_to(FULL, at)
    due = Matter.objects.awaiting_lead_unit().count()
    with counted_queries() as first:
        once = seconds(lambda: tick(at=at))
    slots = Slot.objects.count()
    with counted_queries() as second:
        again = seconds(lambda: tick(at=at))
    return [
        Measured(f"tick: queries for each of {due:,} due", len(first) / due, (AT_MOST, 0.1)),
        Measured("tick: slots written a second", slots / once, unit="/s", note=f"{slots:,} slots"),
        Measured("tick: seconds", once, unit="s"),
        Measured("tick again: slots written", Slot.objects.count() - slots, (AT_MOST, 0), ""),
        Measured("tick again: seconds", again, unit="s", note=f"{len(second)} queries"),
    ]
