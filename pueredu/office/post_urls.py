"""The pages of a post live under its own name, ``units:membership-…``, like those of any record."""

from django.urls import path

from pueredu.office.views import posts

app_name = "units"

urlpatterns = [
    path("", posts.MembershipListView.as_view(), name="membership-list"),
    path("add/", posts.MembershipAddView.as_view(), name="membership-add"),
    path("newcomer/", posts.NewcomerAddView.as_view(), name="newcomer-add"),
    path("<int:pk>/", posts.MembershipDetailView.as_view(), name="membership-detail"),
    path("<int:pk>/change/", posts.MembershipChangeView.as_view(), name="membership-change"),
    path("<int:pk>/end/", posts.MembershipEndView.as_view(), name="membership-end"),
]
