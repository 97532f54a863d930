"""Drawing a sample, looking at its lines, writing down what was found."""

import secrets

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from pueredu.kit.templatetags.formats import moment, number, percent
from pueredu.office.forms import ConfirmForm
from pueredu.office.pages import DetailPage, FormPage, ListPage, RecordFormPage
from training import actions, queries
from training.enums import CheckTier
from training.enums import HoursBatchTransition as T
from training.forms import FindingsForm
from training.models import HoursBatch, SampleCheck
from training.tables import SampleBatchTable, SampleCheckTable, SampledClaimTable

LIST = "training:sample-check-list"
VERBS = {CheckTier.COUNTY: T.VERIFY, CheckTier.CITY: T.RECOGNISE}
SEEDS = 10**9
NOTHING_WAITS = "现在没有等待抽查的申报：已经抽过的，请核查后通过。"


class SampleCheckListView(ListPage):
    access = "training.view_sample_check"
    title = "学时抽查"
    lead = "按暂定比例随机抽取，看佐证、记结论，代替逐条点击；同一种子抽出同样的各条。"
    model = SampleCheck
    table = SampleCheckTable
    empty_title = "还没有抽查"

    def get_rows(self):
        return super().get_rows().select_related("county", "drawn_by").with_progress()

    def get_actions(self):
        user = self.request.user
        return [
            {
                "label": f"抽取（{tier.label}）",
                "url": f"{reverse('training:sample-check-add')}?tier={tier}",
                "kind": "primary",
            }
            for tier, verb in VERBS.items()
            if user.has_perm("training.add_sample_check")
            and user.has_perm(f"training.{verb}_hours_batch")
        ]


class SampleCheckAddView(FormPage):
    """One button: the draw is made over everything that waits, by a seed that nobody chooses."""

    access = "training.add_sample_check"
    title = "抽取"
    form_class = ConfirmForm
    submit_label = "抽取"
    template_name = "generic/transition.html"

    @cached_property
    def tier(self) -> str:
        """``?tier=``, else the first at which the person judges."""
        user = self.request.user
        own = [
            tier for tier, verb in VERBS.items() if user.has_perm(f"training.{verb}_hours_batch")
        ]
        wanted = self.request.GET.get("tier") or next(iter(own), "")
        if wanted not in own:
            raise Http404
        return CheckTier(wanted)

    def get_trail(self):
        return [("学时抽查", reverse(LIST))]

    def _waiting(self, rule) -> int:
        """How many lines nobody has drawn from yet."""
        perm = f"training.{VERBS[self.tier]}_hours_batch"
        batches = HoursBatch.objects.permitted(self.request.user, perm)
        batches = batches.filter(state=queries.WAITS_FOR[self.tier], sample=None)
        return queries.claims_to_sample(batches, self.tier, rule).count()

    def get_context_data(self, **kwargs):
        rule = queries.sampling(self.today)
        waiting = self._waiting(rule)
        context = {
            "facts": [
                ("层级", self.tier.label),
                ("等待抽查", f"{number(waiting)} 人次"),
                ("将抽取", f"{number(rule.size(waiting))} 人次"),
                ("比例（暂定）", f"{percent(rule.share)}，至少 {rule.minimum} 人次"),
            ],
            "effect": "种子由系统随机产生，记入办理记录；抽出后不能重抽。",
            "blocked_reason": "" if waiting else NOTHING_WAITS,
        }
        return super().get_context_data(**{**context, **kwargs})

    def act(self, form):
        area = queries.area_of_checker(self.request.user)
        sample = SampleCheck(county=area, tier=self.tier, seed=secrets.randbelow(SEEDS))
        return actions.add_sample_check(sample, by=self.request.user, at=self.at)

    def get_done_text(self, result) -> str:
        return f"已从 {result.population} 人次中抽出，请逐条核查。"


class SampleCheckDetailView(DetailPage):
    access = "training.view_sample_check"
    model = SampleCheck
    related = ("county", "drawn_by")
    template_name = "training/sample_check.html"

    def get_trail(self):
        return [("学时抽查", reverse(LIST))]

    def get_facts(self):
        sample = self.record
        return [
            (
                "范围",
                f"{sample.county.name}，{number(sample.batch_count)} 批、{number(sample.population)} 人次",
            ),
            ("规则", f"{percent(sample.share)}，至少 {sample.minimum} 人次"),
            ("随机种子", str(sample.seed)),
            ("抽取", f"{sample.drawn_by}，{moment(sample.drawn_at)}"),
        ]

    def get_context_data(self, **kwargs):
        rows = list(self.record.rows.select_related("batch", "checked_by"))
        batches = queries.batches_of_sample(self.record, self.today)
        context = {
            "rows": SampledClaimTable(rows),
            "batches": SampleBatchTable(batches),
            "actions": self._actions(rows),
        }
        return super().get_context_data(**{**context, **kwargs})

    def _actions(self, rows) -> list[dict]:
        user, sample = self.request.user, self.record
        if not user.has_perm("training.change_sample_check", sample):
            return []
        verb = {CheckTier.COUNTY: "verify-all", CheckTier.CITY: "recognise-all"}[sample.tier]
        check = reverse("training:sample-check-change", args=[sample.pk])
        word = {CheckTier.COUNTY: "审核通过合格的", CheckTier.CITY: "认定合格的"}[sample.tier]
        return [
            {"label": "核查", "url": check, "kind": "primary"},
            {"label": word, "url": reverse(f"training:{verb}"), "kind": "secondary"},
        ]


class SampleCheckChangeView(RecordFormPage):
    """All drawn lines on one page, each with its evidence, a verdict and a note."""

    access = "training.change_sample_check"
    model = SampleCheck
    title = "核查"
    lead = "看佐证，记结论；可以先记一部分。不符合的写明问题，学校会看到。本人申报或审核的，由其他同志核查。"
    template_name = "training/sample_findings.html"
    form_class = FindingsForm

    def get_form_kwargs(self):
        return {"rows": queries.lines_to_check(self.record, self.request.user)}

    def act(self, form):
        rest = self.request.POST.get("then") == "rest"
        findings = form.findings(rest_in_order=rest)
        return actions.change_sample_check(self.record, findings, by=self.request.user, at=self.at)

    def get_context_data(self, **kwargs):
        asked = queries.evidence_asked(self.today)
        lines = [
            {
                "row": row,
                "verdict": verdict,
                "note": note,
                "files": files_of(row),
                "asked": asked.get((row.claim.form, row.claim.level), ""),
            }
            for row, verdict, note in kwargs["form"].lines()
        ]
        return super().get_context_data(**{"lines": lines, **kwargs})


def files_of(row) -> list[dict]:
    """The evidence of one drawn line: the files of its batch and its certificate."""
    batch, claim = row.batch, row.claim
    certificate = getattr(claim, "certificate", None)
    found = [
        ("training:hours-batch-evidence-file", batch.pk, file) for file in batch.attachments.all()
    ]
    if certificate:
        found += [
            ("training:certificate-file", certificate.pk, file)
            for file in certificate.attachments.all()
        ]
    return [
        {"name": file.name, "size": file.size, "url": reverse(name, args=[pk, file.pk])}
        for name, pk, file in found
    ]
