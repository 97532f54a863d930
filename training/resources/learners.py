"""The register of learners as a table: columns, checks and keys on one page."""

import json
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from import_export import fields, resources, widgets

from pueredu.units.enums import SCHOOL_KINDS, UnitKind
from pueredu.units.models import Unit
from pueredu.units.queries import area_ids, bureaux_of
from pueredu.workbooks.checks import Check
from pueredu.workbooks.kinds import Context, SheetKind, register
from training.actions import import_learners, undo_learners
from training.enums import DepartureReason, LearnerKind, LearnerStatus, Stage
from training.models import Learner, Placement, StatusPeriod
from training.queries import proposed_accounts
from training.resources.accounts import ACCOUNT_CHECKS

STATUSES = [row for row in LearnerStatus.choices if row[0] != LearnerStatus.MERGED]
# who departs is written down with where to, which is the status and its reason in one word
DEPARTED = LearnerStatus.DEPARTED
DEPARTURES = [row.label for row in DepartureReason if row != DepartureReason.OTHER]
LISTS = {
    "kind": LearnerKind.choices,
    "stage": Stage.choices,
    "status": [*STATUSES, *((DEPARTED.value, label) for label in DEPARTURES)],
}
VALUES = {label: value for choices in LISTS.values() for value, label in choices}
PLACES = [UnitKind.EDUCATION_BUREAU, *SCHOOL_KINDS]  # where learners stand: officials at a bureau


class LearnersResource(resources.Resource):
    code = fields.Field("code", column_name="教师编号")
    name = fields.Field("name", column_name="姓名")
    kind = fields.Field("kind", column_name="类别")
    school = fields.Field("school", column_name="任教单位")
    stage = fields.Field("stage", column_name="学段")
    subject = fields.Field("subject", column_name="学科")
    professional_title = fields.Field("professional_title", column_name="职称")
    status = fields.Field("status", column_name="状态")
    since = fields.Field("since", column_name="任教起", widget=widgets.DateWidget())
    status_since = fields.Field("status_since", column_name="状态起", widget=widgets.DateWidget())
    username = fields.Field("username", column_name="登录名")

    class Meta:
        import_id_fields = ("code",)

    class SheetMeta:
        title = "学员登记"
        version = "3"
        required = ("code", "name", "school")
        codes = ("code", "username")
        choices = {name: tuple(label for _, label in rows) for name, rows in LISTS.items()}
        # the words that are usual in the field; the national system's own columns are not known
        # here and are to be checked against its export [I]
        aliases = {
            "code": ("编号", "教师代码"),
            "name": ("教师姓名",),
            "school": ("单位", "学校", "任教单位代码", "所在单位", "学校名称"),
            "stage": ("任教学段",),
            "subject": ("任教学科",),
            "professional_title": ("专业技术职务", "专业技术职称"),
            "status": ("在岗状态", "人员状态"),
            "username": ("账号", "用户名"),
        }
        help = {
            "code": "全国教师管理信息系统中的编号；没有的用本单位自编编号，不要用身份证号",
            "school": "单位全称、简称或代码",
            "since": "新登记的人员必填：在本单位任教的起始日期；已登记的人员可以不填",
            "status": "调出、离职的请填去向，例如“调出市外”；返回的在学员页办理返岗",
            "status_since": "更改状态时必填：新状态的第一天",
            "username": "本人账号的登录名，登记后本人可以看到自己的学时；空格不解除已有的对应",
        }


@register
class LearnersSheet(SheetKind):
    """An empty cell leaves what is registered as it is. A table moves nobody to another school."""

    key = "training.learners"
    label = "学员"
    resource = LearnersResource
    permission = "training.import_learner"
    advice = (
        "模板已填好在册学员，也就是本地区的登记表；新人员接在后面填写，不需要更改的行可以删去。"
        "空格表示不更改。没有对应账号的人员，同一单位内姓名与账号一一对应的已预填「登录名」，请核对。"
        "列名按通行说法暂定，全国教师管理信息系统的导出列待核对。"
    )
    next_label = "查看学员"

    # `u` are the units of the place by each of their three names, as far as it names only one; `x`
    # is the account, `y` who has it, `w` where in the place it has a post
    matched = """
        SELECT s.*, l.id AS learner_id, l.school_id AS old_school_id, l.county_id AS old_county_id,
               o.short_name AS old_school, u.unit_id AS school_id, u.area_id AS county_id,
               coalesce(%(values)s::jsonb ->> s.kind, l.kind, 'teacher') AS new_kind,
               coalesce(%(values)s::jsonb ->> s.stage, l.stage, '') AS new_stage,
               coalesce(s.subject, l.subject, '') AS new_subject,
               coalesce(s.professional_title, l.professional_title, '') AS new_title,
               coalesce(%(values)s::jsonb ->> s.status, l.status, 'active') AS new_status,
               CASE WHEN s.status = ANY(%(departures)s) THEN s.status ELSE '' END AS status_reason,
               l.name AS old_name, l.kind AS old_kind, l.stage AS old_stage,
               l.subject AS old_subject, l.professional_title AS old_title, l.status AS old_status,
               coalesce(l.code, s.code) AS own_code, p.id AS period_id, p.since AS period_since,
               l.user_id AS old_account_id, coalesce(x.id, l.user_id) AS account_id,
               x.id = %(me)s AS is_oneself, x.name AS account_name, y.id AS holder_id,
               s.username IS NOT NULL AND (x.id = l.user_id) IS NOT TRUE AS is_tie,
               w.houses, u.house_id,
               min(coalesce(l.code, s.code)) OVER account
               <> max(coalesce(l.code, s.code)) OVER account AS is_shared
        FROM sheet s
        LEFT JOIN training_learner a ON a.code = s.code
        LEFT JOIN training_learner l ON l.id = coalesce(a.merged_into_id, a.id)
        LEFT JOIN training_statusperiod p ON p.learner_id = l.id AND p.until IS NULL
        LEFT JOIN units_unit o ON o.id = l.school_id
        LEFT JOIN (SELECT label, min(id) AS unit_id, min(area_id) AS area_id, min(house_id) AS house_id
                   FROM (SELECT c.*, coalesce(h.id, c.id) AS house_id FROM units_unit c
                         LEFT JOIN units_unit h ON h.id = c.parent_id AND h.kind = 'central_school') c,
                        LATERAL (VALUES (code), (name), (short_name)) AS n(label)
                   WHERE area_id = ANY(%(areas)s) AND kind = ANY(%(kinds)s)
                   GROUP BY label HAVING count(DISTINCT id) = 1) u ON u.label = s.school
        LEFT JOIN accounts_user x ON x.username = s.username
        LEFT JOIN training_learner y ON y.user_id = x.id
        LEFT JOIN (SELECT m.user_id, array_agg(coalesce(h.id, c.id)) AS houses
                   FROM units_membership m JOIN units_unit c ON c.id = m.unit_id
                   LEFT JOIN units_unit h ON h.id = c.parent_id AND h.kind = 'central_school'
                   WHERE m.county_id = ANY(%(areas)s) AND m.since <= %(today)s
                     AND (m.until IS NULL OR m.until >= %(today)s)
                   GROUP BY m.user_id) w ON w.user_id = x.id
        WINDOW account AS (PARTITION BY s.username)
    """
    # a code that was merged into another names the record that stays
    identity = ("own_code",)
    known = "learner_id IS NOT NULL"
    same = (
        "(name, new_kind, new_stage, new_subject, new_title, new_status)"
        " = (old_name, old_kind, old_stage, old_subject, old_title, old_status)"
        " AND account_id IS NOT DISTINCT FROM old_account_id"
    )
    checks = (
        Check("code ~ '^[0-9]{17}[0-9Xx]$'", "code", "「教师编号」像是身份证号，请改用教师编号"),
        Check("length(code) > 40", "code", "「教师编号」超过 40 字"),
        Check("length(name) > 40", "name", "「姓名」超过 40 字"),
        Check(
            "greatest(length(subject), length(professional_title)) > 30",
            "subject",
            "「学科」或「职称」超过 30 字",
        ),
        Check(
            "school_id IS NULL",
            "school",
            "未找到单位“{school}”，或有同名单位，请填写单位代码",
            near="school",
        ),
        Check(
            f"{known} AND NOT old_county_id = ANY(%(areas)s)",
            "code",
            "该编号已在其他县(区)登记，请由原县(区)办理调动",
        ),
        Check(
            f"{known} AND old_school_id <> school_id",
            "school",
            "该学员登记在“{old_school}”；换单位请办理调动，表格不能更改任教单位",
        ),
        Check(
            "old_account_id = %(me)s"
            " AND (new_kind, new_stage, new_status) <> (old_kind, old_stage, old_status)",
            "code",
            "本人的类别、学段和状态请由其他同志更改",
        ),
        Check("since > %(today)s", "since", "「任教起」还没有到"),
        Check(
            "learner_id IS NULL AND since IS NULL",
            "since",
            "新登记的人员请填写「任教起」：年度学时要求从这一天起算",
        ),
        Check(
            f"old_status = '{DEPARTED}' AND new_status <> old_status",
            "status",
            "该学员已调出离职；返回的请在学员页办理返岗",
        ),
        Check(
            f"new_status = '{DEPARTED}' AND status_reason = '' AND new_status IS DISTINCT FROM old_status",
            "status",
            f"「状态」请填写去向：{'、'.join(DEPARTURES)}；其他去向在学员页办理",
        ),
        Check("status_since > %(today)s", "status_since", "「状态起」还没有到"),
        Check(
            f"{known} AND new_status <> old_status AND status_since IS NULL",
            "status_since",
            "状态有变化，请填写「状态起」：新状态的第一天",
        ),
        Check(
            f"{known} AND new_status <> old_status AND status_since <= period_since",
            "status_since",
            "「状态起」应晚于现在状态的起始日期（{period_since:%Y-%m-%d}）",
        ),
        *ACCOUNT_CHECKS,
    )

    def places(self, user) -> Iterable[Unit]:
        return bureaux_of(user, self.permission)

    def template_rows(self, context: Context) -> Iterable[Mapping]:
        areas = area_ids(context.place)
        proposed = proposed_accounts(areas, _today(context))
        rows = Learner.objects.named().filter(county__in=areas)
        rows = rows.select_related("school", "user").annotate(
            came_on=_since(Placement), in_status_since=_since(StatusPeriod)
        )
        return (
            {
                "code": row.code,
                "name": row.name,
                "kind": row.get_kind_display(),
                "school": row.school.name,
                "stage": row.get_stage_display(),
                "subject": row.subject,
                "professional_title": row.professional_title,
                "status": row.get_status_display(),
                "since": row.came_on,
                "status_since": row.in_status_since,
                "username": row.user.username if row.user else proposed.get(row.pk),
            }
            for row in rows.order_by("school__precedence", "school__code", "name_key", "id")
        )

    def words(self, context: Context) -> Mapping[str, object]:
        return {
            "areas": area_ids(context.place),
            "kinds": [str(kind) for kind in PLACES],
            "values": json.dumps(VALUES),
            "departures": DEPARTURES,
            "me": context.by.pk,
            "today": _today(context),
        }

    def candidates(self, context: Context) -> Mapping[str, Mapping[str, str]]:
        units = Unit.objects.filter(area__in=area_ids(context.place), kind__in=PLACES)
        return {"school": dict(units.values_list("code", "name"))}

    def write(self, job, *, by, at) -> dict[str, object]:
        return import_learners(job.pk, at=at)

    def undo(self, job, *, by, at) -> None:
        undo_learners(job.pk)

    def next_url(self, job) -> str:
        return reverse("training:learner-list")


def _today(context: Context) -> date:
    return timezone.localtime(context.at).date()


def _since(model) -> Subquery:
    """The first day of each learner's row without an end."""
    return Subquery(model.objects.current().filter(learner=OuterRef("pk")).values("since")[:1])
