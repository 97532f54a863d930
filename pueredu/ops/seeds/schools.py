"""Schools that do not exist: labelled 演示, numbered beyond the real serials, the same each time."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from pueredu.kit.pinyin import pinyin_key
from pueredu.units.enums import SchoolType, UnitKind
from pueredu.units.models import Unit

T = SchoolType
CITY_CODE = "530800"
SOURCE = "演示数据"
FIRST_SERIAL = 900001

# The first two digits of the national code (DOMAIN §5); 99 is ours, for what has none there.
CODE_KINDS = {
    T.KINDERGARTEN: "11", T.PRIMARY: "21", T.JUNIOR: "31", T.NINE_YEAR: "31", T.SENIOR: "34",
    T.COMPLETE: "34", T.VOCATIONAL: "36", T.SPECIAL: "51", T.OTHER: "99",
}  # fmt: skip
WORDS = {
    T.KINDERGARTEN: "幼儿园", T.PRIMARY: "小学", T.JUNIOR: "初级中学", T.NINE_YEAR: "九年一贯制学校",
    T.SENIOR: "高级中学", T.COMPLETE: "完全中学", T.VOCATIONAL: "职业高级中学",
    T.SPECIAL: "特殊教育学校", T.OTHER: "其他学校",
}  # fmt: skip

# Published totals of the city, 2023-06 (DOMAIN §5); the last kind is the rest up to 1,054.
TOTALS = {
    T.KINDERGARTEN: 425, T.PRIMARY: 461, T.JUNIOR: 134, T.VOCATIONAL: 25, T.SPECIAL: 5, T.OTHER: 4,
}  # fmt: skip
UNDER_CITY = {
    "small": (T.COMPLETE, T.VOCATIONAL),
    "city": (T.COMPLETE, T.SENIOR, T.COMPLETE, T.VOCATIONAL, T.VOCATIONAL, T.SPECIAL),
}
# Split over the 县(区): not published, so a provisional guess for the demonstration only.
WEIGHTS = {
    "530802": 15, "530821": 8, "530822": 12, "530823": 13, "530824": 12,
    "530825": 8, "530826": 5, "530827": 6, "530828": 17, "530829": 4,
}  # fmt: skip
SECONDARY_MIX = (
    T.JUNIOR, T.SENIOR, T.JUNIOR, T.NINE_YEAR, T.JUNIOR,
    T.JUNIOR, T.COMPLETE, T.JUNIOR, T.NINE_YEAR, T.JUNIOR,
)  # fmt: skip
SECONDARY = frozenset(SECONDARY_MIX)
POINTS = (UnitKind.VILLAGE_SCHOOL, UnitKind.VILLAGE_SCHOOL, UnitKind.TEACHING_POINT)


@dataclass(frozen=True)
class Plan:
    """What one area gets: its schools by type, and how many 中心学校 with three points each."""

    schools: tuple[T, ...]
    centrals: int = 0


@dataclass
class _Numbers:
    """Serials by kind over the whole city, and running numbers by area and word."""

    serials: Counter = field(default_factory=Counter)
    words: Counter = field(default_factory=Counter)

    def code(self, school_type: T) -> str:
        kind = CODE_KINDS[school_type]
        self.serials[kind] += 1
        return f"{kind}53{FIRST_SERIAL + self.serials[kind] - 1}"

    def next(self, *key) -> int:
        self.words[key] += 1
        return self.words[key]


def seed_schools(scale: str) -> int:
    """Insert the schools of ``small`` or ``city``; the organs must be there."""
    bureaus = {
        unit.area.code: unit
        for unit in Unit.objects.filter(kind=UnitKind.EDUCATION_BUREAU).select_related("area")
    }
    numbers = _Numbers()
    heads = [
        school
        for code, plan in plans(scale).items()
        for school in _schools(bureaus[code], plan, numbers)
    ]
    heads = Unit.objects.bulk_create(heads, batch_size=500)
    points = [
        point
        for head in heads
        if head.kind == UnitKind.CENTRAL_SCHOOL
        for point in _points(head, numbers)
    ]
    Unit.objects.bulk_create(points, batch_size=500)
    return len(heads) + len(points)


def plans(scale: str) -> dict[str, Plan]:
    """By code of the area; the areas in official order."""
    small = Plan((T.KINDERGARTEN, T.PRIMARY, T.JUNIOR), centrals=1)
    counties = dict.fromkeys(WEIGHTS, small) if scale == "small" else _in_proportion()
    return {CITY_CODE: Plan(UNDER_CITY[scale]), **counties}


def _in_proportion() -> dict[str, Plan]:
    held = Counter(T.JUNIOR if kind in SECONDARY else kind for kind in UNDER_CITY["city"])
    shares = {kind: _shares(total - held[kind]) for kind, total in TOTALS.items()}
    return {code: _plan({kind: share[code] for kind, share in shares.items()}) for code in WEIGHTS}


def _plan(counts: dict[T, int]) -> Plan:
    """One 中心学校 and its three points for every five primary schools; the rest stand alone."""
    centrals = counts[T.PRIMARY] // 5
    alone = {**counts, T.PRIMARY: counts[T.PRIMARY] - centrals * (1 + len(POINTS))}
    schools = [
        SECONDARY_MIX[n % len(SECONDARY_MIX)] if kind == T.JUNIOR else kind
        for kind, count in alone.items()
        for n in range(count)
    ]
    return Plan(tuple(schools), centrals)


def _shares(total: int) -> dict[str, int]:
    """``total`` split by WEIGHTS; what rounding leaves goes to the largest remainders."""
    whole = sum(WEIGHTS.values())
    shares = {code: total * weight // whole for code, weight in WEIGHTS.items()}
    by_remainder = sorted(WEIGHTS, key=lambda code: (-(total * WEIGHTS[code] % whole), code))
    for code in by_remainder[: total - sum(shares.values())]:
        shares[code] += 1
    return shares


def _schools(bureau: Unit, plan: Plan, numbers: _Numbers) -> Iterable[Unit]:
    area = bureau.area
    wanted = [(UnitKind.SCHOOL, kind, WORDS[kind]) for kind in plan.schools]
    wanted += [(UnitKind.CENTRAL_SCHOOL, T.PRIMARY, "中心学校")] * plan.centrals
    for kind, school_type, word in wanted:
        name = f"演示·{area.short_name}第{chinese(numbers.next(area.code, word))}{word}"
        yield _unit(bureau, kind, school_type, name, numbers)


def _points(central: Unit, numbers: _Numbers) -> Iterable[Unit]:
    for kind in POINTS:
        name = f"{central.name}第{chinese(numbers.next(central.code, kind))}{kind.label}"
        yield _unit(central, kind, T.PRIMARY, name, numbers)


def _unit(parent: Unit, kind: UnitKind, school_type: T, name: str, numbers: _Numbers) -> Unit:
    """A row for a bulk insert, which skips ``save``: path, area and sort key are set here."""
    code = numbers.code(school_type)
    area = parent.area
    return Unit(
        code=code,
        kind=kind,
        school_type=school_type,
        parent=parent,
        area=area,
        path=f"{parent.path}{code}/",
        name=name,
        short_name=name,
        name_key=pinyin_key(name)[:200],
        precedence=area.precedence * 1000 + numbers.next("precedence", area.code),
        source=SOURCE,
        is_demo=True,
    )


def chinese(number: int) -> str:
    """1–99 in Chinese numerals, as schools are numbered: 一, 十二, 三十."""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十"
    return head + (digits[ones] if ones else "")
