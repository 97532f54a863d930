"""Search over what the person may see; every row found is one that its own page would show."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from pueredu.files.models import Attachment
from pueredu.kit.bigrams import containing
from pueredu.loop.kinds import kind_of
from pueredu.loop.models import Matter, MatterEvent
from pueredu.units.models import Unit

LIMIT = 20


@dataclass(frozen=True)
class Found:
    """One line of a result: its words, where it leads (empty for nowhere) and what it belongs to."""

    title: str
    url: str
    note: str


@dataclass(frozen=True)
class Group:
    """The rows of one kind; ``is_cut`` when there are more than are shown."""

    label: str
    rows: list[Found]
    is_cut: bool


def search(user, text: str) -> list[Group]:
    """Matters, their evidence and units whose words contain ``text``; three queries."""
    seen = Matter.objects.visible_to(user)
    titled = containing(Matter.objects.all(), "title", text).values("pk")
    matters = seen.filter(Q(pk__in=titled) | Q(serial=text)).with_units()
    named = containing(Attachment.objects.all(), "name", text).values("pk")
    files = (
        MatterEvent.objects.filter(matter__in=seen, attachments__in=named)
        .order_by("-matter_id", "attachments__id")
        .values_list("matter_id", "attachments__id", "attachments__name", "matter__title")
        .distinct()
    )
    units = containing(Unit.objects.visible_to(user), "name", text).select_related("area")
    groups = [
        _group("事项", [_matter(row) for row in matters.order_by("-id")[: LIMIT + 1]]),
        _group("佐证材料", [_file(*row) for row in files[: LIMIT + 1]]),
        _group("单位", [_unit(row, user) for row in units[: LIMIT + 1]]),
    ]
    return [group for group in groups if group.rows]


def _group(label: str, rows: list[Found]) -> Group:
    return Group(label, rows[:LIMIT], is_cut=len(rows) > LIMIT)


def _matter(matter: Matter) -> Found:
    note = f"{kind_of(matter.kind).label}　{matter.lead_unit.short_name}　{matter.state_label}"
    return Found(matter.title, matter.get_absolute_url(), note)


def _file(matter_id: int, file_id: int, name: str, title: str) -> Found:
    return Found(name, reverse("loop:matter-file", args=[matter_id, file_id]), title)


def _unit(unit: Unit, user) -> Found:
    """Bureau staff keep units in the admin; for all others a unit has no page of its own."""
    url = reverse("admin:units_unit_change", args=[unit.pk]) if user.is_staff else ""
    code = f"　{unit.code}" if unit.is_school else ""
    return Found(unit.name, url, f"{unit.area.short_name}　{unit.get_kind_display()}{code}")
