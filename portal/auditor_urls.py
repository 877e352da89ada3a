"""Addresses of what an auditor is shown."""

from django.urls import path

from portal.views import auditor

app_name = "auditor"

urlpatterns = [
    path("", auditor.page, name="page"),
    path("<str:what>.csv", auditor.table, name="table"),
]
