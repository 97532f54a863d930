"""The organiser's 结业名单: one list for many schools, found by code or by name within the school."""

import json
from collections.abc import Mapping

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from import_export import fields, resources, widgets

from pueredu.units.enums import SCHOOL_KINDS, UnitKind
from pueredu.units.models import Unit
from pueredu.units.queries import area_ids
from pueredu.workbooks.checks import Check
from pueredu.workbooks.kinds import Context, SheetKind, register
from pueredu.workbooks.messages import Level
from training.actions import import_completion, undo_completion
from training.enums import BatchSource
from training.models import Direction, Learner, RuleVersion, TrainingYear, event_key
from training.queries import version_on

PASSED, FAILED = "合格", "不合格"


class CompletionResource(resources.Resource):
    learner_code = fields.Field("learner_code", column_name="教师编号")
    name = fields.Field("name", column_name="姓名")
    school = fields.Field("school", column_name="单位")
    title = fields.Field("title", column_name="活动名称")
    held_on = fields.Field("held_on", column_name="结业日期", widget=widgets.DateWidget())
    rule = fields.Field("rule", column_name="形式与级别")
    direction = fields.Field("direction", column_name="方向")
    hours = fields.Field("hours", column_name="学时", widget=widgets.DecimalWidget())
    result = fields.Field("result", column_name="结果")
    organiser = fields.Field("organiser", column_name="主办单位")

    class Meta:
        # organisers seldom know our codes, so a list without that column is a list too
        import_id_fields = ("name", "school", "title", "held_on", "rule")

    class SheetMeta:
        title = "结业名单"
        version = "1"
        required = ("name", "title", "held_on", "rule", "direction")
        codes = ("learner_code",)
        choices = {"result": (PASSED, FAILED)}
        aliases = {
            "school": ("学校", "工作单位", "任教单位"),
            "title": ("培训名称", "项目名称"),
            "held_on": ("活动日期", "培训日期"),
            "hours": ("课时",),
            "result": ("是否合格", "考核结果"),
        }
        help = {
            "learner_code": "有则填；没有时按“单位”中的同名人员查找",
            "held_on": "如 2023-05-25；跨多天的填最后一天",
            "hours": "同一活动学时相同的，可以只在一行填写",
            "result": "合格或不合格；不填按合格",
        }


@register
class CompletionSheet(SheetKind):
    """What an organ uploads is verified by it; who failed is kept and does not count."""

    key = "training.completion"
    label = "结业名单"
    resource = CompletionResource
    permission = "training.import_training_activity"
    advice = "主办方给的名单可以直接上传，列的顺序不限；一份名单可以包含许多学校的人员。"
    next_label = "查看名单"

    # `u` are the schools of the place by each of their names, `n` the people of one name in one
    # school, `e` what Python makes of the cells that name an event, `m` who stands in a list of this
    # organ already, `o` who has the event from another list
    matched = """
        SELECT s.*, to_char(s.held_on, 'YYYY') AS year, l.id AS learner_id, l.name AS learner_name,
               u.unit_id AS named_school_id, coalesce(n.people, 0) AS namesakes,
               coalesce(p.school_id, l.school_id) AS school_id,
               coalesce(p.county_id, l.county_id) AS county_id,
               e.event_key, e.year_id, e.rule_id, d.id AS direction_id,
               coalesce(s.hours, e.hours) AS real_hours,
               m.id AS claim_id, m.hours AS claim_hours, o.title AS other_title
        FROM sheet s
        LEFT JOIN (SELECT label, min(id) AS unit_id
                   FROM units_unit, LATERAL (VALUES (name), (short_name)) AS v(label)
                   WHERE area_id = ANY(%(areas)s) AND kind = ANY(%(kinds)s)
                   GROUP BY label HAVING count(DISTINCT id) = 1) u
               ON u.label = regexp_replace(normalize(s.school, NFKC), '\\s', '', 'g')
        LEFT JOIN (SELECT name, school_id, min(id) AS id, count(*) AS people FROM training_learner
                   WHERE status <> 'merged' GROUP BY name, school_id) n ON n.name = s.name AND n.school_id = u.unit_id
        LEFT JOIN training_learner c ON c.code = s.learner_code
        LEFT JOIN training_learner l ON l.county_id = ANY(%(areas)s) AND l.id = CASE
               WHEN s.learner_code IS NOT NULL THEN coalesce(c.merged_into_id, c.id) WHEN n.people = 1 THEN n.id END
        LEFT JOIN LATERAL (SELECT school_id, county_id FROM training_placement
                   WHERE learner_id = l.id AND since <= s.held_on
                     AND (until IS NULL OR until >= s.held_on) ORDER BY since DESC LIMIT 1) p ON true
        LEFT JOIN jsonb_to_recordset(%(events)s::jsonb) AS e(title text, held_on date, rule text,
                  event_key text, year_id bigint, rule_id bigint, hours numeric)
               ON (e.title, e.held_on, e.rule) = (s.title, s.held_on, s.rule)
        LEFT JOIN (SELECT DISTINCT ON (title) title, id FROM training_direction ORDER BY title) d
               ON d.title = s.direction
        LEFT JOIN LATERAL (SELECT c.id, c.hours FROM training_hoursclaim c
                   JOIN training_hoursbatch b ON b.id = c.batch_id
                   WHERE c.learner_id = l.id AND c.event_key = e.event_key
                     AND b.unit_id = %(place)s AND b.state <> 'undone' LIMIT 1) m ON true
        LEFT JOIN LATERAL (SELECT b.title FROM training_hoursclaim c
                   JOIN training_hoursbatch b ON b.id = c.batch_id
                   WHERE c.learner_id = l.id AND c.event_key = e.event_key AND NOT c.is_void
                     AND b.unit_id IS DISTINCT FROM %(place)s LIMIT 1) o ON true
    """
    identity = ("learner_id", "event_key")
    known = "claim_id IS NOT NULL"
    same = "true"
    checks = (
        Check("length(title) > 120", "title", "「活动名称」超过 120 字"),
        Check("length(organiser) > 120", "organiser", "「主办单位」超过 120 字"),
        Check("held_on > %(today)s", "held_on", "「结业日期」还没有到"),
        Check("year_id IS NULL", "held_on", "{year} 年没有登记培训年度"),
        Check("rule_id IS NULL", "held_on", "{held_on:%Y-%m-%d} 没有这种形式和级别的认定规则"),
        Check(
            "learner_id IS NULL AND learner_code IS NOT NULL",
            "learner_code",
            "未找到教师编号“{learner_code}”（须为本地区在册人员）",
        ),
        Check(
            "learner_id IS NULL AND school IS NULL",
            "school",
            "没有教师编号的，请填写“{name}”的单位",
        ),
        Check(
            "learner_id IS NULL AND named_school_id IS NULL",
            "school",
            "未找到单位“{school}”，或有同名单位",
            near="school",
        ),
        Check(
            "learner_id IS NULL AND namesakes > 1",
            "name",
            "“{school}”有 {namesakes} 位“{name}”，请填写教师编号",
        ),
        Check("learner_id IS NULL", "name", "“{school}”没有“{name}”", near="name"),
        Check("real_hours IS NULL", "hours", "这次活动没有一行填写「学时」"),
        Check(
            # the constraint claim_hours_in_range
            "NOT (real_hours > 0 AND real_hours <= 400 AND real_hours = round(real_hours, 1))",
            "hours",
            "「学时」应大于 0、不超过 400，最多一位小数",
        ),
        Check(
            f"{known} AND claim_hours <> real_hours",
            "hours",
            "已在名单中，学时不同；需要更正的请先撤销原名单",
        ),
        Check(
            "other_title IS NOT NULL",
            "title",
            "这次活动已由“{other_title}”申报，导入后保留、不重复计入",
            Level.WARNING,
        ),
        Check(
            "name <> learner_name",
            "name",
            "「姓名」填的是“{name}”，与该编号登记的姓名不同，请核对",
            Level.WARNING,
        ),
    )

    def choices(self, context: Context) -> Mapping[str, list[str]]:
        return {
            "rule": [rule.title for rule in _rules(context)],
            "direction": list(Direction.objects.values_list("title", flat=True)),
        }

    def words(self, context: Context) -> Mapping[str, object]:
        return {
            "place": context.place.pk,
            "areas": area_ids(context.place),
            "kinds": [str(kind) for kind in (*SCHOOL_KINDS, UnitKind.EDUCATION_BUREAU)],
            "today": timezone.localtime(context.at).date(),
            "events": json.dumps(_events(context), default=str),
        }

    def candidates(self, context: Context) -> Mapping[str, Mapping[str, str]]:
        """The units of the place, and the people of those that the table names."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT named_school_id FROM judged WHERE learner_id IS NULL")
            named = [row[0] for row in cursor.fetchall()]
        people = Learner.objects.filter(school__in=named).values_list("name", flat=True)
        schools = Unit.objects.filter(area__in=area_ids(context.place)).schools()
        return {
            "school": {name: name for name in schools.values_list("name", flat=True)},
            "name": {name: name for name in people},
        }

    def write(self, job, *, by, at) -> dict[str, object]:
        return import_completion(job.pk, unit=job.unit, by=by, at=at)

    def undo(self, job, *, by, at) -> None:
        undo_completion(job.pk, by=by, at=at)

    def next_url(self, job) -> str:
        return f"{reverse('training:hours-batch-list')}?source={BatchSource.COMPLETION}"

    def outcome_text(self, job) -> str:
        done = job.outcome
        return (
            f"已登记 {done['added']} 人，涉及 {done['schools']} 个单位；"
            f"其中 {done['void']} 人不计（不合格或已由其他名单申报），原因保留在名单中。"
        )


def _rules(context: Context) -> list[RuleVersion]:
    return list(RuleVersion.objects.in_force(timezone.localtime(context.at).date()))


def _events(context: Context) -> list[dict]:
    """Every event that the rows name: its key, its year if there is one, the version of its
    rule on its day, and the most hours that a row of it has."""
    rules = {rule.title: rule for rule in _rules(context)}
    years, versions = list(TrainingYear.objects.all()), list(RuleVersion.objects.enforced())
    with connection.cursor() as cursor:
        cursor.execute("SELECT title, held_on, rule, max(hours) FROM sheet GROUP BY 1, 2, 3")
        named = [row for row in cursor.fetchall() if row[0] and row[1] and row[2] in rules]
    return [
        {
            "title": title,
            "held_on": held_on,
            "rule": rule,
            "event_key": event_key(title, held_on, rules[rule].form),
            "year_id": next((y.pk for y in years if y.starts_on <= held_on <= y.ends_on), None),
            "rule_id": getattr(version_on(versions, rules[rule], held_on), "pk", None),
            "hours": hours,
        }
        for title, held_on, rule, hours in named
    ]
