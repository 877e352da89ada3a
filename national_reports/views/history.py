"""The trail of a report, and what a next version changes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from national_reports.comparing import Point, changed_files, changed_questions, points_of, said_at
from national_reports.models import Report
from national_reports.services.notes import trail_of_notes
from national_reports.views.agreement import agreed_to
from national_reports.views.navigator import where_one_is
from national_reports.views.people import audiences
from national_reports.views.reports import find_report
from parties.formats import date_format
from parties.in_languages import reader_language
from parties.models import AuditEvent
from parties.permissions import Access, requires, signed_in_user

MOST_EVENTS = 500


@requires(Access.REPORT_READ)
@require_safe
def history(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Every event of the report that its reader's side may know of, the newest first, with the versions before it."""
    held = find_report(party, cycle)
    read = audiences(signed_in_user(request))
    events = AuditEvent.objects.filter(subject__in={trail_of_notes(held.report, audience) for audience in read})
    events = events.select_related("by").order_by("-at", "-pk")
    # Told on the report's own trail, before there was another for them.
    hidden = set(held.report.notes.exclude(audience__in=read).values_list("pk", flat=True))
    shown = [event for event in events if event.detail.get("note") not in hidden]
    versions = Report.objects.filter(party=held.report.party, cycle=held.report.cycle, part="").order_by("-version")
    titles = dict(agreed_to(held))
    rows = [
        {
            "number": len(shown) - before,
            "event": event,
            "question": held.form.fields.get(str(event.detail.get("question", ""))),
            "section": titles.get(str(event.detail.get("section", ""))),
        }
        for before, event in enumerate(shown[:MOST_EVENTS])
    ]
    context = {**held.context, **where_one_is(held), "rows": rows, "total": len(shown), "versions": versions}
    return render(request, "national_reports/history.html", context)


@requires(Access.REPORT_READ)
@require_safe
def differences(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Question by question and file by file, what one version or submission says otherwise than an earlier one."""
    held = find_report(party, cycle)
    points = points_of(held.report)
    by_key = {point.key: point for point in points}
    last = points[-1]
    now = by_key.get(request.GET.get("to", ""), last)
    before = by_key.get(request.GET.get("from", ""), _before(held.report, points, now))
    said_before, said_now = (said_at(point, reader_language()) for point in (before, now))
    rows = [
        {
            "question": question,
            "before": said_before.words_at(question, with_private=True),
            "now": said_now.words_at(question, with_private=True),
        }
        for question in changed_questions(said_before, said_now)
    ]
    context = {
        **held.context,
        **where_one_is(held),
        "rows": rows,
        "files": [
            {"change": change, "label": change.label, "file": file}
            for change, file in changed_files(said_before.files, said_now.files)
        ],
        "points": [{"key": point.key, "label": point_label(point)} for point in points],
        "before": before,
        "now": now,
        "before_label": point_label(before) if before else "",
        "now_label": point_label(now),
    }
    return render(request, "national_reports/differences.html", context)


def _before(report: Report, points: list[Point], now: Point) -> Point | None:
    """What a point is compared with where nobody says: the version that it amends, else the submission before it."""
    amended = [point for point in points if point.report.pk == now.report.amends_id]
    earlier = points[: points.index(now)]
    of_version = [point for point in earlier if point.report.pk == now.report.pk]
    found = of_version or amended or earlier
    return found[-1] if found else None


def point_label(point: Point) -> str:
    """A point in words: which version, and when."""
    number = {"n": point.report.version}
    if point.submission:
        facts = number | {"at": date_format(point.submission.at, "DATETIME_FORMAT")}
        return _("version %(n)d, submitted %(at)s") % facts
    if point.report.is_editable:
        return _("version %(n)d as it stands now") % number
    return _("version %(n)d, %(origin)s") % (number | {"origin": point.report.get_origin_display()})
