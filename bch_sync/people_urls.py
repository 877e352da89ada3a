"""Addresses of inviting several people at once, below the language prefix."""

from django.urls import path

from bch_sync.views import inviting

app_name = "inviting"

urlpatterns = [
    path("", inviting.several, name="several"),
    path("clearing-house/", inviting.from_clearing_house, name="from-clearing-house"),
    path("differences/", inviting.differences, name="differences"),
    path("list.csv", inviting.empty_list, name="empty-list"),
]
