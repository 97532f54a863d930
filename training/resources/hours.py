"""The school's workbook of hours: its columns, checks and keys on one page."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.urls import reverse
from django.utils import timezone
from import_export import fields, resources, widgets

from pueredu.units.models import Unit
from pueredu.workbooks.kinds import Context, SheetKind, register
from pueredu.workbooks.messages import Level, Message
from training.actions import import_hours
from training.enums import BatchState
from training.models import Direction, HoursClaim, Learner, RuleVersion, TrainingYear, event_key
from training.queries import filing_schools

KEY = ("learner_code", "title", "held_on", "rule")
LABELS = {
    "title": "活动名称",
    "held_on": "活动日期",
    "rule": "形式与级别",
    "direction": "方向",
    "hours": "学时",
}
MOST = 400  # the constraint claim_hours_in_range


class HoursResource(resources.Resource):
    learner_code = fields.Field("learner_code", column_name="教师编号")
    name = fields.Field("name", column_name="姓名")
    title = fields.Field("title", column_name="活动名称")
    held_on = fields.Field("held_on", column_name="活动日期", widget=widgets.DateWidget())
    rule = fields.Field("rule", column_name="形式与级别")
    direction = fields.Field("direction", column_name="方向")
    hours = fields.Field("hours", column_name="学时", widget=widgets.DecimalWidget())

    class Meta:
        import_id_fields = KEY

    class SheetMeta:
        title = "培训学时"
        version = "1"
        required = ("learner_code",)
        # the rest is asked by the check: a name without an event stays in the template
        codes = ("learner_code",)
        aliases = {"hours": ("课时",), "title": ("培训名称", "项目名称"), "name": ("教师姓名",)}
        help = {
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

    def places(self, user) -> Iterable[Unit]:
        return filing_schools(user).select_related("area")

    def next_url(self, job) -> str:
        return f"{reverse('training:hours-batch-list')}?state={BatchState.DRAFT}"

    def outcome_text(self, job) -> str:
        return f"{super().outcome_text(job)}新增的在“学时申报”中为待申报，核对后请申报。"

    def choices(self, context: Context) -> Mapping[str, list[str]]:
        return {
            "rule": [rule.title for rule in _rules(context)],
            "direction": list(Direction.objects.values_list("title", flat=True)),
        }

    def template_rows(self, context: Context) -> Iterable[Mapping]:
        rows = Learner.objects.active().of_school(context.place)
        rows = rows.order_by("school__precedence", "school_id", "name_key", "id")
        return ({"learner_code": row.code, "name": row.name} for row in rows)

    def existing(self, keys: list[tuple], context: Context) -> Mapping[tuple, Mapping]:
        forms = {rule.title: rule.form for rule in _rules(context)}
        events = {key: _event(key[1], key[2], forms.get(key[3])) for key in keys}
        claims = _claims(events.values(), {key[0] for key in keys})
        found: dict[tuple, Mapping] = {}
        for key, event in events.items():
            claim = claims.get((key[0], event))
            if not any(key[1:]):
                found[key] = {"hours": None, "direction": None}
            elif claim:
                found[key] = {"hours": claim.hours, "direction": claim.direction.title}
        return found

    def check(self, rows: list[dict], context: Context) -> Iterable[Message]:
        filled = [row for row in rows if any(row.get(name) for name in LABELS)]
        whole = [row for row in filled if all(row.get(name) for name in LABELS)]
        for row in filled:
            for name, label in LABELS.items():
                if not row.get(name):
                    yield _error(row, name, f"「{label}」不能为空")
        yield from HoursCheck(whole, context).messages()

    def apply(self, rows: list[dict], *, job, by, at) -> dict[str, int]:
        return import_hours(rows, school=job.school, name=job.file.name, by=by, at=at)


class HoursCheck:
    """Everything that the rows of one workbook are compared with, read at once."""

    def __init__(self, rows: list[dict], context: Context):
        self.rows, self.school_id = rows, context.place.pk
        self.today = timezone.localtime(context.at).date()
        self.rules = {rule.title: rule for rule in _rules(context)}
        self.directions = {row.title: row for row in Direction.objects.all()}
        self.years = list(TrainingYear.objects.all())
        codes = {row["learner_code"] for row in rows}
        mine = Learner.objects.of_school(context.place)
        self.learners = {row.code: row for row in mine.filter(code__in=codes)}
        for row in rows:
            rule = self.rules.get(row["rule"])
            row["event_key"] = _event(row["title"], row["held_on"], rule and rule.form)
        self.claims = _claims({row["event_key"] for row in rows}, codes)

    def messages(self) -> Iterable[Message]:
        """At most one fault a row, the gravest first; sound rows get the ids that apply needs."""
        for row in self.rows:
            fault = self._who(row) or self._when(row) or self._what(row) or self._known(row)
            if fault:
                yield fault
            elif row.get("name") and row["name"] != self.learners[row["learner_code"]].name:
                text = f"「姓名」填的是“{row['name']}”，与该编号登记的姓名不同，请核对"
                yield Message(row["row_no"], Level.WARNING, text, "name")

    def _who(self, row: dict) -> Message | None:
        learner = self.learners.get(row["learner_code"])
        if learner is None:
            who = row.get("name") or row["learner_code"]
            return _error(row, "learner_code", f"未找到教师“{who}”（须为本单位在册人员）")
        row["learner_id"] = learner.pk
        return None

    def _when(self, row: dict) -> Message | None:
        held_on: date = row["held_on"]
        if held_on > self.today:
            return _error(row, "held_on", "「活动日期」还没有到")
        for year in self.years:
            if year.starts_on <= held_on <= year.ends_on:
                row["year_id"] = year.pk
                return None
        return _error(row, "held_on", f"{held_on.year} 年没有登记培训年度")

    def _what(self, row: dict) -> Message | None:
        hours = row["hours"]
        if not 0 < hours <= MOST or hours != round(hours, 1):
            return _error(row, "hours", f"「学时」应大于 0、不超过 {MOST}，最多一位小数")
        row["rule_id"] = self.rules[row["rule"]].pk
        row["direction_id"] = self.directions[row["direction"]].pk
        return None

    def _known(self, row: dict) -> Message | None:
        """A claim that stands already may be changed while it is this school's own draft."""
        claim = self.claims.get((row["learner_code"], row["event_key"]))
        if claim is None:
            return None
        if (claim.hours, claim.direction.title) == (row["hours"], row["direction"]):
            return None
        if claim.batch.school_id != self.school_id:
            return _error(row, "title", "这次活动已由其他名单申报，不能重复计算")
        if claim.batch.state != BatchState.DRAFT:
            return _error(row, "hours", "这次活动已经申报，不能再改；需要更正请联系县(区)退回")
        row["claim_id"] = claim.pk
        return None


def _error(row: dict, name: str, text: str) -> Message:
    return Message(row["row_no"], Level.ERROR, text, name)


def _rules(context: Context) -> list[RuleVersion]:
    return list(RuleVersion.objects.in_force(timezone.localtime(context.at).date()))


def _event(title: object, held_on: object, form: str | None) -> str:
    """The event's key; empty for a row that names no event."""
    if not (isinstance(title, str) and isinstance(held_on, date) and form):
        return ""
    return event_key(title, held_on, form)


def _claims(events: Iterable[str], codes: set[str]) -> dict[tuple[str, str], HoursClaim]:
    """The claims of these events by learner's code and event; one query."""
    rows = HoursClaim.objects.filter(
        event_key__in={event for event in events if event}, is_void=False, learner__code__in=codes
    ).select_related("learner", "direction", "batch")
    return {(row.learner.code, row.event_key): row for row in rows}
