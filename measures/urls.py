from django.urls import path

from measures.views import governance, ledger, overview

app_name = "measures"

urlpatterns = [
    # not at the root: the menu marks every entry whose address begins the page's own
    path("overview/", overview.MeasureListView.as_view(), name="measure-list"),
    path("overview/<int:pk>/", overview.MeasureDetailView.as_view(), name="measure-detail"),
    path("commitments/", ledger.CommitmentListView.as_view(), name="commitment-list"),
    path("commitments/<int:pk>/", ledger.CommitmentDetailView.as_view(), name="commitment-detail"),
    path(
        "commitments/<int:pk>/issue/", ledger.CommitmentIssueView.as_view(), name="commitment-issue"
    ),
    path("tasks/", ledger.CommitmentTaskListView.as_view(), name="commitment-task-list"),
    path(
        "tasks/<int:pk>/",
        ledger.CommitmentTaskDetailView.as_view(),
        name="commitment-task-detail",
    ),
    path("replies/", ledger.ReplyListView.as_view(), name="reply-list"),
    path("replies/<int:pk>/", ledger.ReplyDetailView.as_view(), name="reply-detail"),
    path("groups/", governance.LeadingGroupListView.as_view(), name="leading-group-list"),
    path(
        "groups/<int:pk>/", governance.LeadingGroupDetailView.as_view(), name="leading-group-detail"
    ),
    path("documents/", governance.PolicyDocumentListView.as_view(), name="policy-document-list"),
    path(
        "documents/<int:pk>/",
        governance.PolicyDocumentDetailView.as_view(),
        name="policy-document-detail",
    ),
]
