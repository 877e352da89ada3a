"""Every public page stands under a language prefix; the API and the machine's addresses do not."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from portal.views import health

handler404 = "parties.views.not_found"
# A database that is away is no fault of the page that met it.
handler500 = "parties.outage.handler500"

urlpatterns = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("api/v1/", include("portal.api.urls")),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", include("portal.urls")),
        path("", include("parties.urls")),
        path("desk/people/several/", include("bch_sync.people_urls")),
        path("reviews/", include("evaluation.party_urls")),
        path("", include("national_reports.urls")),
        path("desk/figures/", include("indicators.urls")),
        path("desk/clearing-house/", include("bch_sync.urls")),
        path("desk/evaluations/", include("evaluation.desk_urls")),
        path("desk/verification/", include("portal.desk_urls")),
        path("desk/auditor/", include("portal.auditor_urls")),
        path("desk/pages/", include("portal.policy_urls")),
        path("desk/getting-ready/", include("portal.ready_urls")),
        path("desk/", include("national_reports.desk_urls")),
        path("accounts/", include("parties.account_urls")),
    ),
]
