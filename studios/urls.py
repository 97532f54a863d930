from django.urls import path

from studios.views import activities, studios

app_name = "studios"

urlpatterns = [
    path("", studios.StudioListView.as_view(), name="studio-list"),
    path("coverage/", studios.CoverageView.as_view(), name="coverage"),
    path("propose/", studios.StudioAddView.as_view(), name="studio-add"),
    path("<int:pk>/", studios.StudioDetailView.as_view(), name="studio-detail"),
    path("<int:pk>/name/", studios.StudioNameView.as_view(), name="studio-name"),
    path("<int:pk>/decline/", studios.StudioDeclineView.as_view(), name="studio-decline"),
    path(
        "<int:pk>/appoint-host/",
        studios.StudioAppointHostView.as_view(),
        name="studio-appoint-host",
    ),
    path("<int:pk>/revoke/", studios.StudioRevokeView.as_view(), name="studio-revoke"),
    path("<int:pk>/expire/", studios.StudioExpireView.as_view(), name="studio-expire"),
    path("<int:pk>/members/add/", studios.MemberAddView.as_view(), name="studio-member-add"),
    path(
        "members/<int:pk>/release/",
        studios.MemberReleaseView.as_view(),
        name="studio-member-release",
    ),
    path("<int:pk>/activities/add/", activities.ActivityAddView.as_view(), name="activity-add"),
    path("activities/", activities.ActivityListView.as_view(), name="activity-list"),
    path("activities/<int:pk>/", activities.ActivityDetailView.as_view(), name="activity-detail"),
    path(
        "activities/<int:pk>/change/",
        activities.ActivityChangeView.as_view(),
        name="activity-change",
    ),
    path(
        "activities/<int:pk>/confirm/",
        activities.ActivityConfirmView.as_view(),
        name="activity-confirm",
    ),
    path(
        "activities/<int:pk>/cancel/",
        activities.ActivityCancelView.as_view(),
        name="activity-cancel",
    ),
    path(
        "activities/<int:pk>/file/<int:file>/",
        activities.ActivityFileView.as_view(),
        name="activity-file",
    ),
]
