"""The floor's reference data.

A row that is there already belongs to the bureau and stays as it is: a second run adds what is
missing and takes back nobody's correction.
"""

import csv
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from chinese_calendar import constants
from django.db import transaction

import pueredu
from pueredu.audit.actions import remember
from pueredu.calendar.models import Figure, Holiday
from pueredu.units.access.records import save_record
from pueredu.units.models import Unit

FLOOR = Path(pueredu.__file__).parent
FIRST_HOLIDAY_YEAR = 2021


def seed_units(*, at: datetime) -> int:
    """The city, its ten 县(区) and their organs; parents come before their children in the file."""
    known = {unit.code: unit for unit in Unit.objects.all()}
    added = 0
    for row in _rows("units/reference/units.csv"):
        if row["code"] not in known:
            unit = Unit(
                code=row["code"],
                kind=row["kind"],
                parent=known.get(row["parent_code"]),
                name=row["name"],
                short_name=row["short_name"],
                precedence=int(row["precedence"]),
                source=row["source"],
            )
            known[unit.code] = save_record(unit, by=None, at=at)
            added += 1
    return added


def seed_figures(*, at: datetime) -> int:
    """Every dated number and list; one row is one key from one day on."""
    known = set(Figure.objects.values_list("key", "since"))
    missing = [
        Figure(
            key=row["key"],
            title=row["title"],
            value=json.loads(row["value"]),
            unit=row["unit"],
            since=date.fromisoformat(row["since"]),
            source=row["source"],
            note=row["note"],
            is_provisional=row["provisional"] == "true",
        )
        for row in _rows("calendar/reference/figures.csv")
        if (row["key"], date.fromisoformat(row["since"])) not in known
    ]
    for figure in missing:
        save_record(figure, by=None, at=at)
    return len(missing)


@transaction.atomic
def seed_holidays(*, at: datetime) -> int:
    """Holidays and worked weekends, as far as the installed ``chinesecalendar`` knows them.

    Its source are the State Council's yearly notices. One audit entry for the lot.
    """
    known = set(Holiday.objects.values_list("day", flat=True))
    missing = [holiday for holiday in _published() if holiday.day not in known]
    Holiday.objects.bulk_create(missing)
    if missing:
        first, last = missing[0].day, missing[-1].day
        details = {"rows": [len(missing), f"{first} – {last}"]}
        remember("calendar.holiday.import", missing[0], by=None, at=at, changes=details)
    return len(missing)


def _published() -> list[Holiday]:
    days = {
        **{day: (name, False) for day, name in constants.holidays.items()},
        **{day: (name, True) for day, name in constants.workdays.items()},
    }
    return [
        Holiday(day=day, name=_chinese(name) + ("调休" if worked else ""), is_workday=worked)
        for day, (name, worked) in sorted(days.items())
        if day.year >= FIRST_HOLIDAY_YEAR
    ]


def _chinese(name: str) -> str:
    word = constants.Holiday(name).chinese
    return word if word.endswith("节") or word == "元旦" else f"{word}节"


def _rows(path: str) -> Iterator[dict[str, str]]:
    with (FLOOR / path).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
