"""The school's workbook both ways: template down, hours up, dry run, apply, error rows back."""

import io
from types import SimpleNamespace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic.base import TemplateResponseMixin

from pueredu.files.serving import serve
from pueredu.kit.errors import Refused
from pueredu.office.pages import FormPage, ListPage, Page
from pueredu.office.pages.base import RecordMixin
from pueredu.workbooks import actions
from pueredu.workbooks.enums import ImportState
from pueredu.workbooks.models import ImportJob
from pueredu.workbooks.queries import (
    jobs_of,
    problems,
    write_error_workbook,
    write_filled_template,
)
from training.forms import ImportForm
from training.resources import HoursSheet
from training.tables import JOB_TONES, ImportJobTable
from training.views.rosters import FilingSchoolMixin

LIST_TRAIL = ("表格导入", "training:import-list")


class ImportListView(ListPage):
    access = "training.import_hours_batch"
    title = "表格导入"
    model = ImportJob
    table = ImportJobTable
    empty_title = "还没有导入过表格"

    def get_rows(self):
        return jobs_of(self.request.user, HoursSheet.key)

    def get_actions(self):
        return [{"label": "导入表格", "url": reverse("training:import-add"), "kind": "primary"}]


class ImportAddView(FilingSchoolMixin, FormPage):
    access = "training.import_hours_batch"
    title = "导入学时表格"
    form_class = ImportForm
    submit_label = "上传并检查"
    done_text = "已上传，正在检查。"
    multipart = True
    template_name = "training/import_add.html"

    def get_lead(self) -> str:
        return f"{self.school.short_name}：先下载本单位的模板填写，上传后先检查、再确认，确认前不写入。"

    def get_trail(self):
        return [(LIST_TRAIL[0], reverse(LIST_TRAIL[1]))]

    def act(self, form):
        return actions.add_import_job(
            form.cleaned_data["file"],
            by=self.request.user,
            at=self.at,
            kind=HoursSheet.key,
            county=self.school.area,
            school=self.school,
        )

    def get_success_url(self, result) -> str:
        return reverse("training:import-detail", args=[result.pk])

    def get_context_data(self, **kwargs):
        query = urlencode({"school": self.school.pk})
        context = {
            "template_url": f"{reverse('training:import-template')}?{query}",
            "actions": self.other_schools(),
        }
        return super().get_context_data(**{**context, **kwargs})


class ImportTemplateView(FilingSchoolMixin, Page):
    access = "training.import_hours_batch"

    def get(self, request):
        school, stream = self.school, io.BytesIO()
        place = SimpleNamespace(school_id=school.pk, county_id=school.area_id, unit_id=school.pk)
        write_filled_template(stream, HoursSheet.key, place, request.user, self.at)
        stream.seek(0)
        return FileResponse(
            stream, as_attachment=True, filename=f"{school.short_name}学时模板.xlsx"
        )


class ImportJobMixin(RecordMixin):
    """A job of this person for this kind of table; others do not exist."""

    model = ImportJob
    related = ("file",)

    def may_enter(self) -> bool:
        return self.request.user.has_perm("training.import_hours_batch")

    def get_trail(self):
        return [(LIST_TRAIL[0], reverse(LIST_TRAIL[1]))]

    def back(self, job):
        return HttpResponseRedirect(reverse("training:import-detail", args=[job.pk]))


class ImportDetailView(ImportJobMixin, TemplateResponseMixin, Page):
    access = "workbooks.view_import_job"
    template_name = "generic/import.html"

    def get(self, request, pk):
        self.job = self.get_record()
        return self.render_to_response(self.get_context_data(**self._context()))

    def get_title(self) -> str:
        return f"表格导入：{self.job}"

    def _context(self) -> dict:
        job = self.job
        progress = {"done": job.done, "total": job.total, "label": job.stage or "等待处理"}
        return {
            "state": {"label": job.get_state_display(), "tone": JOB_TONES[job.state]},
            "counts": job.counts,
            "problems": problems(job),
            "progress": progress if job.is_running else None,
            "lead": outcome_of(job),
            **links_of(job),
        }


def links_of(job: ImportJob) -> dict[str, str]:
    """The addresses behind the buttons of a job's page; empty where there is nothing to do."""
    waits = job.state == ImportState.CHECKED and not job.is_running
    offered = {
        "poll_url": ("detail", job.is_running),
        "apply_url": ("confirm", waits),
        "cancel_url": ("cancel", waits),
        "error_workbook_url": ("errors", job.counts.get("error", 0)),
    }
    return {
        name: reverse(f"training:import-{page}", args=[job.pk]) if wanted else ""
        for name, (page, wanted) in offered.items()
    }


def outcome_of(job: ImportJob) -> str:
    """What applying did, in a sentence; empty before."""
    if job.state != ImportState.APPLIED:
        return ""
    done = job.outcome
    words = f"已写入：新增 {done.get('added', 0)} 行，更改 {done.get('changed', 0)} 行。"
    return f"{words}新增的在“学时申报”中为待申报，核对后请申报。"


class ImportVerbPage(ImportJobMixin, Page):
    """A button of the job's page: one call, then back with a sentence."""

    http_method_names = ["post", "options"]
    action = None
    done_text = ""

    def post(self, request, pk):
        job = self.get_record()
        try:
            type(self).action(job, by=request.user, at=self.at)
        except Refused as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, self.done_text)
        return self.back(job)


class ImportConfirmView(ImportVerbPage):
    access = "workbooks.confirm_import_job"
    action = actions.confirm_import_job
    done_text = "已确认，正在写入；可以离开本页。"


class ImportCancelView(ImportVerbPage):
    access = "workbooks.cancel_import_job"
    action = actions.cancel_import_job
    done_text = "已取消，没有写入任何行。"


class ImportErrorsView(ImportJobMixin, Page):
    access = "workbooks.view_import_job"

    def get(self, request, pk):
        job, stream = self.get_record(), io.BytesIO()
        write_error_workbook(stream, job)
        stream.seek(0)
        return FileResponse(stream, as_attachment=True, filename=f"错误行-{job.file.name}.xlsx")


class ImportFileView(ImportJobMixin, Page):
    access = "workbooks.view_import_job"

    def get(self, request, pk):
        return serve(self.get_record().file)
