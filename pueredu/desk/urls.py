from django.urls import path

from pueredu.desk import views

app_name = "desk"

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("overview/", views.CockpitView.as_view(), name="cockpit"),
    path("handover/<int:pk>/", views.HandoverView.as_view(), name="handover"),
    path("vacancies/", views.VacancyView.as_view(), name="vacancies"),
    path("search/", views.SearchView.as_view(), name="search"),
]
