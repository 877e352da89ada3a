"""Addresses of the Secretariat's desk, below the language prefix."""

from django.urls import include, path, re_path

from national_reports.views import texts
from national_reports.views.desk import (
    care,
    cycles,
    decisions,
    drafts,
    extensions,
    jobs,
    left_out,
    monitor,
    queue,
    reminders,
    reviews,
    taking_off,
    trials,
)

app_name = "desk"

of_a_review = [
    path("", reviews.review, name="review"),
    path("notes/", decisions.notes, name="review-notes"),
    path("notes/<int:pk>/settlement/", decisions.note_settlement, name="review-note-settlement"),
    path("drafts/", drafts.review_drafts, name="review-drafts"),
    path("return/", decisions.report_return, name="report-return"),
    path("acceptance/", decisions.acceptance, name="report-acceptance"),
    path("publication/", decisions.publication, name="report-publication"),
    path("without-confirmation/", decisions.without_word, name="report-without-word"),
    path("texts/<int:pk>/", texts.desk_texts, name="report-texts"),
    path("texts/<int:pk>/<slug:language>.xlf", texts.desk_texts_file, name="report-texts-file"),
    path("taking-off/", taking_off.taking_off, name="report-taking-off"),
    path("taking-off/request/", taking_off.taking_off_request, name="report-taking-off-request"),
    path("taking-off/request/<int:pk>/", taking_off.taking_off_file, name="report-taking-off-file"),
]

urlpatterns = [
    path("", monitor.monitor, name="monitor"),
    path("monitor.csv", monitor.monitor_csv, name="monitor-csv"),
    path("paper/", monitor.paper, name="paper"),
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/preview/", reminders.reminder_preview, name="reminder-preview"),
    path("carers/", care.carers, name="carers"),
    path("letters/", care.wishes, name="wishes"),
    path("reviews/", queue.reviews, name="reviews"),
    path("reviews/claims/", queue.claims, name="review-claims"),
    path("reviews/together/", queue.together, name="reviews-together"),
    path("reviews/acceptances/", queue.acceptances, name="report-acceptances"),
    path("reviews/publications/", queue.publications, name="report-publications"),
    re_path(r"^reviews/(?P<party>[A-Z]{3})/(?P<cycle>\w{1,12})/", include(of_a_review)),
    path("cycles/", cycles.cycles, name="cycles"),
    path("cycles/<str:cycle>/opening/", cycles.cycle_opening, name="cycle-opening"),
    path("cycles/<str:cycle>/closing/", cycles.cycle_closing, name="cycle-closing"),
    path("cycles/<str:cycle>/trial/", trials.trial, name="cycle-trial"),
    path("cycles/<str:cycle>/trial/remarks.csv", trials.trial_remarks_csv, name="cycle-trial-remarks"),
    path("cycles/<str:cycle>/trial/opening/", trials.trial_opening, name="cycle-trial-opening"),
    path("cycles/<str:cycle>/trial/ending/", trials.trial_ending, name="cycle-trial-ending"),
    path("cycles/<str:cycle>/extensions/", extensions.extensions, name="cycle-extensions"),
    path("left-out/", left_out.left_out, name="left-out"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:pk>/retry/", jobs.job_retry, name="job-retry"),
]
