"""One line and how it counts; lists of lines and of the ledger; a reversal."""

from django.urls import reverse
from django.utils.functional import cached_property

from pueredu.kit.templatetags.formats import day, moment, number
from pueredu.office.pages import DetailPage, ListPage, RecordFormPage
from training import actions, queries
from training.forms import ClaimFilterForm, EntryFilterForm, ReverseForm
from training.models import HoursClaim, LedgerEntry, TrainingYear
from training.tables import EntryTable, LineTable, batch_state


class HoursClaimListView(ListPage):
    access = "training.view_hours_claim"
    title = "学时明细"
    lead = "每人每次活动一条，不计的也保留，并写明原因。"
    model = HoursClaim
    table = LineTable
    filter_form = ClaimFilterForm
    empty_title = "没有符合条件的明细"

    def get_rows(self):
        rows = super().get_rows().select_related("learner", "activity", "school", "batch")
        return rows.order_by("-id")


class HoursClaimDetailView(DetailPage):
    """「为什么不计」: what was claimed, by which rule it counts, and what of it does not."""

    access = "training.view_hours_claim"
    model = HoursClaim
    related = ("learner", "activity", "school", "batch__school", "batch__unit", "direction")
    template_name = "training/hours_claim_detail.html"

    def get_title(self) -> str:
        return f"{self.record.learner.name}：{self.record.activity.title}"

    def get_trail(self):
        batch = self.record.batch
        if self.request.user.has_perm("training.view_hours_batch", batch):
            return [(batch.title, batch.get_absolute_url())]
        return [("我的学时", reverse("training:my-hours"))]

    def get_state(self):
        badge = batch_state(self.record.batch)
        return {"label": badge.label, "tone": badge.tone}

    def get_history(self):
        return []

    @cached_property
    def entries(self) -> list[LedgerEntry]:
        """The entry and its reversal, where there are any."""
        rows = LedgerEntry.objects.filter(claim=self.record).select_related("rule")
        return list(rows.order_by("id"))

    def get_facts(self):
        claim = self.record
        return [
            ("日期", day(claim.held_on)),
            ("形式", f"{claim.get_form_display()}（{claim.get_level_display()}）"),
            ("方向", claim.direction.title),
            ("申报学时", number(claim.hours)),
            ("当日单位", claim.school.name),
            ("名单来源", f"{claim.batch.get_source_display()}，{claim.batch.handler or ''}"),
            *(fact for entry in self.entries for fact in _counted(entry)),
        ]

    def get_context_data(self, **kwargs):
        context = {
            "reasons": queries.why_not_counted(self.record, self.today),
            "actions": self._actions(),
        }
        return super().get_context_data(**{**context, **kwargs})

    def _actions(self) -> list[dict]:
        claim, user, found = self.record, self.request.user, []
        if user.has_perm("training.add_objection", claim) and actions.may_be_objected_to(
            claim.batch, self.today
        ):
            url = f"{reverse('training:objection-add')}?claim={claim.pk}"
            found.append({"label": "提出异议", "url": url, "kind": "secondary"})
        if len(self.entries) == 1 and user.has_perm("training.add_ledger_entry", self.entries[0]):
            url = reverse("training:ledger-entry-reverse", args=[self.entries[0].pk])
            found.append({"label": "冲销", "url": url, "kind": "quiet"})
        return found


def _counted(entry: LedgerEntry) -> list[tuple[str, object]]:
    if entry.reversal_of_id:
        return [
            (
                "冲销",
                f"{number(entry.counted_hours)} 学时，{moment(entry.recognised_at)}：{entry.reason}",
            )
        ]
    rule = entry.rule
    cap = f"，每年最多 {number(rule.annual_cap)} 学时" if rule.annual_cap else ""
    return [
        ("认定规则", f"{rule}，自{day(rule.since)}施行{cap}"),
        ("认定学时", number(entry.hours)),
        ("计入学时", number(entry.counted_hours)),
        ("认定", moment(entry.recognised_at)),
    ]


class LedgerEntryListView(ListPage):
    access = "training.view_ledger_entry"
    title = "学时台账"
    lead = "认定的学时只增不改，更正以冲销办理。"
    model = LedgerEntry
    table = EntryTable
    filter_form = EntryFilterForm
    empty_title = "没有符合条件的记录"

    @cached_property
    def years(self) -> list[TrainingYear]:
        """Those that have begun, this one first."""
        return list(TrainingYear.objects.filter(starts_on__lte=self.today))

    def get_filter(self):
        data = self.request.GET
        return EntryFilterForm(data, user=self.request.user, years=self.years)

    def get_rows(self):
        rows = super().get_rows().select_related("learner", "claim__activity", "school")
        return rows.order_by("-id")


class LedgerEntryReverseView(RecordFormPage):
    access = "training.add_ledger_entry"
    model = LedgerEntry
    related = ("learner", "claim__activity", "school", "county")
    title = "冲销"
    lead = "台账增加一条相反的记录，原记录保留；教师和学校会收到通知。佐证不实的也在这里撤销。"
    form_class = ReverseForm
    submit_label = "冲销"
    done_text = "已冲销。"
    template_name = "training/reverse.html"

    def get_trail(self):
        return [(self.record.claim.activity.title, self.record.get_absolute_url())]

    def act(self, form):
        words = {"by": self.request.user, "at": self.at, **form.cleaned_data}
        return actions.reverse_ledger_entry(self.record, **words)

    def get_context_data(self, **kwargs):
        entry = self.record
        facts = [
            ("学员", f"{entry.learner.name}（{entry.school.short_name}）"),
            ("活动", f"{entry.claim.activity.title}，{day(entry.held_on)}"),
            ("计入学时", number(entry.counted_hours)),
        ]
        return super().get_context_data(**{"facts": facts, "submit_kind": "danger", **kwargs})
