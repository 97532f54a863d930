"""The school's workbook of hours: its columns, checks and keys on one page."""

import json
from collections.abc import Iterable, Mapping

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from import_export import fields, resources, widgets

from pueredu.units.models import Unit
from pueredu.workbooks.checks import Check
from pueredu.workbooks.kinds import Context, SheetKind, register
from pueredu.workbooks.messages import Level
from training.actions import import_hours, undo_hours
from training.enums import BatchState
from training.models import Direction, Learner, RuleVersion, TrainingYear, event_key
from training.queries import filing_schools, version_on

LABELS = {
    "title": "活动名称",
    "held_on": "活动日期",
    "rule": "形式与级别",
    "direction": "方向",
    "hours": "学时",
}


class HoursResource(resources.Resource):
    learner_code = fields.Field("learner_code", column_name="教师编号")
    name = fields.Field("name", column_name="姓名")
    title = fields.Field("title", column_name="活动名称")
    held_on = fields.Field("held_on", column_name="活动日期", widget=widgets.DateWidget())
    rule = fields.Field("rule", column_name="形式与级别")
    direction = fields.Field("direction", column_name="方向")
    hours = fields.Field("hours", column_name="学时", widget=widgets.DecimalWidget())

    class Meta:
        import_id_fields = ("learner_code", "title", "held_on", "rule")

    class SheetMeta:
        title = "培训学时"
        version = "1"
        key = ("title", "held_on", "rule")  # a school's own list often has names and no codes
        asked = ("learner_code", "direction", "hours")
        codes = ("learner_code",)
        aliases = {"hours": ("课时",), "title": ("培训名称", "项目名称"), "name": ("教师姓名",)}
        help = {
            "learner_code": "模板已填好；不知道编号的可只填姓名，本单位没有同名的即可",
            "held_on": "如 2023-05-25；跨多天的填第一天",
            "hours": "按学时填写，可带一位小数",
            "title": "同一活动请写同一名称；没有参加的人此行留空",
        }


@register
class HoursSheet(SheetKind):
    """Rows left empty behind a name are nobody's hours: they count as unchanged."""

    key = "training.hours"
    label = "学时"
    resource = HoursResource
    permission = "training.import_hours_batch"
    advice = "模板已填好本单位人员的编号和姓名；没有参加的人，该行留空即可。"
    next_label = "去申报"

    # `event` is what Python makes of the three cells that name an event: its key, year and form
    matched = """
        SELECT s.*, coalesce(s.name, s.learner_code) AS who, l.id AS learner_id, l.name AS learner_name, l.school_id, l.county_id,
               e.event_key, e.year_id, e.form, e.level, d.id AS direction_id,
               c.id AS claim_id, c.hours AS claim_hours, c.direction_id AS claim_direction_id,
               b.school_id AS batch_school_id, b.state AS batch_state
        FROM sheet s
        LEFT JOIN (SELECT name, min(code) AS code FROM training_learner
                   WHERE school_id = ANY(%(schools)s) AND status <> 'merged' GROUP BY name HAVING count(*) = 1) n
               ON s.learner_code IS NULL AND n.name = s.name
        LEFT JOIN training_learner a ON a.code = coalesce(s.learner_code, n.code)
        LEFT JOIN training_learner l ON l.id = coalesce(a.merged_into_id, a.id)
               AND l.school_id = ANY(%(schools)s)
        LEFT JOIN jsonb_to_recordset(%(events)s::jsonb) AS e(title text, held_on date, rule text,
                  event_key text, year_id bigint, form text, level text)
               ON (e.title, e.held_on, e.rule) = (s.title, s.held_on, s.rule)
        LEFT JOIN (SELECT DISTINCT ON (title) title, id FROM training_direction ORDER BY title) d
               ON d.title = s.direction
        LEFT JOIN training_hoursclaim c
               ON c.learner_id = l.id AND c.event_key = e.event_key AND NOT c.is_void
        LEFT JOIN training_hoursbatch b ON b.id = c.batch_id
    """
    identity = ("learner_id", "event_key")
    idle = "num_nonnulls(title, held_on, rule, direction, hours) = 0"
    known = "claim_id IS NOT NULL"
    same = "claim_hours = hours AND claim_direction_id = direction_id"
    checks = (
        *(Check(f"{name} IS NULL", name, f"「{label}」不能为空") for name, label in LABELS.items()),
        Check("who IS NULL", "learner_code", "「教师编号」不能为空"),
        Check(
            "learner_id IS NULL AND learner_code IS NULL",
            "name",
            "未找到教师“{name}”，或本单位有同名，请填写教师编号",
            near="name",
        ),
        Check(
            "learner_id IS NULL",
            "learner_code",
            "未找到教师“{who}”（须为本单位在册人员）",
            near="who",
        ),
        Check("length(title) > 120", "title", "「活动名称」超过 120 字"),
        Check("held_on > %(today)s", "held_on", "「活动日期」还没有到"),
        Check("year_id IS NULL", "held_on", "{held_on:%Y} 年没有登记培训年度"),
        Check("form IS NULL", "held_on", "{held_on:%Y-%m-%d} 没有这种形式和级别的认定规则"),
        Check(
            # the constraint claim_hours_in_range
            "NOT (hours > 0 AND hours <= 400 AND hours = round(hours, 1))",
            "hours",
            "「学时」应大于 0、不超过 400，最多一位小数",
        ),
        Check(
            f"{known} AND NOT ({same}) AND batch_school_id IS DISTINCT FROM %(place)s",
            "title",
            "这次活动已由其他名单申报，不能重复计算",
        ),
        Check(
            f"{known} AND NOT ({same}) AND batch_state <> '{BatchState.DRAFT}'",
            "hours",
            "这次活动已经申报，不能再改；需要更正请联系县(区)退回",
        ),
        Check(
            "name <> learner_name",
            "name",
            "「姓名」填的是“{name}”，与该编号登记的姓名不同，请核对",
            Level.WARNING,
        ),
    )

    def places(self, user) -> Iterable[Unit]:
        return filing_schools(user).select_related("area")

    def choices(self, context: Context) -> Mapping[str, list[str]]:
        return {
            "rule": [rule.title for rule in _rules(context)],
            "direction": list(Direction.objects.values_list("title", flat=True)),
        }

    def template_rows(self, context: Context) -> Iterable[Mapping]:
        rows = Learner.objects.active().of_school(context.place)
        rows = rows.order_by("school__precedence", "school_id", "name_key", "id")
        return ({"learner_code": row.code, "name": row.name} for row in rows)

    def words(self, context: Context) -> Mapping[str, object]:
        return {
            "place": context.place.pk,
            "schools": _schools(context.place),
            "today": timezone.localtime(context.at).date(),
            "events": json.dumps(_events(context), default=str),
        }

    def candidates(self, context: Context) -> Mapping[str, Mapping[str, str]]:
        rows = Learner.objects.filter(school__in=_schools(context.place))
        people = list(rows.values_list("code", "name"))
        return {"learner_code": dict(people), "name": {name: name for _, name in people}}

    def write(self, job, *, by, at) -> dict[str, object]:
        return import_hours(job.pk, school=job.unit, name=job.file.name, by=by, at=at)

    def undo(self, job, *, by, at) -> None:
        undo_hours(job.pk, batches=job.outcome["batches"], by=by, at=at)

    def next_url(self, job) -> str:
        return f"{reverse('training:hours-batch-list')}?state={BatchState.DRAFT}"

    def outcome_text(self, job) -> str:
        return f"{super().outcome_text(job)}新增的在“学时申报”中为待申报，核对后请申报。"


def _schools(school: Unit) -> list[int]:
    """A school and its points."""
    return [school.pk, *school.children.schools().values_list("pk", flat=True)]


def _rules(context: Context) -> list[RuleVersion]:
    return list(RuleVersion.objects.in_force(timezone.localtime(context.at).date()))


def _events(context: Context) -> list[dict]:
    """Every event that the rows name, with its key, its year if there is one, form and level; no
    form where no rule counts on its day."""
    rules = {rule.title: rule for rule in _rules(context)}
    years, versions = list(TrainingYear.objects.all()), list(RuleVersion.objects.enforced())
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT title, held_on, rule FROM sheet")
        named = [row for row in cursor.fetchall() if row[0] and row[1] and row[2] in rules]
    return [
        {
            "title": title,
            "held_on": held_on,
            "rule": rule,
            "event_key": event_key(title, held_on, rules[rule].form),
            "year_id": next((y.pk for y in years if y.starts_on <= held_on <= y.ends_on), None),
            "form": rules[rule].form if version_on(versions, rules[rule], held_on) else None,
            "level": rules[rule].level,
        }
        for title, held_on, rule in named
    ]
