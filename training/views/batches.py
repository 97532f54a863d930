"""The chain on the screen: list, one batch, its verbs, and the verbs for all that waits."""

from django.db.models import Exists
from django.urls import reverse
from django.utils.functional import cached_property

from pueredu.calendar.queries import working_days_between
from pueredu.kit.templatetags.formats import day, number
from pueredu.office.forms import ConfirmForm
from pueredu.office.pages import DetailPage, ListPage, RecordFormPage, TransitionPage
from pueredu.office.pages.detail import transitions_for
from training import actions, queries
from training.enums import BatchSource, TrainingForm
from training.enums import BatchState as S
from training.enums import HoursBatchTransition as T
from training.forms import HoursBatchFilterForm, ReturnForm
from training.models import HoursBatch
from training.resources import CompletionSheet, HoursSheet
from training.tables import ClaimTable, HoursBatchTable, batch_state
from training.views.batch_facts import done_fact, event_facts, posted_fact, sampled_fact, source_of

LIST = "training:hours-batch-list"
ONWARD = {T.FILE.label, T.VERIFY.label, T.RECOGNISE.label}
MOST_CLAIMS = 500  # a school's own activity has fewer; a large workbook shows its first rows

BUTTONS = (
    ("training.add_hours_batch", "录入活动", "training:roster", "primary"),
    ("training.import_hours_batch", "表格导入", "workbooks:import-job-add", "secondary"),
    ("training.post_hours_batch", "公示全部", "training:post-all", "secondary"),
    ("training.file_hours_batch", "申报期满名单", "training:file-all", "secondary"),
    ("training.change_sample_check", "抽查", "training:sample-check-list", "secondary"),
    ("training.verify_hours_batch", "审核通过全部", "training:verify-all", "secondary"),
    ("training.recognise_hours_batch", "认定全部", "training:recognise-all", "primary"),
    ("training.import_attendance", "取回工作室学时", "training:attendance-pull", "secondary"),
    ("training.view_certificate", "教师证书", "training:certificate-list", "quiet"),
    ("training.view_objection", "公示异议", "training:objection-list", "quiet"),
    ("training.view_hours_claim", "学时明细", "training:hours-claim-list", "quiet"),
    ("training.view_ledger_entry", "学时台账", "training:ledger-entry-list", "quiet"),
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
        found = [
            {"label": label, "url": reverse(name) + WORDS.get(name, ""), "kind": kind}
            for perm, label, name, kind in BUTTONS
            if user.has_perm(perm)
        ]
        if user.has_perm(CompletionSheet.permission):
            url = f"{reverse('workbooks:import-job-add')}?kind={CompletionSheet.key}"
            found.insert(0, {"label": "导入结业名单", "url": url, "kind": "secondary"})
        return found


class HoursBatchDetailView(DetailPage):
    access = "training.view_hours_batch"
    model = HoursBatch
    related = (
        "school", "county", "year", "unit", "posted_by", "filed_by", "verified_by",
        "recognised_by", "sample__drawn_by",
    )  # fmt: skip
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
        ).annotate(is_planned=Exists(queries.planned("batch__")))
        return list(rows.order_by("school__precedence", "learner__name_key", "id")[:MOST_CLAIMS])

    @cached_property
    def activity(self):
        """The only activity of the batch; None when there are several."""
        found = {row.activity_id: row.activity for row in self.claims}
        return next(iter(found.values())) if len(found) == 1 else None

    def get_facts(self):
        batch = self.record
        return [
            *event_facts(self.activity),
            ("申报单位", source_of(batch)),
            ("县(区)", batch.county.name),
            ("来源", f"{batch.get_source_display()}，{batch.year}"),
            ("人次", number(batch.claim_count)),
            ("学时合计", number(batch.hours_total)),
            ("公示", posted_fact(batch)),
            ("申报", done_fact(batch.filed_by, batch.filed_at)),
            ("抽查", sampled_fact(batch.sample)),
            ("审核", done_fact(batch.verified_by, batch.verified_at)),
            ("认定", done_fact(batch.recognised_by, batch.recognised_at)),
        ]

    def get_context_data(self, **kwargs):
        batch = self.record
        context = {
            "claims": self._table(),
            "claims_left": max(batch.claim_count - MOST_CLAIMS, 0),
            "warnings": self._warnings(),
            "transitions": self._transitions(),
            "actions": self._actions(),
        }
        if batch.due_on:
            left = working_days_between(self.today, batch.due_on)
            context["due"] = {"on": batch.due_on, "days_left": left}
        return super().get_context_data(**{**context, **kwargs})

    def _warnings(self) -> list[str]:
        """For the school what it may have mistyped. For who judges, of a list too long to be shown
        whole; a shorter one says it line by line, but for what was not planned."""
        if self.record.state in {S.DRAFT, S.POSTED}:
            has_picture = self.record.source == BatchSource.CERTIFICATE
            return [] if has_picture else queries.long_lines(self.claims, self.today)
        if not _is_waiting(self.record):
            return []
        if self.record.claim_count > MOST_CLAIMS:
            return queries.warnings_of(self.record, self.today)
        unplanned = any(
            row.form == TrainingForm.SCHOOL_BASED and not row.is_planned for row in self.claims
        )
        return [queries.UNPLANNED] if unplanned and self.record.school_id else []

    def _transitions(self) -> list[dict]:
        """The next step is shown with what keeps it back, for whose turn it is."""
        found = transitions_for(self.request.user, self.record)
        onward = next((row for row in found if row["label"] in ONWARD), None)
        if onward and (reason := self._blocked()):
            onward["blocked_reason"] = reason
        return found

    def _blocked(self) -> str:
        batch = self.record
        if batch.state in {S.DRAFT, S.POSTED}:
            return queries.why_not_filed(batch, self.today)
        tier = queries.TIER_OF[batch.state]
        return queries.reasons_not_passed([batch.pk], tier, self.rule)[batch.pk]

    @cached_property
    def rule(self):
        return queries.sampling(self.today)

    def _flags(self) -> dict[int, list[str]]:
        if not _is_waiting(self.record):
            return {}
        return queries.flags_of(self.claims, self.rule.hours_a_day)

    def _table(self) -> ClaimTable:
        return ClaimTable(
            self.claims,
            _entries(self.record),
            self._flags(),
            is_mixed=self.activity is None,
            opens_lines=self.request.user.has_perm("training.view_hours_claim"),
        )

    def _actions(self) -> list[dict]:
        """Pages beside the chain, for who may mend, read or judge the list."""
        batch, user = self.record, self.request.user
        found = self._mending() if user.has_perm("training.change_hours_batch", batch) else []
        found.append(("佐证材料", "evidence", "secondary"))
        if batch.posted_on and batch.school_id:
            found.append(("公示单", "posting", "secondary"))
        if batch.sample_id and user.has_perm("training.return_hours_batch", batch):
            found.append(("全部核查", "check-all", "secondary"))
        return [
            {"label": label, "url": _url(verb, batch), "kind": kind} for label, verb, kind in found
        ]

    def _mending(self) -> list[tuple[str, str, str]]:
        state, found = self.record.state, []
        if state == S.DRAFT and self.activity is not None:
            found.append(("修改名册", "change", "secondary"))
        if state == S.DRAFT:
            found.append(("删除草稿", "delete", "quiet"))
        return found


def _url(verb: str, batch: HoursBatch) -> str:
    return reverse(f"training:hours-batch-{verb}", args=[batch.pk])


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
            ("申报单位", source_of(batch)),
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
    effect = "审核通过后由市教体局认定；核查不符合的各条保留、不计。"

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


class HoursBatchUndoView(HoursBatchTransitionPage):
    access = "training.undo_hours_batch"
    verb = T.UNDO
    action = actions.undo_hours_batch
    form_class = ReturnForm
    submit_kind = "danger"
    effect = "名单退出办理，各条保留并注明不计；认定之前可以撤销。"


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
