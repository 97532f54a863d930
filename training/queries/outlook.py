"""What is missing, what is under way and where the present pace leads, in words."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from pueredu.kit.templatetags.formats import day, number
from training.models import TrainingYear

MONTH = Decimal("30.4")  # days: paces are said by the month
TOO_SOON = 30  # days after which a pace says something


@dataclass(frozen=True)
class Pace:
    """How far the training year has gone for somebody who began on ``since``."""

    year: TrainingYear
    since: date
    today: date

    @property
    def passed(self) -> int:
        """Days up to and with today, inside the year."""
        return max((min(self.today, self.year.ends_on) - self.since).days + 1, 0)

    @property
    def left(self) -> int:
        return max((self.year.ends_on - self.today).days, 0)

    @property
    def says_something(self) -> bool:
        return self.passed >= TOO_SOON and self.left > 0

    def at_the_end(self, hours: Decimal) -> Decimal:
        """What ``hours`` so far become by the last day of the year."""
        return hours * (self.passed + self.left) / self.passed

    def monthly(self, hours: Decimal) -> Decimal:
        return hours * MONTH / self.passed

    def needed_monthly(self, hours: Decimal) -> Decimal:
        return hours * MONTH / self.left


def pace_of(year: TrainingYear, today: date, entered: date | None = None) -> Pace:
    return Pace(year, max(year.starts_on, entered) if entered else year.starts_on, today)


def outlook(gap: Decimal, waiting: Decimal, counted: Decimal, pace: Pace) -> list[str]:
    """Sentences for one learner: the gap, what the lists under way close of it, the forecast."""
    if gap <= 0:
        return ["已达到本年度要求。"]
    left = gap - waiting
    if left <= 0:
        return [f"还差 {number(gap)} 学时；申报中的 {number(waiting)} 学时全部认定后，就达到要求。"]
    under_way = (
        f"申报中的 {number(waiting)} 学时全部认定后，还差 {number(left)} 学时。"
        if waiting
        else "目前没有申报中的学时。"
    )
    return [f"还差 {number(gap)} 学时。{under_way}", *_forecast(left, counted + waiting, pace)]


def _forecast(left: Decimal, hours: Decimal, pace: Pace) -> list[str]:
    """``left`` is missing when all ``hours`` so far are recognised."""
    if not pace.left:
        return [f"{pace.year}已于{day(pace.year.ends_on)}结束。"]
    if not pace.says_something:
        return ["开始不久，暂不推算到年底的情况。"]
    end, short = day(pace.year.ends_on), left + hours - pace.at_the_end(hours)
    so_far = f"按目前的进度（平均每月约 {_about(pace.monthly(hours))} 学时），到{end}约有 {_about(pace.at_the_end(hours))} 学时，"
    if short <= 0:
        return [f"{so_far}能够达到要求。"]
    need = _about(pace.needed_monthly(left))
    return [f"{so_far}约差 {_about(short)} 学时；要按期达到，今后每月约需 {need} 学时。"]


def _about(hours: Decimal) -> str:
    """To whole hours, at least one of what there is."""
    return number(max(hours.quantize(Decimal(1), ROUND_HALF_UP), Decimal(1) if hours else hours))
