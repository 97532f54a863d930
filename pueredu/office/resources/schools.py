"""The register of schools as a table: columns, checks and keys on one page."""

import json
from collections.abc import Iterable, Mapping

from django.db import connection
from django.urls import reverse
from import_export import fields, resources, widgets

from pueredu.office.actions import import_schools
from pueredu.units.enums import SCHOOL_KINDS, SchoolType, UnitKind
from pueredu.units.models import Unit
from pueredu.units.queries import area_ids, bureaux_of
from pueredu.workbooks.checks import Check
from pueredu.workbooks.kinds import Context, SheetKind, register
from pueredu.workbooks.messages import Level

KINDS = [kind for kind in UnitKind if kind in SCHOOL_KINDS]
POINTS = [UnitKind.VILLAGE_SCHOOL, UnitKind.TEACHING_POINT]  # what a 中心学校 files for
LISTS = {"kind": KINDS, "school_type": list(SchoolType)}
VALUES = {name: {one.label: one.value for one in rows} for name, rows in LISTS.items()}


class SchoolsResource(resources.Resource):
    code = fields.Field("code", column_name="学校代码")
    name = fields.Field("name", column_name="学校名称")
    short_name = fields.Field("short_name", column_name="简称")
    area = fields.Field("area", column_name="县(区)")
    kind = fields.Field("kind", column_name="类别")
    school_type = fields.Field("school_type", column_name="学校类型")
    central = fields.Field("central", column_name="所属中心学校")
    precedence = fields.Field("precedence", column_name="排序号", widget=widgets.IntegerWidget())
    since = fields.Field("since", column_name="设立日期", widget=widgets.DateWidget())
    until = fields.Field("until", column_name="撤并日期", widget=widgets.DateWidget())

    class Meta:
        import_id_fields = ("code",)

    class SheetMeta:
        title = "学校登记"
        version = "1"
        required = ("code", "name")
        asked = ("area",)
        codes = ("code",)
        choices = {name: tuple(one.label for one in rows) for name, rows in LISTS.items()}
        aliases = {
            "code": ("代码", "学校标识码", "学校(机构)标识码"),
            "name": ("学校", "单位名称", "学校(机构)名称"),
            "area": ("县区", "所属县(区)"),
            "school_type": ("办学类型",),
            "central": ("中心学校",),
        }
        help = {
            "code": "全国统一的学校(机构)标识码；没有的教学点自编，全市不重复",
            "short_name": "不填时与名称相同",
            "kind": "不填时为“学校”",
            "central": "村完小、教学点填写：中心学校的名称或代码",
            "precedence": "名单中的先后，小的在前",
            "until": "撤并的学校填写，历年记录都保留",
        }


@register
class SchoolsSheet(SheetKind):
    """An empty cell leaves what is registered as it is. A table moves no school to another 县(区)
    and takes none out: what was done there stays true."""

    key = "office.schools"
    label = "学校"
    resource = SchoolsResource
    permission = "units.import_unit"
    advice = (
        "模板已填好登记的学校；新学校接在后面填写，不需要更改的行可以删去。空格表示不更改。"
        "撤并的学校填写“撤并日期”，不要删除。"
    )
    next_label = "查看单位"
    most_rows = 5_000
    can_be_undone = False

    # `own` is each row beside the unit of its code, `u`; `central` names the 中心学校 that are
    # registered or stand in the same table, by each of their three names as far as it names only one
    matched = """
        WITH own AS (
            SELECT s.*, u.id AS unit_id, u.kind AS old_kind, u.school_type AS old_type,
                   u.name AS old_name, u.short_name AS old_short, u.precedence AS old_precedence,
                   u.since AS old_since, u.until AS old_until, u.area_id AS old_area_id,
                   o.short_name AS old_area, p.code AS old_parent,
                   EXISTS (SELECT FROM units_unit x WHERE x.parent_id = u.id) AS has_below,
                   coalesce(%(kinds)s::jsonb ->> s.kind, u.kind, 'school') AS new_kind,
                   coalesce((%(areas)s::jsonb ->> s.area)::bigint, u.area_id, %(area)s) AS area_id
            FROM sheet s
            LEFT JOIN units_unit u USING (code)
            LEFT JOIN units_unit p ON p.id = u.parent_id
            LEFT JOIN units_unit o ON o.id = u.area_id
        ), central AS (
            SELECT area_id, name, min(code) AS code
            FROM (SELECT area_id, unnest(ARRAY[code, name, short_name]) AS name, code
                  FROM units_unit WHERE kind = 'central_school'
                  UNION ALL
                  SELECT area_id, unnest(ARRAY[code, name, short_name]), code
                  FROM own WHERE new_kind = 'central_school') known
            GROUP BY area_id, name HAVING count(DISTINCT code) = 1
        )
        SELECT own.*, c.code AS central_code,
               CASE WHEN new_kind = ANY(%(points)s) THEN coalesce(c.code, old_parent, b.code)
                    ELSE b.code END AS new_parent,
               coalesce(own.short_name, old_short, left(own.name, 60)) AS new_short,
               coalesce(%(types)s::jsonb ->> own.school_type, old_type, '') AS new_type,
               coalesce(own.precedence, old_precedence, 0) AS new_precedence,
               coalesce(own.since, old_since) AS new_since,
               coalesce(own.until, old_until) AS new_until,
               (SELECT count(DISTINCT m.user_id) FROM units_membership m
                WHERE m.unit_id = own.unit_id AND (m.until IS NULL OR m.until > own.until)) AS posts,
               (SELECT min(t.code) FROM units_unit t WHERE t.area_id = own.area_id
                AND t.name = own.name AND t.code <> own.code) AS twin
        FROM own
        LEFT JOIN central c ON c.area_id = own.area_id AND c.name = own.central
        LEFT JOIN units_unit b ON b.id = (
            SELECT min(id) FROM units_unit
            WHERE area_id = own.area_id AND kind = 'education_bureau')
    """
    identity = ("code",)
    known = "unit_id IS NOT NULL"
    same = (
        "(name, new_short, new_kind, new_type, new_parent, new_precedence) ="
        " (old_name, old_short, old_kind, old_type, old_parent, old_precedence)"
        " AND new_since IS NOT DISTINCT FROM old_since"
        " AND new_until IS NOT DISTINCT FROM old_until"
    )
    checks = (
        Check(
            "code !~ '^[[:alnum:]_-]{1,40}$'",
            "code",
            "「学校代码」只能用字母、数字和 - _，不超过 40 字",
        ),
        Check("old_kind <> ALL(%(schools)s)", "code", "代码“{code}”属于机关，不能登记为学校"),
        Check(
            "old_area_id <> area_id OR old_area_id <> ALL(%(own_areas)s)",
            "area",
            "这个代码已在“{old_area}”登记，表格不能把学校改到别的县(区)",
        ),
        Check("area_id IS NULL", "area", "「县(区)」不能为空"),
        Check("new_parent IS NULL", "area", "这个县(区)没有登记教育体育局，学校无处归属"),
        Check("length(name) > 120", "name", "「学校名称」超过 120 字"),
        Check("length(short_name) > 60", "short_name", "「简称」超过 60 字"),
        Check("precedence < 0", "precedence", "「排序号」不能小于 0"),
        Check(
            "has_below AND new_kind <> old_kind", "kind", "下面还有村完小或教学点，不能改「类别」"
        ),
        Check(
            "central IS NOT NULL AND new_kind <> ALL(%(points)s)",
            "central",
            "只有村完小、教学点填写「所属中心学校」",
        ),
        Check(
            "central IS NOT NULL AND central_code IS NULL",
            "central",
            "未找到中心学校“{central}”，或有同名的，请填写代码",
            near="central",
        ),
        Check("new_until < new_since", "until", "「撤并日期」早于设立日期"),
        Check(
            "posts > 0 AND new_until IS DISTINCT FROM old_until",
            "until",
            "撤并后还有 {posts} 人在这里任职，请办理人员调动和任职结束",
            Level.WARNING,
        ),
        Check(
            "twin IS NOT NULL AND unit_id IS NULL",
            "name",
            "本县(区)已有“{name}”（代码 {twin}），请核对是不是同一所学校",
            Level.WARNING,
        ),
    )

    def places(self, user) -> Iterable[Unit]:
        return bureaux_of(user, self.permission)

    def choices(self, context: Context) -> Mapping[str, list[str]]:
        return {"area": list(_areas(context))}

    def template_rows(self, context: Context) -> Iterable[Mapping]:
        rows = Unit.objects.schools().filter(area__in=area_ids(context.place))
        rows = rows.select_related("area", "parent")
        return (
            {
                "code": row.code,
                "name": row.name,
                "short_name": row.short_name,
                "area": row.area.short_name,
                "kind": row.get_kind_display(),
                "school_type": row.get_school_type_display(),
                "central": row.parent.name if row.parent.is_school else None,
                "precedence": row.precedence,
                "since": row.since,
                "until": row.until,
            }
            for row in rows.order_by("area__precedence", "precedence", "code")
        )

    def words(self, context: Context) -> Mapping[str, object]:
        areas = _areas(context)
        return {
            "areas": json.dumps(areas),
            "own_areas": list(areas.values()),
            "area": next(iter(areas.values())) if len(areas) == 1 else None,
            "kinds": json.dumps(VALUES["kind"]),
            "types": json.dumps(VALUES["school_type"]),
            "schools": [str(kind) for kind in KINDS],
            "points": [str(kind) for kind in POINTS],
        }

    def candidates(self, context: Context) -> Mapping[str, Mapping[str, str]]:
        """The 中心学校 of the place, and those that come with the same table."""
        rows = Unit.objects.filter(kind=UnitKind.CENTRAL_SCHOOL, area__in=area_ids(context.place))
        with connection.cursor() as cursor:
            cursor.execute("SELECT code, name FROM judged WHERE new_kind = 'central_school'")
            return {"central": dict([*rows.values_list("code", "name"), *cursor.fetchall()])}

    def write(self, job, *, by, at) -> dict[str, object]:
        return import_schools(source=f"表格导入：{job.file.name}"[:200], by=by, at=at)

    def next_url(self, job) -> str:
        return reverse("admin:units_unit_changelist")


def _areas(context: Context) -> dict[str, int]:
    """The areas of the place by the names in the list."""
    rows = Unit.objects.filter(pk__in=area_ids(context.place)).order_by("-kind", "precedence")
    return {unit.short_name: unit.pk for unit in rows}
