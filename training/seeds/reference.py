"""Directions, rules and training years. A row that is there stays as the bureau left it."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import training
from pueredu.units.access.records import save_record
from training.actions.years import FIRST_YEAR, open_training_years
from training.enums import RuleState
from training.models import Direction, RuleVersion

FOLDER = Path(training.__file__).parent / "reference"
SINCE = date(FIRST_YEAR, 1, 1)


def reference(*, at: datetime) -> int:
    """Adds what is missing, each row with its source; needs the Figures. Returns rows added."""
    missing = [*_directions(), *_rules()]
    for record in missing:
        save_record(record, by=None, at=at)
    return len(missing) + open_training_years(at=at)


def _directions() -> Iterator[Direction]:
    known = set(Direction.objects.values_list("code", flat=True))
    for row in _rows("directions.csv"):
        if row["code"] not in known:
            yield Direction(
                code=row["code"],
                audience=row["audience"],
                title=row["title"],
                precedence=int(row["precedence"]),
                quote=row["quote"],
                source=row["source"],
            )


def _rules() -> Iterator[RuleVersion]:
    known = set(RuleVersion.objects.values_list("code", flat=True))
    for row in _rows("rules.csv"):
        if row["code"] not in known:
            yield RuleVersion(
                code=row["code"],
                title=row["title"],
                form=row["form"],
                level=row["level"],
                unit=row["unit"],
                hours_per_unit=Decimal(row["hours_per_unit"]),
                credits_per_unit=Decimal(row["credits_per_unit"]),
                annual_cap=Decimal(row["annual_cap"]) if row["annual_cap"] else None,
                evidence=row["evidence"],
                since=SINCE,
                is_provisional=row["provisional"] == "true",
                source=row["source"],
                state=RuleState.IN_FORCE,
            )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
