"""The pages of an ImportJob live under its own name, ``workbooks:import-job-…``, for every kind of
table; which kind and for which unit is said by ``?kind=`` and ``?place=``."""

from django.urls import path

from pueredu.office.views import import_verbs, imports

app_name = "workbooks"

urlpatterns = [
    path("", imports.ImportJobListView.as_view(), name="import-job-list"),
    path("new/", imports.ImportJobAddView.as_view(), name="import-job-add"),
    path("template/", imports.ImportJobTemplateView.as_view(), name="import-job-template"),
    path("<int:pk>/", imports.ImportJobDetailView.as_view(), name="import-job-detail"),
    path(
        "<int:pk>/correct/", import_verbs.ImportJobCorrectView.as_view(), name="import-job-correct"
    ),
    path(
        "<int:pk>/confirm/", import_verbs.ImportJobConfirmView.as_view(), name="import-job-confirm"
    ),
    path("<int:pk>/cancel/", import_verbs.ImportJobCancelView.as_view(), name="import-job-cancel"),
    path("<int:pk>/undo/", import_verbs.ImportJobUndoView.as_view(), name="import-job-undo"),
    path(
        "<int:pk>/handout/", import_verbs.ImportJobHandoutView.as_view(), name="import-job-handout"
    ),
    path("<int:pk>/errors/", imports.ImportJobErrorsView.as_view(), name="import-job-errors"),
    path("<int:pk>/file/", imports.ImportJobFileView.as_view(), name="import-job-file"),
]
