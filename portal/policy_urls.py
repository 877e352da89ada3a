"""Addresses on the Secretariat's desk of the pages that are in its own words."""

from django.urls import path

from portal.views import policies

app_name = "desk_policies"

urlpatterns = [
    path("", policies.policies, name="policies"),
    path("<slug:page>/<slug:language>/", policies.policy_text, name="policy-text"),
]
