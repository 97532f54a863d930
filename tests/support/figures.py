"""The Figures as the reference file has them, for tests that need the real numbers."""

import csv
import json
from datetime import date
from pathlib import Path

from pueredu.calendar.models import Figure

PATH = Path(__file__).resolve().parents[2] / "pueredu/calendar/reference/figures.csv"


def load_figures() -> None:
    """Every row of the reference file; a second call in one test adds nothing."""
    with PATH.open(encoding="utf-8", newline="") as stream:
        Figure.objects.bulk_create(
            (
                Figure(
                    key=row["key"],
                    title=row["title"],
                    value=json.loads(row["value"]),
                    unit=row["unit"],
                    since=date(2020, 1, 1),
                    source=row["source"],
                    is_provisional=row["provisional"] == "true",
                )
                for row in csv.DictReader(stream)
            ),
            ignore_conflicts=True,
        )
