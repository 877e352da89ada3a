"""A Party's own choices while it fills in: what is said of it, and who may read its draft."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from national_reports.services.preparing import end_reading, let_read, say_in_preparation
from national_reports.views.people import of_the_party
from national_reports.views.reports import find_report
from parties.formats import date_format
from parties.permissions import Access, requires


@require_POST
@requires(Access.REPORT_EDIT)
def preparation(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Say to everybody that the report is in preparation, or no longer."""
    held, user = find_report(party, cycle), of_the_party(request)
    said = request.POST.get("said") == "yes"
    report = held.report
    say_in_preparation(party=report.party, cycle=report.cycle, said=said, by=user, at=timezone.now())
    return HttpResponseRedirect(held.address, status=HTTPStatus.SEE_OTHER)


@require_POST
@requires(Access.REPORT_EDIT)
def draft_leave(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Let the Secretariat read the draft for seven days, or no longer."""
    held, user, now = find_report(party, cycle), of_the_party(request), timezone.now()
    if request.POST.get("end"):
        end_reading(report=held.report, by=user, at=now)
    else:
        leave = let_read(report=held.report, by=user, at=now)
        said = _("The Secretariat may read this draft until %(at)s.")
        messages.success(request, said % {"at": date_format(leave.until, "DATETIME_FORMAT")})
    return HttpResponseRedirect(held.address, status=HTTPStatus.SEE_OTHER)
