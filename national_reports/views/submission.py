"""Submit, withdraw, and the receipt."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from national_reports.comparing import files_in
from national_reports.digests import canonical
from national_reports.documents.content import Receipt
from national_reports.documents.labels import labels
from national_reports.documents.pdf import render_receipt
from national_reports.models import Submission
from national_reports.services.disputes import InDispute
from national_reports.services.documents import in_words
from national_reports.services.filling import NotYoursToFill, ReportFrozen
from national_reports.services.letters import address, receipt_key
from national_reports.services.workflow import (
    AgreementMissing,
    DeclarationMissing,
    NotInThatState,
    ReportNotComplete,
    declared_in,
    submit_report,
    withdraw_report,
)
from national_reports.views.reports import HeldReport, find_report
from national_reports.views.tasks import check_context
from parties.asking_first import Asked, asks_first
from parties.journal import note_export
from parties.models import Email
from parties.permissions import Access, requires, signed_in_user
from parties.zones import in_readers_zone
from typesetting.fonts import ChineseFontMissing
from typesetting.process import DocumentNotRendered, DocumentTooLarge


@requires(Access.REPORT_SUBMIT)
@require_http_methods(["GET", "HEAD", "POST"])
def submission(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Hand the report in, once for each form."""
    held = find_report(party, cycle)
    if request.method != "POST":
        # A line that broke while somebody submitted leaves the browser at this address, to be asked for again.
        place = "receipt" if held.report.submissions.exists() else "check"
        return redirect(f"national_reports:{place}", *held.args)
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return _refused(request, held, _("The form was incomplete: read the check again, then submit."))
    try:
        submit_report(
            report=held.report,
            key=key,
            declared=request.POST.get("declared") == "yes",
            by=signed_in_user(request),
            at=timezone.now(),
        )
    except DeclarationMissing:
        return _refused(request, held, _("Tick the declaration, then submit."))
    except InDispute:
        return _refused(
            request, held, _("The report is held, because it is in dispute. It is submitted once it is released.")
        )
    except AgreementMissing:
        return _refused(request, held, _("Not everybody has agreed yet: the list below says who, and to what."))
    except ReportNotComplete:
        return _refused(request, held, _("The report is not complete yet: the list below says what is missing."))
    except (ReportFrozen, NotYoursToFill) as refused:
        if isinstance(refused, ReportFrozen) and held.report.submissions.exists():
            messages.info(request, _("The report was submitted already: this is its receipt."))
            return redirect("national_reports:receipt", *held.args)
        messages.error(request, _("Nothing was submitted: the report is not open for you to submit."))
        return HttpResponseRedirect(held.address)
    return redirect("national_reports:receipt", *held.args)


def _refused(request: HttpRequest, held: HeldReport, error: str) -> HttpResponse:
    context = check_context(request, held, error=error)
    return render(request, "national_reports/check.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _ask_to_withdraw(request: HttpRequest, party: str, cycle: str) -> Asked:
    return Asked(
        title=_("Withdraw the report?"),
        words=_(
            "The Secretariat will not review it. What was submitted stays as it is; to go on you open the next "
            "version, which begins with its answers, files and open notes."
        ),
        button=_("Withdraw the report"),
        back=find_report(party, cycle).address,
    )


@requires(Access.REPORT_SUBMIT)
@require_POST
@asks_first(_ask_to_withdraw)
def withdrawal(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Take the report back before it is reviewed."""
    held = find_report(party, cycle)
    try:
        withdraw_report(report=held.report, by=signed_in_user(request), at=timezone.now())
    except NotInThatState as state:
        messages.error(request, _("It can't be withdrawn any more: the report is %(state)s.") % {"state": state})
    else:
        messages.success(request, _("Withdrawn. A next version continues from its answers, files and open notes."))
    return HttpResponseRedirect(held.address)


def _last(held: HeldReport) -> Submission:
    last = held.report.submissions.select_related("by").order_by("-at").first()
    if last is None:
        raise Http404(_("This version has not been submitted."))
    return last


@requires(Access.REPORT_READ)
@require_safe
def receipt(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    held = find_report(party, cycle)
    last = _last(held)
    letter = Email.objects.filter(key=receipt_key(last)).defer("body").first()
    context = {
        **held.context,
        "submission": last,
        "files": files_in(last.document),
        "letter": letter,
        "declared_in": declared_in(last.declaration),
    }
    return render(request, "national_reports/receipt.html", context)


@requires(Access.REPORT_READ)
@require_safe
def receipt_pdf(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    held = find_report(party, cycle)
    last = _last(held)
    try:
        made = _receipt_of(held, last)
    except (ChineseFontMissing, DocumentNotRendered, DocumentTooLarge) as fault:
        context = {**held.context, "reason": in_words(fault)}
        return render(request, "national_reports/not_made.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    _note(request, held, "receipt")
    return _download(made, "application/pdf", f"{last.reference}-receipt.pdf")


def _receipt_of(held: HeldReport, last: Submission) -> bytes:
    """One page, set while somebody waits: it holds none of the answers."""
    return render_receipt(
        Receipt(
            reference=last.reference,
            party=held.report.party.name,
            cycle=held.report.cycle.title,
            version=held.report.version,
            submitted_at=in_readers_zone(last.at),
            submitted_by=last.by.name,
            declaration=last.declaration,
            declared_in=declared_in(last.declaration),
            sha256=last.sha256,
            address=address(held.report),
            labels=labels(),
            language=get_language() or "en",
            demonstration=held.report.party.demonstration,
            files=tuple(files_in(last.document)),
        ),
        at=last.at,
    )


@requires(Access.REPORT_READ)
@require_safe
def submitted_json(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """What was handed in, byte for byte as the receipt's SHA-256 was taken of it."""
    held = find_report(party, cycle)
    last = _last(held)
    _note(request, held, "submitted json")
    return _download(canonical(last.document).encode(), "application/json", f"{last.reference}.json")


def _note(request: HttpRequest, held: HeldReport, kind: str) -> None:
    """It names who may be asked, or who submitted: the journal tells who took that along."""
    note_export(request, signed_in_user(request), what=f"{held.report.subject} {kind}", at=timezone.now())


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
