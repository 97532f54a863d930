from django.urls import path

from pueredu.ops import views

app_name = "ops"

urlpatterns = [
    path("livez", views.LivezView.as_view(), name="livez"),
    path("readyz", views.ReadyzView.as_view(), name="readyz"),
]
