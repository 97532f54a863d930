"""The buttons of an import's page."""

import io

from django.contrib import messages
from django.http import FileResponse, HttpResponseRedirect

from pueredu.kit.errors import Refused
from pueredu.office.door import note_failure
from pueredu.office.forms import ConfirmForm, CorrectionForm
from pueredu.office.pages import Page, TransitionPage
from pueredu.office.views.imports import ImportJobMixin
from pueredu.workbooks import actions
from pueredu.workbooks.enums import ImportTransition
from pueredu.workbooks.export import write_xlsx
from pueredu.workbooks.kinds import kind_for


class ImportJobVerbPage(ImportJobMixin, Page):
    """A button of the job's page: one call, then back with a sentence."""

    http_method_names = ["post", "options"]
    action = None
    done_text = ""

    def words(self, job) -> dict[str, object]:
        """What the action is told besides."""
        return {}

    def post(self, request, pk):
        job = self.get_record()
        try:
            type(self).action(job, by=request.user, at=self.at, **self.words(job))
        except Refused as error:
            note_failure(request, str(error))
            messages.warning(request, str(error))
        else:
            messages.success(request, self.done_text)
        return HttpResponseRedirect(job.get_absolute_url())


class ImportJobConfirmView(ImportJobVerbPage):
    access = "workbooks.confirm_import_job"
    action = actions.confirm_import_job
    done_text = "已确认。写入在后台进行，可以离开本页。"


class ImportJobCancelView(ImportJobVerbPage):
    access = "workbooks.cancel_import_job"
    action = actions.cancel_import_job
    done_text = "已取消，没有写入任何行。"


class ImportJobCorrectView(ImportJobVerbPage):
    access = "workbooks.correct_import_job"
    action = actions.correct_import_job
    done_text = "已按所选更正并重新检查，请再次核对。"

    def words(self, job):
        form = CorrectionForm(self.request.POST, suggestions=job.suggestions)
        if not form.is_valid():
            raise Refused("所选更正已不在建议之中，请刷新后重新选择。")
        return {"corrections": form.corrections}


class ImportJobUndoView(ImportJobMixin, TransitionPage):
    access = "workbooks.undo_import_job"
    verb = ImportTransition.UNDO
    action = actions.undo_import_job
    form_class = ConfirmForm
    submit_kind = "danger"
    effect = "本次导入写入的内容全部撤回，更改过的恢复原值；文件和记录保留。"

    def get_facts(self):
        return [("导入结果", kind_for(self.record.kind).outcome_text(self.record))]


class ImportJobHandoutView(ImportJobMixin, Page):
    """A list for the uploader's eyes, made anew by each press of the button; nothing is kept."""

    access = "workbooks.view_import_job"
    http_method_names = ["post", "options"]

    def post(self, request, pk):
        job, stream = self.get_record(), io.BytesIO()
        kind = kind_for(job.kind)
        try:
            headings, rows = actions.hand_out_import_job(job, by=request.user, at=self.at)
        except Refused as error:
            note_failure(request, str(error))
            messages.warning(request, str(error))
            return HttpResponseRedirect(job.get_absolute_url())
        write_xlsx(stream, kind.handout_label, headings, rows)
        stream.seek(0)
        return FileResponse(stream, as_attachment=True, filename=f"{kind.handout_label}.xlsx")
