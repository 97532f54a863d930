"""Proofs of hours: given out, listed, revoked."""

from datetime import date

from django.http import FileResponse
from django.urls import reverse

from pueredu.kit.templatetags.formats import day, moment, number
from pueredu.office.context import demonstration
from pueredu.office.pages import DetailPage, ListPage, RecordFormPage, TransitionPage
from training import actions, letters, queries
from training.enums import ProofTransition as T
from training.forms import ProofFilterForm, ProofForm, RevokeForm
from training.models import HoursProof, Learner
from training.tables import HoursProofTable, proof_state

LIST = "training:hours-proof-list"


class HoursProofListView(ListPage):
    access = "training.view_hours_proof"
    title = "学时证明"
    lead = "出具后内容不变；核验码只印在证明上，平台不保存原文。"
    model = HoursProof
    table = HoursProofTable
    filter_form = ProofFilterForm
    empty_title = "没有符合条件的证明"

    def get_rows(self):
        return super().get_rows().select_related("learner", "school")


class HoursProofAddView(RecordFormPage):
    """For one learner, whom the address names; the answer is the paper itself."""

    access = "training.add_hours_proof"
    model = Learner
    related = ("school",)
    title = "出具学时证明"
    lead = "生成可编辑的 Word 文档。核验码只印在这一份上，请保存好；遗失了重新出具一份即可。"
    form_class = ProofForm
    submit_label = "出具并下载"
    template_name = "training/proof_form.html"

    def get_form_kwargs(self):
        return {"years": queries.proofable_years(self.today)}

    def act(self, form):
        proof = HoursProof(learner=self.record, **form.words())
        return actions.add_hours_proof(proof, by=self.request.user, at=self.at)

    def answer(self, result):
        is_demo = demonstration(self.request)["demo_data"]
        paper = letters.hours_proof(result, is_demo=is_demo)
        return FileResponse(paper, as_attachment=True, filename=f"{result.proof.serial}.docx")

    def get_context_data(self, **kwargs):
        words = f"{self.record.name}（{self.record.school.name}）"
        context = {
            "subject": {"title": words, "url": self.record.get_absolute_url()},
            "where": letters.where_to_verify(),
            "list_url": reverse(LIST),
        }
        return super().get_context_data(**{**context, **kwargs})


class HoursProofDetailView(DetailPage):
    access = "training.view_hours_proof"
    model = HoursProof
    related = ("learner", "issued_by", "year")
    is_personal = True

    def get_trail(self):
        return [("学时证明", reverse(LIST))]

    def get_state(self):
        badge = proof_state(self.record)
        return {"label": badge.label, "tone": badge.tone}

    def get_facts(self):
        return facts_of(self.record)


def facts_of(proof: HoursProof) -> list[tuple[str, object]]:
    facts = proof.facts
    now = queries.hours_now(proof)
    mark = "（暂定）" if facts["is_provisional"] else ""
    return [
        ("学员", f"{facts['name']}（{facts['school']}）"),
        ("年度", facts["years"]),
        ("计入学时", f"{number(facts['hours'])}，截至{day(date.fromisoformat(facts['as_of']))}"),
        ("方向", "，".join(f"{title} {number(hours)}" for title, hours in facts["directions"])),
        ("学分", number(facts["credits"])),
        ("要求", f"{number(facts['required'])}{mark}" if facts["required"] else "不在要求范围内"),
        ("台账更正", "" if number(now) == number(facts["hours"]) else f"其中现计 {number(now)}"),
        ("出具", f"{facts['issuer']}，{proof.issued_by or '平台'}，{moment(proof.issued_at)}"),
        ("撤销", f"{moment(proof.revoked_at)}：{proof.revoke_reason}" if proof.revoked_at else ""),
    ]


class HoursProofRevokeView(TransitionPage):
    access = "training.revoke_hours_proof"
    model = HoursProof
    related = ("learner", "issued_by", "year")
    verb = T.REVOKE
    action = actions.revoke_hours_proof
    form_class = RevokeForm
    submit_kind = "danger"
    effect = "核验时显示“已撤销”；记录和理由保留，教师本人会收到通知。"

    def get_facts(self):
        return facts_of(self.record)
