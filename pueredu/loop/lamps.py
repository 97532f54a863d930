"""The lamp of a Matter: derived from dates and progress, with thresholds that are Figures."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from pueredu.calendar.queries import values
from pueredu.loop.enums import Lamp, MatterState
from pueredu.loop.models import Matter


@dataclass(frozen=True)
class LampRule:
    """Thresholds in force on a day: days before due that count as near (calendar days), and
    percent points behind schedule for yellow and red."""

    today: date
    near_days: int
    yellow_behind: int
    red_behind: int

    @classmethod
    def on(cls, today: date) -> "LampRule":
        """Read the three Figures in one query, once for a whole list."""
        keys = ("loop.near_due_days", "loop.lamp_yellow_behind", "loop.lamp_red_behind")
        found = values(keys, today)
        return cls(today, *(found[key] for key in keys))

    def lamp(self, matter: Matter) -> Lamp:
        """Red is overdue or far behind, yellow behind, blue near the date, green the rest.

        What waits for verification is judged on the day it was asked for, not against its owner.
        """
        if matter.state == MatterState.CLOSED:
            return Lamp.DONE
        if matter.due_on is None or not matter.is_open:
            return Lamp.NONE
        behind = self.behind(matter)
        if matter.state == MatterState.SUBMITTED:
            return Lamp.GREEN
        if self.today > matter.due_on or behind > self.red_behind:
            return Lamp.RED
        if behind >= self.yellow_behind:
            return Lamp.YELLOW
        return Lamp.BLUE if (matter.due_on - self.today).days <= self.near_days else Lamp.GREEN

    def behind(self, matter: Matter) -> int:
        """Percent points by which progress is behind a straight line from issue to due date."""
        start = timezone.localtime(matter.issued_at).date() if matter.issued_at else self.today
        span = max((matter.due_on - start).days, 1)
        scheduled = min(max((self.today - start).days, 0) * 100 // span, 100)
        return max(scheduled - matter.percent, 0)
