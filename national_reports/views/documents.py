"""The whole report: to read, to print, to download; documents are made by a job and waited for."""

from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jobs import beside
from national_reports.codec import AnswerData
from national_reports.cover import header_of
from national_reports.documents.building import build_content
from national_reports.documents.content import About, File, ReportContent
from national_reports.documents.labels import labels
from national_reports.models import MadeDocument, Report
from national_reports.selectors import answers_of, encoded, open_answers
from national_reports.services.documents import OneAtATime, ask_for_document
from national_reports.services.letters import address
from national_reports.translations import beside_texts
from national_reports.views.reports import HeldReport, find_report
from parties.journal import note_export
from parties.permissions import Access, requires, signed_in_user

Format = MadeDocument.Format
LOOK_AGAIN_SECONDS = 2
SLOW = timedelta(minutes=2)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@requires(Access.REPORT_READ)
@require_safe
def report_print(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    held = find_report(party, cycle)
    return render(request, "national_reports/print.html", {**held.context, "content": content_of(held)})


@requires(Access.REPORT_READ)
@require_safe
def report_pdf(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    return _asked(request, find_report(party, cycle), Format.PDF)


@requires(Access.REPORT_READ)
@require_safe
def report_docx(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    return _asked(request, find_report(party, cycle), Format.DOCX)


def _asked(request: HttpRequest, held: HeldReport, kind: str) -> HttpResponse:
    """Download a document that is made; else lead to the page that waits for it."""
    now = timezone.now()
    try:
        document = ask_for_document(
            report=held.report,
            kind=kind,
            content=content_of(held),
            of=held.report.submitted_at or now,
            by=signed_in_user(request),
            at=now,
        )
    except OneAtATime as busy:
        messages.info(request, _("One document at a time is made for each person. This one is on its way."))
        document = busy.other
        held = HeldReport(document.report, held.form)
    if document.is_made:
        return _file_of(request, document, held)
    return redirect("national_reports:document", *held.args, document.pk)


@requires(Access.REPORT_READ)
@require_safe
def report_document(request: HttpRequest, party: str, cycle: str, pk: int) -> HttpResponse:
    """The page that waits for a document: on its way, made, or not made and why; it looks again without a script."""
    held, document = _found(party, cycle, pk)
    if document.fault:
        context = {**held.context, "reason": document.fault}
        return render(request, "national_reports/not_made.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    beside.resume()
    now = timezone.now()
    context = {
        **held.context,
        "document": document,
        "seconds": int((now - document.asked_at).total_seconds()),
        "is_slow": now - document.asked_at > SLOW,
    }
    response = render(request, "national_reports/document.html", context)
    file = reverse("national_reports:document-file", args=[*held.args, document.pk])
    response["Refresh"] = f"0; url={file}" if document.is_made else str(LOOK_AGAIN_SECONDS)
    return response


@requires(Access.REPORT_READ)
@require_safe
def report_document_file(request: HttpRequest, party: str, cycle: str, pk: int) -> HttpResponse:
    held, document = _found(party, cycle, pk)
    if not document.is_made:
        raise Http404(_("The document is not made yet."))
    return _file_of(request, document, held)


def _found(party: str, cycle: str, pk: int) -> tuple[HeldReport, MadeDocument]:
    held = find_report(party, cycle)
    mine = MadeDocument.objects.filter(report__party=held.report.party, report__cycle=held.report.cycle, pk=pk)
    document = mine.select_related("report").defer("content", "order").first()
    if document is None:
        raise Http404(_("The document is no longer kept: ask for it anew on the page of the report."))
    return held, document


def _file_of(request: HttpRequest, document: MadeDocument, held: HeldReport) -> HttpResponse:
    _note(request, document.report, document.format)
    content_type = "application/pdf" if document.format == Format.PDF else WORD
    of = HeldReport(document.report, held.form)
    return _download(bytes(document.content or b""), content_type, of, document.format)


@requires(Access.REPORT_READ)
@require_safe
def report_json(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """The report in the shape of the Clearing-House's documents, without closed answers."""
    held = find_report(party, cycle)
    answers = open_answers(held.form, answers_of(held.report))
    document = encoded(held.report, held.form, answers, header_of(answers))
    _note(request, held.report, "json")
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{_name(held, "json")}"'
    return response


def _note(request: HttpRequest, report: Report, kind: str) -> None:
    """It names who may be asked about the report: the journal tells who took that along."""
    note_export(request, signed_in_user(request), what=f"{report.subject} {kind}", at=timezone.now())


def content_of(held: HeldReport) -> ReportContent:
    """The report as a document shows it."""
    report = held.report
    last = report.submissions.order_by("-at").first()
    answers: Mapping[str, AnswerData] = answers_of(report)
    about = About(
        party=report.party_name,
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
    beside = beside_texts([report], public=False)
    return build_content(form=held.form, answers=answers, about=about, beside=beside)


def _name(held: HeldReport, ending: str) -> str:
    report = held.report
    return f"{report.cycle.code}-{report.party.code}-v{report.version}.{ending}"


def _download(content: bytes, content_type: str, held: HeldReport, ending: str) -> HttpResponse:
    disposition = f'attachment; filename="{_name(held, ending)}"'
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})
