"""The portal's addresses with two stand-ins for the pages of apps above."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse
from django.urls import path

from strategic_plan.urls import urlpatterns as portal


def page(request):
    return HttpResponse("here")


urlpatterns = [
    *portal,
    *i18n_patterns(path("desk/", page, name="landed-desk"), path("reports/", page, name="landed-reports")),
]
