"""Addresses of the public pages; of the current plan, and of another below plans/SLUG/."""

from django.urls import include, path, re_path

from portal.api.docs import documentation_for_readers
from portal.views import (
    adjustments,
    comparison,
    downloads,
    evaluations,
    feeds,
    files,
    home,
    indicators,
    notices,
    parties,
    plan,
    policies,
    queries,
    questions,
    received,
    reporting,
    reports,
    text,
)

app_name = "portal"

of_a_plan = [
    path("", home.home, name="home"),
    path("plan/", plan.tree, name="plan"),
    path("plan/audit/", plan.audit, name="plan-audit"),
    path("plan/programme-of-work/", plan.programme, name="programme"),
    path("plan/programme-of-work/calendar.ics", plan.programme_ics, name="programme-calendar"),
    path("plan/convention/", plan.convention, name="convention"),
    path("plan/background/<slug:page>/", plan.background, name="background"),
    path("plan/<str:code>/", plan.objective, name="objective"),
    path("indicators/<str:code>/", indicators.indicator, name="indicator"),
    path("indicators/<str:code>.csv", files.indicator_csv, name="indicator-csv"),
    path("indicators/<str:code>.json", files.indicator_json, name="indicator-json"),
    path("indicators/<str:code>.svg", files.indicator_svg, name="indicator-svg"),
    path("findings.csv", files.findings_csv, name="findings-csv"),
    path("findings.svg", files.findings_svg, name="findings-svg"),
]

of_an_edition = [
    path("", evaluations.edition_page, name="edition"),
    path("indicators/<str:code>/", evaluations.edition_indicator, name="edition-indicator"),
    path("my-party/", evaluations.edition_party, name="edition-party"),
    path("<str:name>", downloads.document, name="edition-document"),
]

# Of a Party in a cycle; of a collection kept with the cycle below parts/PART/.
of_a_published_report = [
    path("", reports.report, name="report"),
    path("answers/<str:key>/", reports.report_answer, name="report-answer"),
    path("changes/", reports.report_changes, name="report-changes"),
    path("report.pdf", reports.report_pdf, name="report-pdf"),
    path("report.docx", reports.report_docx, name="report-docx"),
    path("report.json", reports.report_json, name="report-json"),
]

urlpatterns = [
    *of_a_plan,
    path("evaluations.atom", feeds.editions_atom, name="editions-atom"),
    path("evaluations/", evaluations.evaluation_list, name="evaluation-list"),
    path("evaluations/verify/", downloads.verify, name="verify"),
    path("evaluations/notices/<str:token>/", notices.confirmation, name="notice-confirmation"),
    path("evaluations/notices/<str:token>/end/", notices.end, name="notice-end"),
    path("evaluations/adjustments/", adjustments.adjustment_list, name="adjustment-list"),
    path("evaluations/adjustments.csv", adjustments.adjustments_csv, name="adjustments-csv"),
    path("evaluations/compare/", comparison.compare, name="compare"),
    path("evaluations/<slug:slug>/notices/", notices.notices, name="notices"),
    path("evaluations/<slug:slug>/", evaluations.evaluation_dashboard, name="evaluation-dashboard"),
    re_path(r"^evaluations/(?P<slug>[-\w]+)/(?P<version>\d+\.\d+)/", include(of_an_edition)),
    path("plans/<slug:plan>/", include(of_a_plan)),
    path("parties/", parties.party_list, name="party-list"),
    path("parties.csv", files.parties_csv, name="parties-csv"),
    path("parties/<str:code>/", parties.party, name="party"),
    path("parties/<str:code>/files/<int:pk>/", parties.file, name="party-file"),
    re_path(
        r"^parties/(?P<code>[A-Z]{3})/changes/(?P<baseline>\w+)\.\.(?P<current>\w+)/$",
        parties.changes,
        name="party-changes",
    ),
    re_path(
        r"^parties/(?P<code>[A-Z]{3})/changes/(?P<baseline>\w+)\.\.(?P<current>\w+)\.txt$",
        parties.changes_text,
        name="party-changes-text",
    ),
    path("parties/<str:code>/reports/<str:cycle>/", include(of_a_published_report)),
    path("parties/<str:code>/reports/<str:cycle>/parts/<slug:part>/", include(of_a_published_report)),
    path("questions/", questions.question_list, name="question-list"),
    path("questions/<str:cycle>/<str:key>/", questions.question, name="question"),
    path("questions/<str:cycle>/<str:key>.csv", files.question_csv, name="question-csv"),
    path("questions/<str:cycle>/<str:key>/texts.csv", files.question_texts_csv, name="question-texts-csv"),
    path("queries/new/", queries.new, name="query-new"),
    path("queries/<str:token>/", queries.query, name="query"),
    path("reporting/received/", received.received, name="received"),
    path("reporting/deadlines.ics", received.deadlines_ics, name="deadlines-calendar"),
    path("reporting/", reporting.reporting, name="reporting"),
    path("reporting/ledger.csv", files.ledger_csv, name="ledger-csv"),
    path("reporting.csv", files.reporting_csv, name="reporting-csv"),
    path("reporting.svg", files.reporting_svg, name="reporting-svg"),
    path("runs/<int:pk>/", text.run_detail, name="run-detail"),
    path("data/", text.data, name="data"),
    path("data/api/", documentation_for_readers, name="api-documentation"),
    path("method/", text.method, name="method"),
    path("policies/<slug:page>/", policies.policy, name="policy"),
    path("accessibility/", text.accessibility, name="accessibility"),
]
