"""The address of the verification on the Secretariat's desk."""

from django.urls import path

from portal.views import verification

app_name = "desk_verification"

urlpatterns = [path("", verification.verification, name="verification")]
