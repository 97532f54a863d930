from django.urls import path

from training.views import batches, learners, overview, rosters

app_name = "training"

urlpatterns = [
    path("overview/", overview.OverviewView.as_view(), name="overview"),
    path("mine/", learners.MyHoursView.as_view(), name="my-hours"),
    path("roster/", rosters.RosterView.as_view(), name="roster"),
    path("learners/", learners.LearnerListView.as_view(), name="learner-list"),
    path("learners/<int:pk>/", learners.LearnerDetailView.as_view(), name="learner-detail"),
    path("batches/", batches.HoursBatchListView.as_view(), name="hours-batch-list"),
    path("batches/verify-all/", batches.VerifyAllView.as_view(), name="verify-all"),
    path("batches/recognise-all/", batches.RecogniseAllView.as_view(), name="recognise-all"),
    path("batches/pull/", batches.AttendancePullView.as_view(), name="attendance-pull"),
    path("batches/<int:pk>/", batches.HoursBatchDetailView.as_view(), name="hours-batch-detail"),
    path("batches/<int:pk>/file/", batches.HoursBatchFileView.as_view(), name="hours-batch-file"),
    path(
        "batches/<int:pk>/verify/",
        batches.HoursBatchVerifyView.as_view(),
        name="hours-batch-verify",
    ),
    path(
        "batches/<int:pk>/return/",
        batches.HoursBatchReturnView.as_view(),
        name="hours-batch-return",
    ),
    path(
        "batches/<int:pk>/recognise/",
        batches.HoursBatchRecogniseView.as_view(),
        name="hours-batch-recognise",
    ),
    path("batches/<int:pk>/change/", rosters.RosterChangeView.as_view(), name="hours-batch-change"),
    path(
        "batches/<int:pk>/delete/",
        batches.HoursBatchDeleteView.as_view(),
        name="hours-batch-delete",
    ),
]
