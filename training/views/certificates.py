"""A certificate from the teacher's phone, and the school's answer."""

from django.urls import reverse
from django.utils.functional import cached_property

from pueredu.kit.errors import Refused
from pueredu.kit.templatetags.formats import day, moment, number
from pueredu.office.forms import ConfirmForm
from pueredu.office.pages import DetailPage, DownloadPage, FormPage, ListPage, TransitionPage
from training import actions, queries
from training.enums import CertificateTransition as T
from training.forms import CertificateFilterForm, CertificateForm, ReturnForm
from training.models import Certificate, Learner
from training.tables import CertificateTable, certificate_state

LIST = "training:certificate-list"
RELATED = ("learner", "school__parent", "county", "direction", "claim__batch")


class CertificateListView(ListPage):
    access = "training.view_certificate"
    title = "教师证书"
    lead = "教师上报，学校审核；采纳后进入学校的申报名单，和其他学时一样公示、申报。"
    model = Certificate
    table = CertificateTable
    filter_form = CertificateFilterForm
    empty_title = "没有符合条件的证书"

    def get_rows(self):
        return super().get_rows().select_related("learner", "claim__batch")


class CertificateAddView(FormPage):
    access = "training.add_certificate"
    title = "上报证书"
    lead = "照着证书填写，拍一张照片；学校采纳后进入申报，状态在“我的学时”里看。"
    form_class = CertificateForm
    submit_label = "上报学校"
    done_text = "已上报，等学校审核。"
    template_name = "training/own_form.html"

    @cached_property
    def learner(self) -> Learner | None:
        return queries.own_learner(self.request.user)

    def get_trail(self):
        return [("我的学时", reverse("training:my-hours"))]

    def get_form_kwargs(self):
        audience = self.learner.audience if self.learner else "teacher"
        return {"today": self.today, "audience": audience}

    def act(self, form):
        if self.learner is None:
            raise Refused("这个账号没有对应的学员，不能上报证书。")
        certificate = Certificate(learner=self.learner, **form.words())
        uploads = form.cleaned_data["attachments"]
        return actions.add_certificate(
            certificate, by=self.request.user, at=self.at, uploads=uploads
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"learner": self.learner, **kwargs})


class CertificateDetailView(DetailPage):
    access = "training.view_certificate"
    model = Certificate
    related = RELATED
    prefetched = ("attachments",)
    template_name = "training/certificate_detail.html"

    def get_trail(self):
        return [("教师证书", reverse(LIST))]

    def get_state(self):
        badge = certificate_state(self.record)
        return {"label": badge.label, "tone": badge.tone}

    def get_facts(self):
        return facts_of(self.record)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"actions": self._onward(), **kwargs})

    def _onward(self) -> list[dict]:
        """Where an accepted one went on: the list for who may see it, else its line."""
        claim, user = self.record.claim, self.request.user
        if claim is None:
            return []
        if user.has_perm("training.view_hours_batch", claim.batch):
            return [{"label": "所在申报名单", "url": claim.batch.get_absolute_url()}]
        if user.has_perm("training.view_hours_claim", claim):
            return [{"label": "计入情况", "url": claim.get_absolute_url()}]
        return []

    def get_files(self):
        url = "training:certificate-file"
        return [
            {"name": row.name, "size": row.size, "url": reverse(url, args=[self.record.pk, row.pk])}
            for row in self.record.attachments.all()
        ]


def facts_of(certificate: Certificate) -> list[tuple[str, object]]:
    return [
        ("教师", f"{certificate.learner.name}（{certificate.school.short_name}）"),
        ("主办单位", certificate.organiser),
        ("结业日期", day(certificate.held_on)),
        ("形式", f"{certificate.get_form_display()}（{certificate.get_level_display()}）"),
        ("方向", certificate.direction.title),
        ("证书上的学时", number(certificate.hours)),
        ("上报", moment(certificate.submitted_at)),
        ("学校审核时限", day(certificate.due_on)),
    ]


class CertificateFileView(DownloadPage):
    access = "training.view_certificate"
    model = Certificate

    def get_attachments(self, record):
        return record.attachments.all()


class CertificateTransitionPage(TransitionPage):
    model = Certificate
    related = RELATED
    form_class = ConfirmForm

    def get_facts(self):
        return facts_of(self.record)


class CertificateSubmitView(CertificateTransitionPage):
    access = "training.submit_certificate"
    verb = T.SUBMIT
    action = actions.submit_certificate
    form_class = CertificateForm
    effect = "重新交学校审核。"

    def get_form_kwargs(self):
        certificate = self.record
        audience = certificate.learner.audience
        return {"today": self.today, "audience": audience, "certificate": certificate}

    def act(self, form):
        uploads = form.cleaned_data["attachments"]
        words = {"by": self.request.user, "at": self.at, "uploads": uploads}
        return actions.submit_certificate(self.record, words=form.words(), **words)

    def get_context_data(self, **kwargs):
        words = {"warning": self.record.return_comment}
        return super().get_context_data(**{**words, **kwargs})


class CertificateAcceptView(CertificateTransitionPage):
    access = "training.accept_certificate"
    verb = T.ACCEPT
    action = actions.accept_certificate
    effect = "进入本校“教师上报的证书”名单，公示后申报。"


class CertificateReturnView(CertificateTransitionPage):
    access = "training.return_certificate"
    verb = T.RETURN
    action = actions.return_certificate
    form_class = ReturnForm
    effect = "退回教师，修改后可以重新上报。"


class CertificateWithdrawView(CertificateTransitionPage):
    access = "training.withdraw_certificate"
    verb = T.WITHDRAW
    action = actions.withdraw_certificate
    effect = "不再上报；记录保留。"
