"""Reads that other rooms and the desk may call."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Q
from django.urls import reverse

from measures.enums import CommitmentTransition as T
from measures.models import Commitment, CommitmentTask, GroupPost, Theme
from pueredu.kit.names import permission, url_name
from pueredu.loop.enums import Lamp
from pueredu.loop.lamps import LampRule
from pueredu.loop.owed import OpenRows, Owed
from pueredu.office.tables import LAMP_TONES
from pueredu.units.enums import UnitKind
from pueredu.units.models import Unit

ROOM = "十条措施"
WORST_FIRST = (Lamp.RED, Lamp.YELLOW, Lamp.BLUE, Lamp.GREEN)
WORDS = {Lamp.NONE: "未交办", Lamp.DONE: "已兑现"}
FAR_BEHIND = "严重滞后"


def lamp_word(lamp: Lamp, *, is_late: bool) -> str:
    """The word of a lamp for a promise. Red is overdue or far behind: the two are not the same
    reproach, so what is not yet due never reads 「逾期」."""
    if lamp == Lamp.RED and not is_late:
        return FAR_BEHIND
    return WORDS.get(lamp, lamp.label)


@dataclass(frozen=True)
class GridCell:
    """One theme in one 县(区): the worst lamp of what is open there, and how many of how many."""

    county: Unit
    lamp: Lamp
    is_late: bool
    closed: int
    total: int
    url: str

    @property
    def label(self) -> str:
        """The lamp's word, in the words of a promise."""
        return lamp_word(self.lamp, is_late=self.is_late)

    @property
    def words(self) -> str:
        """「逾期 1/3」: the lamp's word and, of several, how many are kept."""
        return f"{self.label} {self.closed}/{self.total}" if self.total > 1 else self.label

    @property
    def tone(self) -> str:
        """The tone that gives the word its shape and colour."""
        return LAMP_TONES[self.lamp]


@dataclass(frozen=True)
class GridRow:
    """A theme (None is what the letter promises outside any) with a cell for each 县(区)."""

    theme: Theme | None
    cells: list[GridCell]

    @property
    def title(self) -> str:
        return self.theme.title if self.theme else "其他承诺"

    @property
    def is_silent(self) -> bool:
        """Whether nobody in sight was handed anything of it."""
        return not any(cell.total for cell in self.cells)

    @property
    def number(self) -> str:
        """「第3条」 once the bureau has mapped the theme."""
        return str(self.theme.measure) if self.theme and self.theme.measure else ""


@dataclass(frozen=True)
class Grid:
    """Themes × 县(区), both in official order, as of ``today``."""

    counties: list[Unit]
    rows: list[GridRow]
    today: date


def owed(user, today: date) -> list[Owed]:
    """Promises to be kept in each 县(区) that this person may hand over and nobody has."""
    return [
        Owed(
            title=commitment.title,
            verb=T.ISSUE.label,
            url=reverse(url_name(T.ISSUE, Commitment), args=[commitment.pk]),
            due_on=commitment.next_due(today),
            room=ROOM,
            note=commitment.number_text,
        )
        for commitment in unissued(user)
    ]


def open_loops(user, today: date) -> list[OpenRows]:
    """Promises that the city has not handed over, for whoever sees the city. Once issued, the
    loop's own line counts their Matters."""
    city = Unit.objects.visible_to(user).filter(kind=UnitKind.CITY)
    return [
        OpenRows(
            label="尚未交办的承诺",
            url=f"{reverse('measures:commitment-list')}?stage=unissued",
            rows=Commitment.objects.visible_to(user).unissued().filter(Exists(city)),
            title="title",
            due_on="due_on",
        )
    ]


def unissued(user):
    """What this person can end by issuing."""
    return Commitment.objects.permitted(user, permission(T.ISSUE, Commitment)).unissued()


def vacant_group_posts(user, today: date) -> list[GroupPost]:
    """Seats of the leading groups within sight that nobody holds, in official order; one query."""
    held = Q(holder__since__lte=today) & (Q(holder__until=None) | Q(holder__until__gte=today))
    posts = GroupPost.objects.visible_to(user).exclude(held).select_related("group__area", "unit")
    return list(posts.order_by("group__area__precedence", "precedence"))


def themes():
    """The themes, those of numbered measures first; for forms and reports of upper rooms."""
    return Theme.objects.select_related("measure")


def counties_of(user):
    """The 县(区) whose tasks a person may see, in official order; an organ's is its own."""
    over = Unit.objects.permitted(user, permission("view", CommitmentTask))
    return (over | Unit.objects.visible_to(user)).counties()


def grid(user, today: date) -> Grid:
    """Themes × the 县(区) of the person's sight, with lamps of their Matters; four queries after the posts.

    A theme that nobody was handed anything for reads 「未交办」, never green.
    """
    rule = LampRule.on(today)
    counties = list(counties_of(user))
    found = defaultdict(list)
    for task in CommitmentTask.objects.visible_to(user).live().with_matters():
        lamp = rule.lamp(task.matter)
        is_late = lamp == Lamp.RED and task.matter.due_on < today
        found[task.commitment.theme_id, task.county_id].append((lamp, is_late))
    shown = list(themes())
    if any(theme_id is None for theme_id, _ in found):
        shown.append(None)
    rows = [GridRow(theme, [_cell(theme, county, found) for county in counties]) for theme in shown]
    return Grid(counties, rows, today)


def _cell(theme: Theme | None, county: Unit, found: dict) -> GridCell:
    theme_id = theme.pk if theme else None
    here = found.get((theme_id, county.pk), [])
    lamps = [lamp for lamp, _ in here]
    closed = lamps.count(Lamp.DONE)
    worst = next((lamp for lamp in WORST_FIRST if lamp in lamps), None)
    about = f"theme={theme_id}" if theme_id else "unthemed=1"
    url = f"{reverse('measures:commitment-task-list')}?county={county.pk}&{about}"
    return GridCell(
        county=county,
        lamp=worst or (Lamp.DONE if closed else Lamp.NONE),
        is_late=any(is_late for _, is_late in here),
        closed=closed,
        total=len(lamps),
        url=url if lamps else "",
    )
