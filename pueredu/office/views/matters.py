"""Anything owed, for whoever owes, gave or verifies it."""

from django.db import transaction
from django.urls import resolve, reverse

from pueredu.files.actions import store_file
from pueredu.kit.templatetags.formats import day
from pueredu.loop import actions
from pueredu.loop.enums import MatterTransition as T
from pueredu.loop.kinds import kind_of
from pueredu.loop.lamps import LampRule
from pueredu.loop.models import Matter
from pueredu.loop.queries import deputy_of
from pueredu.office.forms import (
    CloseForm,
    CommentForm,
    ConfirmForm,
    ExtendForm,
    MatterFilterForm,
    OptionalCommentForm,
    ProgressForm,
    SubmitForm,
)
from pueredu.office.history import history_of
from pueredu.office.pages import DetailPage, DownloadPage, ListPage, TransitionPage
from pueredu.office.post_forms import DeputyForm
from pueredu.office.tables import LAMP_TONES, MatterTable, matter_state

LIST_TRAIL = ("交办事项", "loop:matter-list")


class MatterListView(ListPage):
    access = "loop.view_matter"
    title = "交办事项"
    lead = "有责任单位、有时限、有佐证、有核验，办结为止。"
    model = Matter
    filter_form = MatterFilterForm
    empty_title = "没有符合条件的事项"

    def table(self, records):
        return MatterTable(records, today=self.today)

    def get_rows(self):
        return super().get_rows().with_units()


class MatterDetailView(DetailPage):
    access = "loop.view_matter"
    model = Matter
    related = ("lead_unit", "county", "drafted_by", "closed_by")
    template_name = "office/matter_detail.html"

    def get_trail(self):
        return [(LIST_TRAIL[0], reverse(LIST_TRAIL[1]))]

    def get_state(self):
        badge = matter_state(self.record)
        return {"label": badge.label, "tone": badge.tone}

    def get_facts(self):
        matter, tie = self.record, self.deputy
        return [
            ("种类", kind_of(matter.kind).label),
            ("内部编号", matter.serial),
            ("县(区)", matter.county.name),
            ("牵头单位", matter.lead_unit.name),
            ("责任岗位", matter.responsible_post),
            *([("代办人", f"{tie.user.name}（到 {day(tie.until)}）")] if tie else []),
            ("签发", matter.signed_text),
            ("签发机关及依据", matter.authority),
            ("办理时限", day(matter.due_on)),
            ("原定时限", day(matter.original_due_on)),
            ("进度", f"{matter.percent}%"),
            ("核验人", matter.closed_by),
        ]

    def get_files(self):
        return _links(self.record, actions.evidence_of(self.record))

    def get_history(self):
        events = self.record.events.select_related("by").prefetch_related("attachments")
        told = {(line["at"], line["verb"]): line for line in history_of(self.record)}
        return [
            self._line(event, told.get((event.at, event.verb), {})) for event in reversed(events)
        ]

    def _line(self, event, told: dict) -> dict:
        """An event with its evidence; for whom, and what it changed, is the memory's to say."""
        return {
            "at": event.at,
            "what": event.get_verb_display(),
            "who": event.by,
            "unit": event.post,
            "for_whom": told.get("for_whom", ""),
            "paper": told.get("paper", ""),
            "changes": told.get("changes", []),
            "reason": event.text,
            "tone": "neutral",
            "files": _links(self.record, event.attachments.all()),
        }

    def get_transitions(self):
        """Nobody ends what is not there."""
        ends = reverse("loop:matter-end-deputy", args=[self.record.pk])
        found = super().get_transitions()
        return found if self.deputy else [step for step in found if step["url"] != ends]

    def get_context_data(self, **kwargs):
        self.deputy = deputy_of(self.record, self.today)
        found = LampRule.on(self.today).lamp(self.record)
        lamp = {"label": found.label, "tone": LAMP_TONES[found]}
        return super().get_context_data(**{"lamp": lamp, "source_url": self.source_url(), **kwargs})

    def source_url(self) -> str:
        """The page that the Matter came from, for who may open such pages: a deputy may not."""
        url = self.record.source_url
        may_open = url and self.request.user.has_perm(resolve(url).func.view_class.access)
        return url if may_open else ""


class MatterFileView(DownloadPage):
    access = "loop.view_matter"
    model = Matter

    def get_attachments(self, record):
        return actions.evidence_of(record)


class MatterTransitionPage(TransitionPage):
    """The verbs of a Matter; uploaded evidence is stored in the transaction of the verb."""

    model = Matter
    related = ("lead_unit", "county")
    form_class = ConfirmForm

    def get_facts(self):
        return [("牵头单位", self.record.lead_unit.name), ("办理时限", day(self.record.due_on))]

    @transaction.atomic
    def act(self, form):
        if "attachments" in form.cleaned_data:
            form.cleaned_data["attachments"] = [
                store_file(upload, by=self.request.user, at=self.at, owner_label="loop.matter")
                for upload in form.cleaned_data["attachments"]
            ]
        return super().act(form)


class MatterReceiveView(MatterTransitionPage):
    access = "loop.receive_matter"
    verb = T.RECEIVE
    action = actions.receive_matter
    effect = "签收表示本单位已收到此事项，之后可反馈进展、提请核验。"


class MatterReportProgressView(MatterTransitionPage):
    access = "loop.report_progress_matter"
    verb = T.REPORT_PROGRESS
    action = actions.report_progress_matter
    form_class = ProgressForm


class MatterSubmitView(MatterTransitionPage):
    access = "loop.submit_matter"
    verb = T.SUBMIT
    action = actions.submit_matter
    form_class = SubmitForm
    effect = "提请后由交办单位核验；没有佐证材料的不能提请。"


class MatterReturnView(MatterTransitionPage):
    access = "loop.return_matter"
    verb = T.RETURN
    action = actions.return_matter
    form_class = CommentForm


class MatterCloseView(MatterTransitionPage):
    access = "loop.close_matter"
    verb = T.CLOSE
    action = actions.close_matter
    form_class = CloseForm


class MatterExtendView(MatterTransitionPage):
    access = "loop.extend_matter"
    verb = T.EXTEND
    action = actions.extend_matter
    form_class = ExtendForm
    effect = "只能在时限之前延期；原定时限保留并公开显示。"


class MatterChaseView(MatterTransitionPage):
    access = "loop.chase_matter"
    verb = T.CHASE
    action = actions.chase_matter
    form_class = OptionalCommentForm


class MatterReopenView(MatterTransitionPage):
    access = "loop.reopen_matter"
    verb = T.REOPEN
    action = actions.reopen_matter
    form_class = CommentForm


class MatterWithdrawView(MatterTransitionPage):
    access = "loop.withdraw_matter"
    verb = T.WITHDRAW
    action = actions.withdraw_matter
    form_class = CommentForm


class MatterAppointDeputyView(MatterTransitionPage):
    access = "loop.appoint_deputy_matter"
    verb = T.APPOINT_DEPUTY
    action = actions.appoint_deputy_matter
    form_class = DeputyForm
    effect = "代办人可以签收、反馈、提请核验这一件事项，到期自动收回；看不到其他事项。"

    def get_form_kwargs(self):
        return {"matter": self.record, "by": self.request.user, "today": self.today}

    def get_context_data(self, **kwargs):
        tie = deputy_of(self.record, self.today)
        replaced = f"现由{tie.user}代办；另选一位后，{tie.user}不再代办这一件。" if tie else ""
        return super().get_context_data(**{"warning": replaced, **kwargs})


class MatterEndDeputyView(MatterTransitionPage):
    access = "loop.end_deputy_matter"
    verb = T.END_DEPUTY
    action = actions.end_deputy_matter
    effect = "代办人即刻不能再办理此事项；已办的保留。"


def _links(matter, attachments) -> list[dict]:
    return [
        {
            "name": attachment.name,
            "url": reverse("loop:matter-file", args=[matter.pk, attachment.pk]),
            "size": attachment.size,
            "level": attachment.get_disclosure_display(),
            "at": attachment.uploaded_at,
            "sha256": attachment.sha256,
        }
        for attachment in attachments
    ]
