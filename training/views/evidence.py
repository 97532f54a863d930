"""What proves a list, and the decision to look at every line of it."""

from django.urls import reverse

from pueredu.office.forms import ConfirmForm
from pueredu.office.pages import DetailPage, DownloadPage, RecordFormPage
from training import actions
from training.enums import OPEN_STATES
from training.forms import EvidenceForm
from training.models import HoursBatch


class HoursBatchEvidenceView(DetailPage):
    """The files of a list, on a page of their own."""

    access = "training.view_hours_batch"
    model = HoursBatch
    prefetched = ("attachments",)
    template_name = "training/evidence.html"

    def get_trail(self):
        return [(str(self.record), self.record.get_absolute_url())]

    def get_title(self) -> str:
        return "佐证材料"

    def get_history(self):
        return []

    def get_files(self):
        url = "training:hours-batch-evidence-file"
        return [
            {"name": row.name, "size": row.size, "url": reverse(url, args=[self.record.pk, row.pk])}
            for row in self.record.attachments.all()
        ]

    def get_context_data(self, **kwargs):
        batch, found = self.record, []
        if batch.state in OPEN_STATES and self.request.user.has_perm(
            "training.change_hours_batch", batch
        ):
            url = reverse("training:hours-batch-evidence-add", args=[batch.pk])
            found.append({"label": "上传佐证", "url": url, "kind": "primary"})
        return super().get_context_data(**{"actions": found, "transitions": [], **kwargs})


class HoursBatchEvidenceAddView(RecordFormPage):
    """What the county will look at, if a line of the list is drawn."""

    access = "training.change_hours_batch"
    model = HoursBatch
    title = "上传佐证"
    lead = "抽查时县(区)看得到；没有抽中的不要求上传。"
    form_class = EvidenceForm

    def act(self, form):
        uploads = form.cleaned_data["attachments"]
        return actions.add_evidence(self.record, by=self.request.user, at=self.at, uploads=uploads)

    def get_success_url(self, result) -> str:
        return reverse("training:hours-batch-evidence", args=[self.record.pk])


class HoursBatchEvidenceFileView(DownloadPage):
    access = "training.view_hours_batch"
    model = HoursBatch

    def get_attachments(self, record):
        return record.attachments.all()


class HoursBatchCheckAllView(RecordFormPage):
    """After a failed sample: every line of the batch is put on the list to be looked at."""

    access = "training.return_hours_batch"
    model = HoursBatch
    related = ("sample",)
    title = "全部核查"
    lead = "抽查有不符合的，可以退回学校，也可以在这里把这批其余各条都列入核查。"
    form_class = ConfirmForm
    submit_label = "列入核查"
    done_text = "已列入，请逐条核查。"

    def act(self, form):
        return actions.check_whole_batch(self.record, by=self.request.user, at=self.at)
