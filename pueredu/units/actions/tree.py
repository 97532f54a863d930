"""A unit is kept where it can stand, and what is below it moves along."""

from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from pueredu.accounts.models import User
from pueredu.kit.errors import Incomplete, Refused
from pueredu.units.access.records import save_record
from pueredu.units.enums import UnitKind
from pueredu.units.models import Unit

_BUREAU = frozenset({UnitKind.EDUCATION_BUREAU})
_BUREAU_OR_CENTRAL = _BUREAU | {UnitKind.CENTRAL_SCHOOL}
# below what a school stands; the organs' own order is the bureau's to know
_ABOVE = {
    UnitKind.SCHOOL: _BUREAU,
    UnitKind.CENTRAL_SCHOOL: _BUREAU,
    UnitKind.VILLAGE_SCHOOL: _BUREAU_OR_CENTRAL,
    UnitKind.TEACHING_POINT: _BUREAU_OR_CENTRAL,
}


@transaction.atomic
def keep_unit(unit: Unit, *, by: User | None, at: datetime, reason: str = "") -> Unit:
    """Save a new or a changed unit, and with it the paths of what is below. Raises Incomplete
    without a superior, and Refused where it cannot stand: below itself, below what has no schools,
    in another area than before or as another sort of place, because posts, people and past records
    bear its area."""
    list(Unit.objects.filter(kind=UnitKind.CITY).select_for_update(no_key=True))  # one at a time
    before = None if unit._state.adding else Unit.objects.select_related("parent").get(pk=unit.pk)
    _stand(unit)
    if before:
        _stay(unit, before)
    save_record(unit, by=by, at=at, reason=reason)
    if before and before.path != unit.path:
        rest = Substr("path", len(before.path) + 1)
        below = Unit.objects.below(before).exclude(pk=unit.pk)
        below.update(path=Concat(Value(unit.path), rest))
    return unit


def _stand(unit: Unit) -> None:
    if unit.parent is None:
        if unit.kind != UnitKind.CITY:
            raise Incomplete("请选择上级单位。")
        return
    wanted = _ABOVE.get(unit.kind)
    if wanted and unit.parent.kind not in wanted:
        names = "或".join(kind.label for kind in UnitKind if kind in wanted)
        raise Refused(f"{unit.get_kind_display()}的上级应是{names}。")


def _stay(unit: Unit, before: Unit) -> None:
    if unit.parent and unit.parent.path.startswith(before.path):
        raise Refused("上级不能是自己或下级单位。")
    if _sort(unit) != _sort(before):
        raise Refused("地区、机关、学校三类不能互改，请另设单位。")
    if unit.kind != before.kind and (below := Unit.objects.filter(parent=before).count()):
        raise Refused(f"下面还有 {below} 个单位，不能改类别。")
    if not unit.is_area and _area(unit) != before.area_id:
        raise Refused("单位不能改到另一个地区：任职、人员和历年记录都在原地区，请另设单位。")


def _sort(unit: Unit) -> tuple[bool, bool]:
    return unit.is_area, unit.is_school


def _area(unit: Unit) -> int:
    return unit.parent_id if unit.parent.is_area else unit.parent.area_id
