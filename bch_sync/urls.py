"""Addresses of the Clearing-House at the Secretariat's desk, below the language prefix."""

from django.urls import path, re_path

from bch_sync.views import filings, statuses, submissions, syncs

app_name = "clearing-house"
OF_A_REPORT = r"(?P<party>[A-Z]{3})/(?P<cycle>\w{1,12})/"

urlpatterns = [
    path("", syncs.syncs, name="syncs"),
    path("readings/", syncs.sync_request, name="sync-request"),
    path("readings/<int:pk>/", syncs.sync_run, name="sync"),
    path("treaty-dates/", statuses.statuses, name="statuses"),
    path("treaty-dates/<int:pk>/decision/", statuses.status_decision, name="status-decision"),
    path("several-reports/", submissions.submissions, name="submissions"),
    re_path(rf"^several-reports/{OF_A_REPORT}$", submissions.submission, name="submission"),
    re_path(rf"^several-reports/{OF_A_REPORT}decision/$", submissions.counting_decision, name="counting-decision"),
    path("filings/", filings.filings, name="filings"),
    re_path(rf"^filings/{OF_A_REPORT}document\.json$", filings.filing_document, name="filing-document"),
    re_path(rf"^filings/{OF_A_REPORT}sending/$", filings.filing, name="filing"),
]
