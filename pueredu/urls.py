"""Every address of the portal. A url without a row in the permission matrix fails the build."""

from django.urls import include, path

urlpatterns = []
