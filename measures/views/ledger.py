"""The promise ledger: commitments, their issuing, what each 县(区) was handed, the replies."""

from django.db.models import Count
from django.urls import reverse

from measures import actions
from measures.enums import CommitmentState, LeadOrgan
from measures.enums import CommitmentTransition as T
from measures.forms import CommitmentFilterForm, IssueForm, TaskFilterForm
from measures.models import Commitment, CommitmentTask, Reply
from measures.queries import counties_of
from measures.tables import (
    CommitmentTable,
    CountyTable,
    LedgerTable,
    ReplyTable,
    TaskTable,
    lamp_badge,
    source_text,
)
from measures.views.overview import OVERVIEW, trail
from pueredu.kit.templatetags.formats import day
from pueredu.loop.lamps import LampRule
from pueredu.office.pages import DetailPage, ListPage, TransitionPage
from pueredu.office.tables import matter_state

LEDGER = ("承诺台账", "measures:commitment-list")
TASKS = ("县(区)承诺事项", "measures:commitment-task-list")
REPLIES = ("答复函", "measures:reply-list")
SUPERIOR = frozenset({LeadOrgan.PARTY_COMMITTEE, LeadOrgan.GOVERNMENT})


class CommitmentListView(ListPage):
    access = "measures.view_commitment"
    title = "承诺台账"
    lead = "公开答复中有责任单位、有数量或者有时限的每一句话，都在这里有着落。"
    model = Commitment
    table = CommitmentTable
    filter_form = CommitmentFilterForm
    empty_title = "没有符合条件的承诺事项"

    def get_actions(self):
        return [
            {"label": "各县(区)办理清单", "url": reverse("measures:commitment-task-list")},
            {"label": "答复函", "url": reverse("measures:reply-list")},
        ]

    def get_trail(self):
        return trail(OVERVIEW)

    def get_rows(self):
        return super().get_rows().with_owners().with_progress(self.request.user)


class CommitmentDetailView(DetailPage):
    access = "measures.view_commitment"
    model = Commitment
    related = ("reply", "theme", "lead_unit")
    template_name = "measures/commitment_detail.html"

    def get_trail(self):
        return trail(OVERVIEW, LEDGER)

    def get_state(self):
        issued = self.record.state == CommitmentState.ISSUED
        return {
            "label": self.record.get_state_display(),
            "tone": "info" if issued else "neutral",
        }

    def get_facts(self):
        record = self.record
        return [
            ("类别", record.get_kind_display()),
            ("数量", record.number_text),
            ("时限", record.due_text),
            ("牵头单位", record.lead_text),
            ("措施主题", record.theme),
            ("逐县(区)落实", "是" if record.is_per_county else "否"),
            ("来源", source_text(record.source)),
            ("说明", record.note),
        ]

    def get_context_data(self, **kwargs):
        context = {"counties": self._counties() if self.record.is_for_counties else None}
        return super().get_context_data(**{**context, **kwargs})

    def _counties(self):
        """Each 县(区) with its latest task that was not taken back."""
        user = self.request.user
        tasks = CommitmentTask.objects.visible_to(user).live().with_matters()
        rows = tasks.filter(commitment=self.record).order_by("round")
        latest = {task.county_id: task for task in rows}
        pairs = [(county, latest.get(county.pk)) for county in counties_of(user)]
        return CountyTable(pairs, today=self.today)


class CommitmentIssueView(TransitionPage):
    access = "measures.issue_commitment"
    model = Commitment
    related = ("reply", "lead_unit")
    verb = T.ISSUE
    action = actions.issue_commitment
    form_class = IssueForm
    effect = "每个县(区)各生成一件事项并立即交办牵头单位；已有未办结事项的县(区)跳过，不重复交办。"

    def get_facts(self):
        record = self.record
        return [
            ("原文", f"「{record.quote}」"),
            ("数量", record.number_text),
            ("时限", record.due_text),
            ("牵头单位", record.lead_text),
        ]

    def get_form_kwargs(self):
        initial = {"organ_kind": self.record.lead_organ, "due_on": self.record.next_due(self.today)}
        return {"initial": initial}

    def get_done_text(self, result):
        skipped = "、".join(county.short_name for county in result.skipped)
        also = f"{skipped}已有未办结的同一事项，没有重复交办。" if skipped else ""
        return f"已向 {len(result.tasks)} 个县(区)交办。{also}"

    def get_context_data(self, **kwargs):
        warning = ""
        if self.record.lead_organ in SUPERIOR:
            warning = (
                "牵头单位是县(区)委或县(区)人民政府："
                "签发机关应为市委、市政府或其办公室，否则须写明批准的机关。"
            )
        return super().get_context_data(**{"warning": warning, **kwargs})


class CommitmentTaskListView(ListPage):
    access = "measures.view_commitment_task"
    title = "县(区)承诺事项"
    lead = "交办到各县(区)的承诺，一县(区)一件，兑现为止。"
    model = CommitmentTask
    filter_form = TaskFilterForm
    empty_title = "没有符合条件的承诺事项"
    empty_text = "市级交办后会列在这里，并出现在牵头单位的待办中。"

    def table(self, records):
        return TaskTable(records, today=self.today)

    def get_trail(self):
        return trail(OVERVIEW, LEDGER)

    def get_rows(self):
        return super().get_rows().live().with_matters()


class CommitmentTaskDetailView(DetailPage):
    access = "measures.view_commitment_task"
    model = CommitmentTask
    related = ("commitment__reply", "commitment__theme", "county", "matter__lead_unit")
    template_name = "measures/commitment_task_detail.html"

    def get_history(self):
        """None of its own: what was done stands on the page of the Matter."""
        return []

    def get_trail(self):
        return trail(OVERVIEW, LEDGER, TASKS)

    def get_state(self):
        badge = matter_state(self.record.matter)
        return {"label": badge.label, "tone": badge.tone}

    def get_facts(self):
        commitment, matter = self.record.commitment, self.record.matter
        return [
            ("县(区)", self.record.county.name),
            ("牵头单位", matter.lead_unit.name),
            ("数量", commitment.number_text),
            ("办理时限", day(matter.due_on)),
            ("原定时限", day(matter.original_due_on)),
            ("进度", f"{matter.percent}%"),
            ("亮灯", lamp_badge(LampRule.on(self.today), matter).label),
            ("签发", matter.signed_text),
            ("签发机关及依据", matter.authority),
        ]


class ReplyListView(ListPage):
    access = "measures.view_reply"
    title = "答复函"
    model = Reply
    table = ReplyTable
    empty_title = "还没有登记答复函"

    def get_trail(self):
        return trail(OVERVIEW)

    def get_rows(self):
        return super().get_rows().annotate(commitments_n=Count("commitments"))


class ReplyDetailView(DetailPage):
    access = "measures.view_reply"
    model = Reply
    related = ("signatory_unit",)

    def get_trail(self):
        return trail(OVERVIEW, REPLIES)

    def get_facts(self):
        record = self.record
        return [
            (
                "提案",
                f"{record.proposal_session}第{record.proposal_no}号{record.get_proposal_kind_display()}",
            ),
            ("案由", record.proposal_title),
            ("办理结果", record.get_outcome_class_display()),
            ("公开属性", record.get_disclosure_display()),
            ("答复日期", day(record.replied_on)),
            ("落款", record.signatory),
            ("联系科室", record.contact_section),
        ]

    def get_context_data(self, **kwargs):
        mine = Commitment.objects.visible_to(self.request.user).filter(reply=self.record)
        parts: dict[str, list] = {}
        for commitment in mine.with_owners().with_progress(self.request.user):
            parts.setdefault(commitment.place, []).append(commitment)
        sections = [
            {"title": f"答复函 {place}", "table": LedgerTable(rows)}
            for place, rows in parts.items()
        ]
        return super().get_context_data(**{"sections": sections, **kwargs})
