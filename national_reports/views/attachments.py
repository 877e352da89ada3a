"""Files of a report: added, taken out, fetched with the report's own permissions."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from national_reports.services.attachments import (
    FileRefused,
    StorageFull,
    add_attachment,
    remove_attachment,
)
from national_reports.views.reports import HeldReport, find_report
from parties.permissions import Access, requires
from parties.views import signed_in_user


@requires(Access.REPORT_EDIT)
@require_POST
def attachments(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Keep a file with the report."""
    held = find_report(party, cycle)
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, _("Choose a file first."))
        return _back(held)
    try:
        kept = add_attachment(report=held.report, file=file, by=signed_in_user(request), at=timezone.now())
        messages.success(request, _("%(name)s is kept with the report.") % {"name": kept.name})
    except FileRefused as refused:
        messages.error(request, refusal(refused))
    except StorageFull:
        messages.error(request, _("The file was not kept: the portal's store is full. Your answers are safe."))
    return _back(held)


def refusal(refused: FileRefused) -> str:
    """Why a file is not taken, and what to do."""
    return {
        "empty": _("The file is empty."),
        "too large": _("The file is larger than %(most)s MB: make it smaller, or give its address as a link."),
        "too many": _("A report takes %(most)s files: take one out first."),
        "type": _("This is not a file that is taken, or its name does not fit its content. Taken are: %(endings)s."),
    }[refused.reason] % refused.facts


@requires(Access.REPORT_READ)
@require_safe
def attachment(request: HttpRequest, party: str, cycle: str, pk: int) -> HttpResponseBase:
    """Fetch a file, always as a download."""
    held = find_report(party, cycle)
    one = get_object_or_404(held.report.attachments, pk=pk, removed_at=None)
    return FileResponse(one.file.open("rb"), as_attachment=True, filename=one.name, content_type=one.content_type)


@requires(Access.REPORT_EDIT)
@require_POST
def attachment_removal(request: HttpRequest, party: str, cycle: str, pk: int) -> HttpResponse:
    """Take a file out of the report."""
    held = find_report(party, cycle)
    one = get_object_or_404(held.report.attachments, pk=pk)
    remove_attachment(attachment=one, by=signed_in_user(request), at=timezone.now())
    return _back(held)


def _back(held: HeldReport) -> HttpResponse:
    return HttpResponseRedirect(held.address_of(held.form.fields["attachments"]))
