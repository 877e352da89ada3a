"""The trail of a report, and what a next version changes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from national_reports.codec import AnswerData
from national_reports.models import Report
from national_reports.selectors import answers_of
from national_reports.views.reports import find_report
from national_reports.words import in_words
from parties.audit import trail
from parties.permissions import Access, requires

MOST_EVENTS = 500


@requires(Access.REPORT_READ)
@require_safe
def history(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Every event of the report, the newest first, with the versions before it."""
    held = find_report(party, cycle)
    events = trail(held.report.subject).order_by("-sequence")
    versions = Report.objects.filter(party=held.report.party, cycle=held.report.cycle, part="").order_by("-version")
    rows = [
        {"event": event, "question": held.form.fields.get(str(event.detail.get("question", "")))}
        for event in events[:MOST_EVENTS]
    ]
    context = {**held.context, "rows": rows, "total": events.count(), "versions": versions}
    return render(request, "national_reports/history.html", context)


@requires(Access.REPORT_READ)
@require_safe
def differences(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Question by question, what this version says otherwise than the one it amends."""
    held = find_report(party, cycle)
    before = answers_of(held.report.amends) if held.report.amends else {}
    now = answers_of(held.report)
    rows = [
        {
            "question": question,
            "before": in_words(question, before.get(key, AnswerData()), with_private=True),
            "now": in_words(question, now.get(key, AnswerData()), with_private=True),
        }
        for key, question in held.form.fields.items()
        if before.get(key, AnswerData()) != now.get(key, AnswerData())
    ]
    return render(request, "national_reports/differences.html", {**held.context, "rows": rows})
