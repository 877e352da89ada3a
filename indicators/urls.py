"""Addresses of the figures that the Secretariat enters, below the desk."""

from django.urls import path

from indicators import views

app_name = "indicators"

urlpatterns = [
    path("", views.figures, name="figures"),
    path("<str:code>/<slug:key>/", views.figure, name="figure"),
]
