from django.urls import path

from studios.views import activities, studios

app_name = "studios"

urlpatterns = [
    path("register/", studios.StudioListView.as_view(), name="studio-list"),
    path("coverage/", studios.CoverageView.as_view(), name="coverage"),
    path("register/propose/", studios.StudioAddView.as_view(), name="studio-add"),
    path("register/<int:pk>/", studios.StudioDetailView.as_view(), name="studio-detail"),
    path(
        "register/<int:pk>/file/<int:file>/", studios.StudioFileView.as_view(), name="studio-file"
    ),
    path("register/<int:pk>/name/", studios.StudioNameView.as_view(), name="studio-name"),
    path("register/<int:pk>/decline/", studios.StudioDeclineView.as_view(), name="studio-decline"),
    path(
        "register/<int:pk>/appoint-host/",
        studios.StudioAppointHostView.as_view(),
        name="studio-appoint-host",
    ),
    path("register/<int:pk>/revoke/", studios.StudioRevokeView.as_view(), name="studio-revoke"),
    path("register/<int:pk>/expire/", studios.StudioExpireView.as_view(), name="studio-expire"),
    path(
        "register/<int:pk>/members/add/", studios.MemberAddView.as_view(), name="studio-member-add"
    ),
    path(
        "register/members/<int:pk>/release/",
        studios.MemberReleaseView.as_view(),
        name="studio-member-release",
    ),
    path(
        "register/<int:pk>/activities/add/",
        activities.ActivityAddView.as_view(),
        name="activity-add",
    ),
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
