"""The whole report: to read, to print, to download."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from national_reports.codec import AnswerData
from national_reports.cover import header_of
from national_reports.documents.apart import DocumentTooLarge
from national_reports.documents.building import build_content
from national_reports.documents.content import About, File, ReportContent
from national_reports.documents.docx import render_docx
from national_reports.documents.fonts import ChineseFontMissing
from national_reports.documents.labels import labels
from national_reports.documents.pdf import render_pdf
from national_reports.selectors import answers_of, encoded, open_answers
from national_reports.services.letters import address
from national_reports.views.reports import HeldReport, find_report
from parties.permissions import Access, requires

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@requires(Access.REPORT_READ)
@require_safe
def report_print(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    held = find_report(party, cycle)
    return render(request, "national_reports/print.html", {**held.context, "content": content_of(held)})


@requires(Access.REPORT_READ)
@require_safe
def report_pdf(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    held = find_report(party, cycle)
    try:
        made = render_pdf(content_of(held), at=held.report.submitted_at or timezone.now())
    except (ChineseFontMissing, DocumentTooLarge) as refused:
        return render(request, "national_reports/not_made.html", {**held.context, "reason": str(refused)}, status=503)
    return _download(made, "application/pdf", held, "pdf")


@requires(Access.REPORT_READ)
@require_safe
def report_docx(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    held = find_report(party, cycle)
    made = render_docx(content_of(held), at=held.report.submitted_at or timezone.now())
    return _download(made, WORD, held, "docx")


@requires(Access.REPORT_READ)
@require_safe
def report_json(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """The report in the shape of the Clearing-House's documents, without closed answers."""
    held = find_report(party, cycle)
    answers = open_answers(held.form, answers_of(held.report))
    document = encoded(held.report, held.form, answers, header_of(answers, with_private=True))
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{_name(held, "json")}"'
    return response


def content_of(held: HeldReport) -> ReportContent:
    """The report as a document shows it."""
    report = held.report
    last = report.submissions.order_by("-at").first()
    answers: Mapping[str, AnswerData] = answers_of(report)
    about = About(
        party=report.party.name,
        cycle=report.cycle.title,
        version=report.version,
        state=report.get_state_display(),
        labels=labels(),
        language=get_language() or "en",
        reference=last.reference if last else "",
        submitted_at=last.at if last else None,
        sha256=last.sha256 if last else "",
        address=address(report),
        demonstration=report.party.demonstration,
        draft=report.is_editable,
        attachments=tuple(File(one.name, one.size, one.sha256) for one in report.attachments.kept()),
        shows_private=True,
    )
    return build_content(form=held.form, answers=answers, about=about)


def _name(held: HeldReport, ending: str) -> str:
    report = held.report
    return f"{report.cycle.code}-{report.party.code}-v{report.version}.{ending}"


def _download(content: bytes, content_type: str, held: HeldReport, ending: str) -> HttpResponse:
    disposition = f'attachment; filename="{_name(held, ending)}"'
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})
