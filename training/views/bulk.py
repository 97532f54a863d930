"""One verb for everything that waits for a person; what is skipped is named with the reason."""

from django.urls import reverse
from django.utils.functional import cached_property

from pueredu.kit.templatetags.formats import number
from pueredu.office.forms import ConfirmForm
from pueredu.office.pages import FormPage
from training import actions, queries
from training.enums import BatchState as S
from training.enums import CheckTier
from training.forms import PostForm
from training.models import HoursBatch
from training.tables import ReadyTable, SkippedTable
from training.views.batches import LIST

MOST_SHOWN = 200


class WaitingPage(FormPage):
    """Declare ``state``, ``next_state`` (where the list leads afterwards), ``action`` and
    ``effect``; ``reasons`` says what keeps a batch back."""

    form_class = ConfirmForm
    template_name = "training/waiting.html"
    state = None
    next_state = None
    action = None
    effect = ""

    @cached_property
    def waiting(self):
        rows = HoursBatch.objects.permitted(self.request.user, self.access)
        return rows.filter(state=self.state).with_units()

    def reasons(self, rows) -> dict[int, str]:
        """By batch why it is skipped; empty for what will be done."""
        return dict.fromkeys((row.pk for row in rows), "")

    @cached_property
    def judged(self) -> list[tuple[HoursBatch, str]]:
        """Everything that waits, each with why it is skipped."""
        rows = list(self.waiting)
        reasons = self.reasons(rows)
        return [(row, reasons[row.pk]) for row in rows]

    @property
    def skipped(self) -> list[tuple[HoursBatch, str]]:
        return [(row, reason) for row, reason in self.judged if reason]

    @property
    def ready(self) -> list[HoursBatch]:
        return [row for row, reason in self.judged if not reason]

    def get_trail(self):
        return [("学时申报", f"{reverse(LIST)}?state={self.state}")]

    def get_context_data(self, **kwargs):
        ready, skipped = self.ready, self.skipped
        context = {
            "facts": [
                ("批次", number(len(ready))),
                ("跳过", number(len(skipped))),
                ("人次", number(sum(row.claim_count for row in ready))),
                ("学时合计", number(sum(row.hours_total for row in ready))),
            ],
            "effect": self.effect,
            "blocked_reason": "" if ready else "现在没有可以办理的名单。",
            "ready": ReadyTable(ready[:MOST_SHOWN]),
            "skipped": SkippedTable(skipped[:MOST_SHOWN]),
        }
        return super().get_context_data(**{**context, **kwargs})

    def act(self, form):
        words = {"by": self.request.user, "at": self.at, **form.cleaned_data}
        return type(self).action(self.waiting, **words)

    def get_done_text(self, result) -> str:
        left = len(self.skipped)
        return f"已办理 {result} 批。" + (f"跳过 {left} 批，原因见本页。" if left else "")

    def get_success_url(self, result) -> str:
        return self.request.path if self.skipped else f"{reverse(LIST)}?state={self.next_state}"


class PostAllView(WaitingPage):
    access = "training.post_hours_batch"
    title = "公示全部待申报名单"
    submit_label = "公示全部"
    form_class = PostForm
    state = S.DRAFT
    next_state = S.POSTED
    action = actions.post_hours_batches
    effect = "同一天公示的名单印在一张公示单上；已经公示过又退回的不再重复公示。"

    def get_form_kwargs(self):
        return {"initial": {"contact": actions.contact_of(self.request.user)}}

    def reasons(self, rows) -> dict[int, str]:
        words = {False: "", True: "已经公示过，可以直接申报"}
        return {row.pk: words[row.posting_ends_on is not None] for row in rows}


class FileAllView(WaitingPage):
    access = "training.file_hours_batch"
    title = "申报全部公示期满的名单"
    submit_label = "申报全部"
    state = S.POSTED
    next_state = S.FILED
    action = actions.file_hours_batches
    effect = "公示期满、没有未处理异议的名单交县(区)审核；其余保留，原因见下。"

    @cached_property
    def waiting(self):
        own = HoursBatch.objects.permitted(self.request.user, self.access)
        return own.filter(state__in=[S.DRAFT, S.POSTED]).with_units()

    def reasons(self, rows) -> dict[int, str]:
        return queries.reasons_not_filed(rows, self.today)


class JudgePage(WaitingPage):
    """``tier`` looks at the samples; nobody passes what was the own earlier step."""

    tier = None
    own_steps: tuple[str, ...] = ()

    def reasons(self, rows) -> dict[int, str]:
        rule = queries.sampling(self.today)
        found = queries.reasons_not_passed([row.pk for row in rows], self.tier, rule)
        me = self.request.user.pk
        own = {row.pk for row in rows if me in {getattr(row, step) for step in self.own_steps}}
        return {**found, **dict.fromkeys(own, "由本人申报或审核，须另一位同志办理")}


class VerifyAllView(JudgePage):
    access = "training.verify_hours_batch"
    title = "审核通过全部抽查合格的申报"
    submit_label = "审核通过全部"
    state = S.FILED
    next_state = S.VERIFIED
    action = actions.verify_hours_batches
    effect = "抽查合格的交市级认定；抽中而不符合、经全部核查的，不符合的各条不计。"
    tier = CheckTier.COUNTY
    own_steps = ("filed_by_id",)


class RecogniseAllView(JudgePage):
    access = "training.recognise_hours_batch"
    title = "认定全部已审核申报"
    submit_label = "认定全部"
    state = S.VERIFIED
    next_state = S.RECOGNISED
    action = actions.recognise_hours_batches
    effect = "认定后计入台账，更正以冲销办理。校级活动由县(区)抽查，市级不再逐批查看。"
    tier = CheckTier.CITY
    own_steps = ("filed_by_id", "verified_by_id")


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
        if result.barred:
            words += (
                f"{result.barred} 人次暂不能计：活动当天没有培训年度或认定规则，或学时超过上限。"
            )
        return words

    def get_success_url(self, result) -> str:
        return f"{reverse(LIST)}?source=studio"
