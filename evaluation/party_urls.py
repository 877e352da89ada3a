"""Addresses of the reviews in which Parties are heard."""

from django.urls import re_path

from evaluation.views import party_reviews

app_name = "party_reviews"

urlpatterns = [
    re_path(r"^(?P<party>[A-Z]{3})/(?P<pk>\d{1,18})/$", party_reviews.review, name="review"),
    re_path(r"^(?P<party>[A-Z]{3})/(?P<pk>\d{1,18})/remarks/$", party_reviews.remarks, name="remarks"),
]
