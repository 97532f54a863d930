"""A table both ways, whatever it holds: template down, file up, dry run, apply, error rows back."""

import io
from pathlib import PurePath

from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic.base import TemplateResponseMixin

from pueredu.files.serving import serve
from pueredu.kit.errors import NotPermitted
from pueredu.office.forms import CorrectionForm, ImportForm
from pueredu.office.pages import FormPage, ListPage, Page
from pueredu.office.pages.base import RecordMixin
from pueredu.office.tables import JOB_TONES, ImportJobTable
from pueredu.units.models import Unit
from pueredu.workbooks import actions
from pueredu.workbooks.enums import ImportState
from pueredu.workbooks.kinds import REGISTRY, SheetKind, kind_for
from pueredu.workbooks.models import ImportJob
from pueredu.workbooks.queries import (
    jobs_of,
    problems,
    write_error_workbook,
    write_filled_template,
)


def kinds_of(user) -> list[SheetKind]:
    """The tables that some post of the person may import."""
    return [kind for kind in REGISTRY.values() if user.has_perm(kind.permission)]


class ImportJobListView(ListPage):
    access = "workbooks.view_import_job"
    title = "表格导入"
    model = ImportJob
    table = ImportJobTable
    empty_title = "还没有导入过表格"

    def get_rows(self):
        wanted = self.request.GET.get("kind", "")
        return jobs_of(self.request.user, wanted if wanted in REGISTRY else "")

    def get_actions(self):
        return [
            {"label": f"导入{kind.label}表格", "url": kind.import_url(), "kind": "primary"}
            for kind in kinds_of(self.request.user)
        ]


class KindMixin:
    """Which table and for which unit: ``?kind=`` and ``?place=``, else the first of the person's
    own (nearly always only)."""

    @cached_property
    def kinds(self) -> list[SheetKind]:
        return kinds_of(self.request.user)

    @cached_property
    def kind(self) -> SheetKind:
        wanted = self.request.GET.get("kind") or self.kinds[0].key
        if wanted not in REGISTRY:
            raise Http404
        if kind_for(wanted) not in self.kinds:
            raise NotPermitted("您的职务没有这项权限。")
        return kind_for(wanted)

    @cached_property
    def places(self) -> list[Unit]:
        return list(self.kind.places(self.request.user))

    @cached_property
    def place(self) -> Unit:
        wanted = self.request.GET.get("place", "")
        found = [unit for unit in self.places if str(unit.pk) == wanted or not wanted]
        if not found:
            raise Http404
        return found[0]

    def may_enter(self) -> bool:
        return super().may_enter() and bool(self.kinds)


class ImportJobAddView(KindMixin, FormPage):
    access = "workbooks.add_import_job"
    form_class = ImportForm
    submit_label = "上传并检查"
    done_text = "已上传。检查完成后请核对并确认，确认前不写入。"
    template_name = "office/import_add.html"

    def get_title(self) -> str:
        return f"导入{self.kind.label}表格"

    def get_lead(self) -> str:
        return (
            f"{self.place.short_name}：先下载本单位的模板填写，上传后先检查、再确认，确认前不写入。"
        )

    def get_trail(self):
        return [("表格导入", reverse("workbooks:import-job-list"))]

    def get_form_kwargs(self):
        return {"label": f"{self.kind.label}表格"}

    def act(self, form):
        return actions.add_import_job(
            form.cleaned_data["file"],
            by=self.request.user,
            at=self.at,
            kind=self.kind.key,
            place=self.place,
        )

    def get_context_data(self, **kwargs):
        query = self.kind.import_url(self.place).partition("?")[2]
        context = {
            "advice": self.kind.advice,
            "template_url": f"{reverse('workbooks:import-job-template')}?{query}",
            "actions": [
                {
                    "label": f"改为{unit.short_name}",
                    "url": self.kind.import_url(unit),
                    "kind": "quiet",
                }
                for unit in self.places
                if unit != self.place
            ],
        }
        return super().get_context_data(**{**context, **kwargs})


class ImportJobTemplateView(KindMixin, Page):
    access = "workbooks.add_import_job"

    def get(self, request):
        stream = io.BytesIO()
        write_filled_template(stream, self.kind.key, self.place, request.user, self.at)
        stream.seek(0)
        name = f"{self.place.short_name}{self.kind.label}模板.xlsx"
        return FileResponse(stream, as_attachment=True, filename=name)


class ImportJobMixin(RecordMixin):
    """A job of this person; others do not exist."""

    model = ImportJob
    related = ("file", "unit")

    def get_trail(self):
        return [("表格导入", reverse("workbooks:import-job-list"))]


class ImportJobDetailView(ImportJobMixin, TemplateResponseMixin, Page):
    access = "workbooks.view_import_job"
    template_name = "generic/import.html"

    def get(self, request, pk):
        self.job = self.get_record()
        return self.render_to_response(self.get_context_data(**self._context()))

    def get_title(self) -> str:
        return f"导入{kind_for(self.job.kind).label}表格：{self.job}"

    def _context(self) -> dict:
        job, kind = self.job, kind_for(self.job.kind)
        progress = {"done": job.done, "total": job.total, "label": job.stage or "等待处理"}
        is_applied, waits, links = job.state == ImportState.APPLIED, waits_for(job), links_of(job)
        return {
            "state": {"label": job.get_state_display(), "tone": JOB_TONES[job.state]},
            "counts": job.counts,
            "problems": problems(job),
            "progress": progress if job.is_running else None,
            "outcome": kind.outcome_text(job) if is_applied else "",
            "file": {"name": job.file.name, "url": links["file_url"], "size": job.file.size},
            "corrections": CorrectionForm(suggestions=job.suggestions) if waits else None,
            "next_label": kind.next_label,
            "handout_label": kind.handout_label,
            **links,
        }


def waits_for(job: ImportJob) -> bool:
    """Whether the job waits for its uploader: checked, and not confirmed yet."""
    return job.state == ImportState.CHECKED and not job.is_running


def links_of(job: ImportJob) -> dict[str, str]:
    """The addresses behind the buttons of a job's page; empty where there is nothing to do."""
    kind, waits = kind_for(job.kind), waits_for(job)
    is_applied = job.state == ImportState.APPLIED
    offered = {
        "file_url": ("file", True),
        "poll_url": ("detail", job.is_running),
        "correct_url": ("correct", waits and job.suggestions),
        "apply_url": ("confirm", waits),
        "cancel_url": ("cancel", waits),
        "undo_url": ("undo", is_applied and kind.can_be_undone),
        "handout_url": ("handout", is_applied and kind.handout_label),
        "error_workbook_url": ("errors", job.counts.get("error") and job.rows.faulty().exists()),
    }
    found = {
        name: reverse(f"workbooks:import-job-{page}", args=[job.pk]) if wanted else ""
        for name, (page, wanted) in offered.items()
    }
    ended = job.state in {ImportState.FAILED, ImportState.CANCELLED, ImportState.UNDONE}
    return {
        **found,
        "next_url": kind.next_url(job) if is_applied else "",
        "retry_url": kind.import_url(job.unit) if ended else "",
    }


class ImportJobErrorsView(ImportJobMixin, Page):
    access = "workbooks.view_import_job"

    def get(self, request, pk):
        job, stream = self.get_record(), io.BytesIO()
        write_error_workbook(stream, job)
        stream.seek(0)
        name = f"错误行-{PurePath(job.file.name).stem}.xlsx"
        return FileResponse(stream, as_attachment=True, filename=name)


class ImportJobFileView(ImportJobMixin, Page):
    access = "workbooks.view_import_job"

    def get(self, request, pk):
        return serve(self.get_record().file)
