"""What the recognised hours consist of: by direction and form, of the school of the day."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Sum

from pueredu.units.enums import UnitKind
from pueredu.units.models import Unit
from training.enums import TrainingForm
from training.models import SchoolTotal, TrainingYear
from training.queries.totals import SEE_NUMBERS

NONE = Decimal(0)


@dataclass(frozen=True)
class Part:
    """A direction or a form with its hours and its share of all, in whole percent."""

    key: str
    title: str
    hours: Decimal
    percent: int


@dataclass(frozen=True)
class Composition:
    """``places`` are the hours of each 县(区) or filing school by the keys of ``parts``."""

    total: Decimal
    directions: list[Part]
    forms: list[Part]
    places: dict[int, dict[str, Decimal]]

    def of_place(self, pk: int, key: str) -> Decimal:
        return self.places.get(pk, {}).get(key, NONE)


def composition(
    user, year: TrainingYear, *, county: Unit | None = None, by_county: bool
) -> Composition:
    """From the totals kept with the ledger, so it costs the number of schools and not of rows; one
    query. The hours of a point count for its 中心学校."""
    rows = SchoolTotal.objects.permitted(user, SEE_NUMBERS).filter(year=year)
    if county is not None:
        rows = rows.filter(county=county)
    place = ("county",) if by_county else ("school", "school__parent", "school__parent__kind")
    names = ("direction__code", "direction__title", "form", "direction__audience")
    order = ("-direction__audience", "direction__precedence", "form")
    found = list(rows.values(*place, *names).order_by(*order).annotate(n=Sum("hours")))
    places: dict[int, dict[str, Decimal]] = {}
    for row in found:
        hours = places.setdefault(row["county"] if by_county else _filer(row), {})
        for key in (row["direction__code"], row["form"]):
            hours[key] = hours.get(key, NONE) + row["n"]
    directions = {row["direction__code"]: row["direction__title"] for row in found}
    forms = {
        form.value: form.label for form in TrainingForm if any(row["form"] == form for row in found)
    }
    total = sum((row["n"] for row in found), NONE)
    return Composition(
        total, _parts(directions, places, total), _parts(forms, places, total), places
    )


def _filer(row: dict) -> int:
    """The school that files for the school of the day."""
    is_point = row["school__parent__kind"] == UnitKind.CENTRAL_SCHOOL
    return row["school__parent"] if is_point else row["school"]


def _parts(titles: dict[str, str], places: dict, total: Decimal) -> list[Part]:
    parts = []
    for key, title in titles.items():
        hours = sum((row.get(key, NONE) for row in places.values()), NONE)
        parts.append(Part(key, title, hours, _percent(hours, total)))
    return parts


def _percent(hours: Decimal, total: Decimal) -> int:
    """Whole percent, half up (四舍五入)."""
    return int((hours * 100 / total).quantize(Decimal(1), ROUND_HALF_UP)) if total else 0
