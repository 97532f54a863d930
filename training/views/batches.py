"""The chain on the screen: list, one batch, its verbs, and the verbs for all that waits."""

from django.urls import reverse
from django.utils.functional import cached_property

from pueredu.calendar.queries import working_days_between
from pueredu.kit.templatetags.formats import day, moment, number
from pueredu.office.forms import ConfirmForm
from pueredu.office.pages import DetailPage, FormPage, ListPage, RecordFormPage, TransitionPage
from training import actions, queries
from training.enums import BatchState as S
from training.enums import HoursBatchTransition as T
from training.forms import HoursBatchFilterForm, ReturnForm
from training.models import HoursBatch
from training.resources import HoursSheet
from training.tables import ClaimTable, HoursBatchTable, batch_state

LIST = "training:hours-batch-list"
MOST_CLAIMS = 500  # a school's own activity has fewer; a large workbook shows its first rows

BUTTONS = (
    ("training.add_hours_batch", "录入活动", "training:roster", "primary"),
    ("training.import_hours_batch", "表格导入", "workbooks:import-job-add", "secondary"),
    ("training.verify_hours_batch", "审核通过全部", "training:verify-all", "secondary"),
    ("training.recognise_hours_batch", "认定全部", "training:recognise-all", "primary"),
    ("training.import_attendance", "取回工作室学时", "training:attendance-pull", "secondary"),
)
WORDS = {"workbooks:import-job-add": f"?kind={HoursSheet.key}"}


class HoursBatchListView(ListPage):
    access = "training.view_hours_batch"
    title = "学时申报"
    lead = "学校申报，县(区)审核，市级认定；认定后计入每位学员的年度学时。"
    model = HoursBatch
    table = HoursBatchTable
    filter_form = HoursBatchFilterForm
    empty_title = "没有符合条件的申报"
    empty_text = "学校录入活动或导入表格后，会出现在这里。"

    def get_rows(self):
        return super().get_rows().with_units()

    def get_actions(self):
        user = self.request.user
        return [
            {"label": label, "url": reverse(name) + WORDS.get(name, ""), "kind": kind}
            for perm, label, name, kind in BUTTONS
            if user.has_perm(perm)
        ]


class HoursBatchDetailView(DetailPage):
    access = "training.view_hours_batch"
    model = HoursBatch
    related = ("school", "county", "year", "filed_by", "verified_by", "recognised_by")
    template_name = "training/hours_batch_detail.html"

    def get_trail(self):
        return [("学时申报", reverse(LIST))]

    def get_state(self):
        badge = batch_state(self.record)
        return {"label": badge.label, "tone": badge.tone}

    @cached_property
    def claims(self):
        rows = self.record.claims.select_related(
            "learner", "school", "activity__direction", "direction"
        )
        return list(rows.order_by("school__precedence", "learner__name_key", "id")[:MOST_CLAIMS])

    @cached_property
    def activity(self):
        """The only activity of the batch; None when there are several."""
        found = {row.activity_id: row.activity for row in self.claims}
        return next(iter(found.values())) if len(found) == 1 else None

    def get_facts(self):
        batch = self.record
        return [
            *_event(self.activity),
            ("申报单位", batch.school or "（工作室活动）"),
            ("县(区)", batch.county.name),
            ("来源", f"{batch.get_source_display()}，{batch.year}"),
            ("人次", number(batch.claim_count)),
            ("学时合计", number(batch.hours_total)),
            ("申报", _done(batch.filed_by, batch.filed_at)),
            ("审核", _done(batch.verified_by, batch.verified_at)),
            ("认定", _done(batch.recognised_by, batch.recognised_at)),
        ]

    def get_context_data(self, **kwargs):
        batch = self.record
        context = {
            "claims": self._table(),
            "claims_left": max(batch.claim_count - MOST_CLAIMS, 0),
            "warnings": queries.warnings_of(batch, self.today) if _is_waiting(batch) else [],
            "actions": self._actions(),
        }
        if batch.due_on:
            left = working_days_between(self.today, batch.due_on)
            context["due"] = {"on": batch.due_on, "days_left": left}
        return super().get_context_data(**{**context, **kwargs})

    def _table(self) -> ClaimTable:
        return ClaimTable(
            self.claims,
            _entries(self.record),
            is_mixed=self.activity is None,
            opens_people=self.request.user.has_perm("training.view_learner"),
        )

    def _actions(self) -> list[dict]:
        batch, user = self.record, self.request.user
        if batch.state != S.DRAFT or not user.has_perm("training.change_hours_batch", batch):
            return []
        found = [("删除草稿", "delete", "quiet")]
        if self.activity is not None:
            found.insert(0, ("修改名册", "change", "secondary"))
        return [
            {
                "label": label,
                "url": reverse(f"training:hours-batch-{verb}", args=[batch.pk]),
                "kind": kind,
            }
            for label, verb, kind in found
        ]


def _event(activity) -> list[tuple[str, object]]:
    if activity is None:
        return []
    return [
        ("活动", activity.title),
        ("日期", day(activity.held_on)),
        ("形式", f"{activity.get_form_display()}（{activity.get_level_display()}）"),
        ("方向", activity.direction.title),
    ]


def _done(person, at) -> str:
    return f"{person or '系统'}，{moment(at)}" if at else ""


def _is_waiting(batch) -> bool:
    return batch.state in {S.FILED, S.VERIFIED}


def _entries(batch) -> dict:
    if batch.state != S.RECOGNISED:
        return {}
    return {row.claim_id: row for row in batch.entries.filter(reversal_of=None)}


class HoursBatchTransitionPage(TransitionPage):
    model = HoursBatch
    related = ("school", "county", "year")
    form_class = ConfirmForm

    def get_facts(self):
        batch = self.record
        return [
            ("申报单位", batch.school or "（工作室活动）"),
            ("人次", number(batch.claim_count)),
            ("学时合计", number(batch.hours_total)),
            ("下一步时限", day(batch.due_on)),
        ]


class HoursBatchFileView(HoursBatchTransitionPage):
    access = "training.file_hours_batch"
    verb = T.FILE
    action = actions.file_hours_batch
    effect = "申报后由县(区)教体局审核，期间不能再修改；需要修改的由县(区)退回。"


class HoursBatchVerifyView(HoursBatchTransitionPage):
    access = "training.verify_hours_batch"
    verb = T.VERIFY
    action = actions.verify_hours_batch
    effect = "审核通过后由市教体局认定。"

    def get_context_data(self, **kwargs):
        found = queries.warnings_of(self.record, self.today)
        return super().get_context_data(**{"warning": "".join(found), **kwargs})


class HoursBatchReturnView(HoursBatchTransitionPage):
    access = "training.return_hours_batch"
    verb = T.RETURN
    action = actions.return_hours_batch
    form_class = ReturnForm
    effect = "退回学校修改完善，学校修改后重新申报。"


class HoursBatchRecogniseView(HoursBatchTransitionPage):
    access = "training.recognise_hours_batch"
    verb = T.RECOGNISE
    action = actions.recognise_hours_batch
    effect = "按活动当日的认定规则计入台账，超过年度上限的部分保留并注明“超上限不计”。"


class HoursBatchDeleteView(RecordFormPage):
    access = "training.delete_hours_batch"
    model = HoursBatch
    title = "删除草稿"
    lead = "草稿及其名册一并删除，办理记录保留。"
    form_class = ConfirmForm
    submit_label = "删除"
    done_text = "草稿已删除。"

    def act(self, form):
        actions.delete_hours_batch(self.record, by=self.request.user, at=self.at)

    def get_success_url(self, result) -> str:
        return reverse(LIST)


class WaitingPage(FormPage):
    """One verb for every batch that waits for this person."""

    form_class = ConfirmForm
    template_name = "generic/transition.html"
    state = None
    action = None

    @cached_property
    def waiting(self):
        rows = HoursBatch.objects.permitted(self.request.user, self.access)
        return rows.filter(state=self.state)

    def get_trail(self):
        return [("学时申报", f"{reverse(LIST)}?state={self.state}")]

    def get_context_data(self, **kwargs):
        facts = [("批次", number(self.waiting.count()))]
        return super().get_context_data(**{"facts": facts, "effect": self.effect, **kwargs})

    def act(self, form):
        return type(self).action(self.waiting, by=self.request.user, at=self.at)

    def get_done_text(self, result) -> str:
        return f"已办理 {result} 批。"

    def get_success_url(self, result) -> str:
        return f"{reverse(LIST)}?state={self.state}"


class VerifyAllView(WaitingPage):
    access = "training.verify_hours_batch"
    title = "审核通过全部待审核申报"
    submit_label = "审核通过全部"
    state = S.FILED
    action = actions.verify_hours_batches
    effect = "本人申报的除外。需要退回的请先逐批退回，再办理其余各批。"


class RecogniseAllView(WaitingPage):
    access = "training.recognise_hours_batch"
    title = "认定全部已审核申报"
    submit_label = "认定全部"
    state = S.VERIFIED
    action = actions.recognise_hours_batches
    effect = "本人申报或审核的除外。认定后计入台账，更正以冲销办理。"


class AttendancePullView(FormPage):
    access = "training.import_attendance"
    title = "取回工作室学时"
    lead = "工作室主持人确认过的参加记录转为学时申报，由县(区)审核，不需再次录入。"
    form_class = ConfirmForm
    submit_label = "取回"

    def get_trail(self):
        return [("学时申报", reverse(LIST))]

    def act(self, form):
        return actions.pull_attendances(by=self.request.user, at=self.at)

    def get_done_text(self, result) -> str:
        words = f"新增 {result.batches} 批、{result.claims} 人次。"
        if result.unknown:
            words += f"另有 {result.unknown} 人次的教师编号未在学员库登记，登记后会自动取回。"
        return words

    def get_success_url(self, result) -> str:
        return f"{reverse(LIST)}?source=studio"
