"""The one page of the room for people without an account: whether a printed proof is valid."""

from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic.base import TemplateResponseMixin

from pueredu.accounts.limits import within_limit
from pueredu.kit.templatetags.formats import day, number
from pueredu.office.pages import PUBLIC, Page
from training import actions
from training.enums import ProofAnswer as A
from training.forms import CodeForm

TONES = {A.VALID: "ok", A.INVALID: "danger", A.REVOKED: "danger", A.CORRECTED: "warn"}
WORDS = {
    A.VALID: "平台有这份证明，所载学时没有更正。请核对下列内容与纸面一致。",
    A.INVALID: "平台没有这个核验码。请核对是否抄错；仍然无效的，请向出具单位核实。",
    A.REVOKED: "这份证明出具后已被撤销，不能再作为凭据。",
    A.CORRECTED: "这份证明出具后，所载学时有更正，请本人重新出具。",
}
TOO_MANY = "查询过于频繁，请一小时后再试。"


@method_decorator([login_not_required, never_cache], name="dispatch")
class ProofCheckView(TemplateResponseMixin, Page):
    """Off unless PROOF_PAGE; of a person it shows what the paper shows, the name masked."""

    access = PUBLIC
    title = "学时证明核验"
    lead = "输入证明上的核验码，查看证明是否有效。"
    template_name = "training/proof_check.html"
    http_method_names = ("get", "head")

    def dispatch(self, request, *args, **kwargs):
        if not settings.PROOF_PAGE:
            raise Http404
        response = super().dispatch(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    def get(self, request):
        form = CodeForm(request.GET if "code" in request.GET else None)
        context = self.get_context_data(form=form)
        if not form.is_valid():
            return self.render_to_response(context)
        address = request.META.get("REMOTE_ADDR", "")
        if not within_limit("proof", address, settings.PROOF_ADDRESS_LIMIT):
            return self.render_to_response({**context, "refusal": TOO_MANY}, status=429)
        user = request.user if request.user.is_authenticated else None
        checked = actions.check_code(form.cleaned_data["code"], by=user, at=self.at)
        return self.render_to_response({**context, **shown(checked)})


def shown(checked) -> dict:
    """The answer, and of a known proof no more than stands on its paper."""
    answer = {"label": checked.answer.label, "tone": TONES[checked.answer]}
    context = {"answer": answer, "words": WORDS[checked.answer]}
    if checked.proof is None:
        return context
    facts = checked.proof.facts
    until = day(date.fromisoformat(facts["as_of"]))
    rows = [
        ("姓名", f"{facts['name'][:1]}*"),
        ("单位", facts["school"]),
        ("年度", facts["years"]),
        ("证明所载学时", f"{number(facts['hours'])}（截至{until}）"),
    ]
    return {**context, "facts": rows}
