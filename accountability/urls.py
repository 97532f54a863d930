from django.urls import path

from accountability import views

app_name = "accountability"

urlpatterns = [
    path("reports/", views.ReportListView.as_view(), name="report-list"),
    path("reports/<int:pk>/", views.ReportDetailView.as_view(), name="report-detail"),
    path("reports/<int:pk>/fill/", views.ReportFillView.as_view(), name="report-fill"),
    path("reports/<int:pk>/submit/", views.ReportSubmitView.as_view(), name="report-submit"),
    path("reports/<int:pk>/return/", views.ReportReturnView.as_view(), name="report-return"),
    path("reports/<int:pk>/accept/", views.ReportAcceptView.as_view(), name="report-accept"),
    path("reports/<int:pk>/unlock/", views.ReportUnlockView.as_view(), name="report-unlock"),
    path("reports/<int:pk>/file/<int:file>/", views.ReportFileView.as_view(), name="report-file"),
]
