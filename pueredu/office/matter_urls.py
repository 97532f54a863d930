"""The pages of a Matter live under its own name, ``loop:matter-…``, like those of any record."""

from django.urls import path

from pueredu.office.views import matters

app_name = "loop"

urlpatterns = [
    path("", matters.MatterListView.as_view(), name="matter-list"),
    path("<int:pk>/", matters.MatterDetailView.as_view(), name="matter-detail"),
    path("<int:pk>/file/<int:file>/", matters.MatterFileView.as_view(), name="matter-file"),
]

for verb, view in {
    "receive": matters.MatterReceiveView,
    "report-progress": matters.MatterReportProgressView,
    "submit": matters.MatterSubmitView,
    "return": matters.MatterReturnView,
    "close": matters.MatterCloseView,
    "extend": matters.MatterExtendView,
    "chase": matters.MatterChaseView,
    "reopen": matters.MatterReopenView,
    "withdraw": matters.MatterWithdrawView,
    "appoint-deputy": matters.MatterAppointDeputyView,
    "end-deputy": matters.MatterEndDeputyView,
}.items():
    urlpatterns.append(path(f"<int:pk>/{verb}/", view.as_view(), name=f"matter-{verb}"))
