"""The catalogue of rules: read by the bureau; drafted, looked at and put in force by the section."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse

from pueredu.kit.templatetags.formats import day, number
from pueredu.office.forms import ConfirmForm
from pueredu.office.pages import DetailPage, ListPage, RecordFormPage, TransitionPage
from training import actions, queries
from training.enums import RuleState
from training.enums import RuleVersionTransition as T
from training.forms import EnforceForm, RuleVersionFilterForm, RuleVersionForm
from training.models import RuleVersion
from training.tables import ImpactTable, RuleVersionTable, rule_state

LIST = ("认定规则", "training:rule-version-list")


class RuleVersionListView(ListPage):
    access = "training.view_rule_version"
    title = "认定规则"
    lead = "每种形式和级别怎样计学时。每次认定按活动当天施行的版本，认定后不再变。"
    model = RuleVersion
    table = RuleVersionTable
    filter_form = RuleVersionFilterForm
    empty_title = "没有符合条件的规则"

    def get_rows(self):
        return super().get_rows().in_official_order()


class RuleVersionDetailView(DetailPage):
    access = "training.view_rule_version"
    model = RuleVersion

    def get_trail(self):
        return [(LIST[0], reverse(LIST[1]))]

    def get_state(self):
        badge = rule_state(self.record)
        return {"label": badge.label, "tone": badge.tone}

    def get_facts(self):
        return facts_of(self.record)

    def get_context_data(self, **kwargs):
        context = {"actions": self._actions()}
        if self.record.state == RuleState.DRAFT:
            context["sections"] = [preview_of(self.record)]
        return super().get_context_data(**{**context, **kwargs})

    def _actions(self) -> list[dict]:
        if not self.request.user.has_perm("training.add_rule_version", self.record):
            return []
        is_draft = self.record.state == RuleState.DRAFT
        word, label = ("change", "修改") if is_draft else ("add", "拟新版本")
        url = reverse(f"training:rule-version-{word}", args=[self.record.pk])
        return [{"label": label, "url": url, "kind": "secondary"}]


def facts_of(version: RuleVersion) -> list[tuple[str, object]]:
    cap = f"{number(version.annual_cap)} 学时" if version.annual_cap else "不设"
    ends = f"至 {day(version.until)}" if version.until else "起"
    return [
        ("形式与级别", f"{version.get_form_display()}，{version.get_level_display()}"),
        ("计算", f"每{version.unit} {number(version.hours_per_unit)} 学时"),
        ("学分", f"每{version.unit} {number(version.credits_per_unit)} 学分"),
        ("年度上限", cap),
        ("佐证材料", version.evidence),
        ("施行", f"{day(version.since)}{ends}"),
        ("依据", f"{version.source}{'（暂定）' if version.is_provisional else ''}"),
        ("代号", version.code),
    ]


def preview_of(version: RuleVersion) -> dict:
    """What the draft would change, in words and by 县(区)."""
    impact = queries.impact_of(version)
    words = (
        f"{version.since:%Y-%m-%d} 起、尚未认定的 {impact.total('lines')} 条将按新版本认定，"
        f"计入学时由 {number(impact.total('hours_before'))} 变为 "
        f"{number(impact.total('hours_after'))}。已认定的 {impact.kept} 条不变。"
    )
    return {"title": "施行后影响到谁", "text": words, "table": ImpactTable(impact.counties)}


class RuleVersionAddView(RecordFormPage):
    """A draft that begins as its predecessor is, whom the address names."""

    access = "training.add_rule_version"
    model = RuleVersion
    title = "拟新版本"
    lead = "先拟定、看影响，再施行。拟定中的版本不影响任何人。"
    form_class = RuleVersionForm
    submit_label = "保存并看影响"
    done_text = "已拟定，尚未施行。"

    def get_form_kwargs(self) -> dict:
        old = self.record
        draft = RuleVersion(code=old.code, form=old.form, level=old.level)
        names = ("title", "unit", "hours_per_unit", "credits_per_unit", "annual_cap", "evidence")
        return {"instance": draft, "initial": {name: getattr(old, name) for name in names}}

    def act(self, form):
        return actions.add_rule_version(form.save(commit=False), by=self.request.user, at=self.at)


class RuleVersionChangeView(RecordFormPage):
    access = "training.change_rule_version"
    model = RuleVersion
    title = "修改拟定的版本"
    form_class = RuleVersionForm
    submit_label = "保存并看影响"

    def get(self, request, *args, **kwargs):
        if self.record.state != RuleState.DRAFT:
            messages.warning(request, "只有拟定中的规则可以修改；已施行的请拟一个新版本。")
            return HttpResponseRedirect(self.record.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict:
        return {"instance": self.record}

    def act(self, form):
        return actions.change_rule_version(
            form.save(commit=False), by=self.request.user, at=self.at
        )


class RuleVersionEnforceView(TransitionPage):
    access = "training.enforce_rule_version"
    model = RuleVersion
    verb = T.ENFORCE
    action = actions.enforce_rule_version
    form_class = EnforceForm
    template_name = "training/rule_version_enforce.html"
    effect = "施行后不能再改；同一形式和级别的原版本止于前一天。已认定的学时不变。"

    def get_form_kwargs(self) -> dict:
        names = ("source", "is_provisional")
        return {"initial": {name: getattr(self.record, name) for name in names}}

    def get_facts(self):
        return facts_of(self.record)

    def get_context_data(self, **kwargs):
        words = {"preview": preview_of(self.record), "told": "市级教育体育局"}
        return super().get_context_data(**{**words, **kwargs})


class RuleVersionWithdrawView(TransitionPage):
    access = "training.withdraw_rule_version"
    model = RuleVersion
    verb = T.WITHDRAW
    action = actions.withdraw_rule_version
    form_class = ConfirmForm
    submit_kind = "danger"
    effect = "不再施行这一版本；记录保留。"

    def get_facts(self):
        return facts_of(self.record)
