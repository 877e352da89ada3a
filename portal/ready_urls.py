"""Addresses of getting ready, on the Secretariat's desk."""

from django.urls import path

from portal.views import getting_ready

app_name = "getting-ready"

urlpatterns = [
    path("", getting_ready.page, name="page"),
    path("release-data/", getting_ready.release_data, name="release-data"),
    path("test-letter/", getting_ready.test_letter, name="test-letter"),
    path("restored-backup/", getting_ready.restored, name="restored"),
]
