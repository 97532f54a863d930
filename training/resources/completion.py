"""The organiser's 结业名单: one list for many schools, found by code or by name within the school."""

import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from import_export import fields, resources, widgets

from pueredu.units.enums import UnitKind
from pueredu.units.models import Unit
from pueredu.workbooks.kinds import Context, SheetKind, register
from pueredu.workbooks.messages import Level, Message
from training.actions import import_completion
from training.enums import BatchSource
from training.models import (
    Direction,
    HoursClaim,
    Learner,
    Placement,
    RuleVersion,
    TrainingYear,
    event_key,
)

# organisers seldom know our codes, so a list without that column is a list too
KEY = ("name", "school", "title", "held_on", "rule")
PASSED, FAILED = "合格", "不合格"
MOST = 400  # the constraint claim_hours_in_range
MOST_HINTS = 3


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
        import_id_fields = KEY

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

    def next_url(self, job) -> str:
        return f"{reverse('training:hours-batch-list')}?source={BatchSource.COMPLETION}"

    def outcome_text(self, job) -> str:
        done = job.outcome
        return (
            f"已登记 {done.get('added', 0)} 人，涉及 {done.get('schools', 0)} 个单位；"
            f"其中 {done.get('void', 0)} 人不计（不合格或已由其他名单申报），原因保留在名单中。"
        )

    def choices(self, context: Context) -> Mapping[str, list[str]]:
        return {
            "rule": [rule.title for rule in _rules(context)],
            "direction": list(Direction.objects.values_list("title", flat=True)),
        }

    def existing(self, keys: list[tuple], context: Context) -> Mapping[tuple, Mapping]:
        """Who stands in a list of this organ already needs nothing more, so nothing is compared."""
        rows = [dict(zip(KEY, key, strict=True)) for key in keys]
        listed = CompletionCheck(rows, context).listed
        return {
            tuple(row[name] for name in KEY): {}
            for row in rows
            if (row.get("learner_id"), row.get("event_key")) in listed
        }

    def check(self, rows: list[dict], context: Context) -> Iterable[Message]:
        return CompletionCheck(rows, context).messages()

    def apply(self, rows: list[dict], *, job, by, at) -> dict[str, int]:
        return import_completion(rows, unit=job.unit, by=by, at=at)


class CompletionCheck:
    """Finds the learner and the event of every row; everything is read at once."""

    def __init__(self, rows: list[dict], context: Context):
        self.rows = rows
        self.today = timezone.localtime(context.at).date()
        self.rules = {rule.title: rule for rule in _rules(context)}
        self.directions = dict(Direction.objects.values_list("title", "pk"))
        self.years = list(TrainingYear.objects.all())
        self._read_people(context.place)
        self.found: dict[int, Learner] = {}
        self.faults = {id(row): self._find(row) for row in rows}
        self._read_claims(context.place)

    def _read_people(self, place: Unit) -> None:
        people = Learner.objects.select_related("school")
        schools = Unit.objects.schools()
        if place.area.kind != UnitKind.CITY:
            people, schools = people.filter(county=place.area), schools.filter(area=place.area)
        wanted = {_plain(row.get("school")) for row in self.rows} - {""}
        self.schools: dict[str, list[int]] = {}
        for pk, name, short in schools.values_list("pk", "name", "short_name"):
            for word in {_plain(name), _plain(short)} & wanted:
                self.schools.setdefault(word, []).append(pk)
        codes = {row["learner_code"] for row in self.rows if row.get("learner_code")}
        names = {row["name"] for row in self.rows}
        self.by_code = {row.code: row for row in people.filter(code__in=codes)}
        self.by_name: dict[str, list[Learner]] = {}
        for row in people.filter(name__in=names).order_by("pk"):
            self.by_name.setdefault(row.name, []).append(row)
        here = {pk for found in self.schools.values() for pk in found}
        self.at_school: dict[int, list[str]] = {}
        for pk, name in people.filter(school__in=here).order_by("pk").values_list("school", "name"):
            self.at_school.setdefault(pk, []).append(name)

    def _find(self, row: dict) -> str:
        """Gives the row its learner and its event; else says what is wrong."""
        rule = self.rules.get(row["rule"])
        row["event_key"] = event_key(row["title"], row["held_on"], rule.form) if rule else ""
        if row.get("learner_code"):
            learner = self.by_code.get(row["learner_code"])
            if learner is None:
                return f"未找到教师编号“{row['learner_code']}”"
        else:
            found = self._named(row)
            if len(found) != 1:
                return self._hint(row, found)
            learner = found[0]
        row["learner_id"] = learner.pk
        self.found[learner.pk] = learner
        return ""

    def _named(self, row: dict) -> list[Learner]:
        schools = self.schools.get(_plain(row.get("school")), [])
        return [one for one in self.by_name.get(row["name"], ()) if one.school_id in schools]

    def _hint(self, row: dict, found: list[Learner]) -> str:
        name, school = row["name"], row.get("school") or ""
        if len(found) > 1:
            return f"“{school}”有 {len(found)} 位“{name}”，请填写教师编号"
        if not school:
            return f"没有教师编号的，请填写“{name}”的单位"
        schools = self.schools.get(_plain(school), [])
        if not schools:
            places = [one.school.name for one in self.by_name.get(name, ())][:MOST_HINTS]
            hint = f"；“{name}”登记在：{'、'.join(places)}" if places else ""
            return f"未找到单位“{school}”{hint}"
        mates = [mate for pk in schools for mate in self.at_school.get(pk, ())]
        near = difflib.get_close_matches(name, mates, n=MOST_HINTS, cutoff=0.5)
        hint = f"，是否为：{'、'.join(near)}" if near else ""
        return f"“{school}”没有“{name}”{hint}"

    def _read_claims(self, place: Unit) -> None:
        """What is claimed of these events, and where everybody was on the day."""
        learners = {row["learner_id"] for row in self.rows if row.get("learner_id")}
        events = {row["event_key"] for row in self.rows}
        claims = HoursClaim.objects.filter(event_key__in=events, learner__in=learners)
        self.claims: dict[tuple, HoursClaim] = {}
        self.listed: dict[tuple, HoursClaim] = {}
        for row in claims.select_related("batch").order_by("pk"):
            key = row.learner_id, row.event_key
            if row.batch.unit_id == place.pk and not row.void_reason.startswith("名单已撤销"):
                self.listed[key] = row
            elif not row.is_void:
                self.claims[key] = row
        self.places: dict[int, list[Placement]] = {}
        for stay in Placement.objects.filter(learner__in=learners):
            self.places.setdefault(stay.learner_id, []).append(stay)

    def messages(self) -> Iterable[Message]:
        """At most one fault a row, the gravest first; sound rows get the ids that apply needs."""
        hours: dict[str, Decimal] = {}
        for row in self.rows:
            if row.get("hours"):
                key = row["event_key"]
                hours[key] = max(row["hours"], hours.get(key, row["hours"]))
        seen: dict[tuple, int] = {}
        for row in self.rows:
            fault = self.faults[id(row)] or self._when(row) or self._what(row, hours)
            fault = fault or self._twice(row, seen)
            if fault:
                yield Message(row["row_no"], Level.ERROR, fault)
            elif words := self._known(row):
                yield Message(row["row_no"], Level.WARNING, words)

    def _when(self, row: dict) -> str:
        held_on: date = row["held_on"]
        if held_on > self.today:
            return "「结业日期」还没有到"
        for year in self.years:
            if year.starts_on <= held_on <= year.ends_on:
                row["year_id"] = year.pk
                return ""
        return f"{held_on.year} 年没有登记培训年度"

    def _what(self, row: dict, hours: dict[str, Decimal]) -> str:
        row["hours"] = row.get("hours") or hours.get(row["event_key"])
        if row["hours"] is None:
            return "这次活动没有一行填写「学时」"
        if not 0 < row["hours"] <= MOST or row["hours"] != round(row["hours"], 1):
            return f"「学时」应大于 0、不超过 {MOST}，最多一位小数"
        row["rule_id"] = self.rules[row["rule"]].pk
        row["direction_id"] = self.directions[row["direction"]]
        learner = self.found[row["learner_id"]]
        stays = self.places.get(learner.pk, ())
        stay = next((one for one in stays if _covers(one, row["held_on"])), learner)
        row["school_id"], row["county_id"] = stay.school_id, stay.county_id
        return ""

    def _twice(self, row: dict, seen: dict[tuple, int]) -> str:
        key = row["learner_id"], row["event_key"]
        first = seen.setdefault(key, row["row_no"])
        if first != row["row_no"]:
            return f"与第 {first} 行是同一人"
        listed = self.listed.get(key)
        if listed and listed.hours != row["hours"]:
            return "已在名单中，学时不同；需要更正的请先撤销原名单"
        return ""

    def _known(self, row: dict) -> str:
        learner = self.found[row["learner_id"]]
        claim = self.claims.get((learner.pk, row["event_key"]))
        if claim:
            return f"这次活动已由“{claim.batch.title}”申报，导入后保留、不重复计入"
        if row["name"] != learner.name:
            return f"「姓名」填的是“{row['name']}”，与该编号登记的姓名不同，请核对"
        return ""


def _covers(stay: Placement, day: date) -> bool:
    return stay.since <= day and (stay.until is None or stay.until >= day)


def _plain(text: object) -> str:
    """A school's name as it is compared: width and blanks do not count."""
    return "".join(unicodedata.normalize("NFKC", str(text or "")).split())


def _rules(context: Context) -> list[RuleVersion]:
    return list(RuleVersion.objects.in_force(timezone.localtime(context.at).date()))
