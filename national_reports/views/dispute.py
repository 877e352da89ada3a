"""A report that is in dispute: held for a reason, and released."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from national_reports.models import Report
from national_reports.services.disputes import (
    NothingToHold,
    NotYoursToHold,
    NotYoursToRelease,
    ReasonMissing,
    dispute_of,
    hold_in_dispute,
    may_release,
    release,
)
from national_reports.views.reports import HeldReport, find_report
from national_reports.workflow import OPEN
from parties.permissions import Access, requires, signed_in_user


@requires(Access.REPORT_SUBMIT)
@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Whether the report is held, by whom and why; posting holds it."""
    held = find_report(party, cycle)
    if request.method != "POST":
        return render(request, "national_reports/dispute.html", _context(request, held))
    reason = request.POST.get("reason", "")
    try:
        hold_in_dispute(report=held.report, reason=reason, by=signed_in_user(request), at=timezone.now())
    except ReasonMissing:
        return _refused(request, held, _("Say why the report is held: everybody concerned reads it."))
    except NothingToHold as state:
        messages.error(request, _("Nothing can be held: the report is in the state “%(state)s”.") % {"state": state})
    except NotYoursToHold as refused:
        raise PermissionDenied from refused
    else:
        messages.success(request, _("The report is held, and everybody concerned gets a letter."))
    return _back(held)


@requires(Access.REPORT_SUBMIT)
@require_POST
def dispute_release(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Release the report, with a word to everybody concerned."""
    held = find_report(party, cycle)
    word = request.POST.get("word", "")
    try:
        done = release(report=held.report, word=word, by=signed_in_user(request), at=timezone.now())
    except ReasonMissing:
        return _refused(request, held, _("Say why the report is released: everybody concerned reads it."))
    except NotYoursToRelease:
        messages.error(request, _("A hold is released by whoever set it, or by the Secretariat."))
    else:
        said = _("The report is released, and everybody concerned gets a letter.")
        messages.success(request, said if done else _("The report was released before."))
    return _back(held)


def _refused(request: HttpRequest, held: HeldReport, error: str) -> HttpResponse:
    context = _context(request, held, error=error)
    return render(request, "national_reports/dispute.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _context(request: HttpRequest, held: HeldReport, *, error: str = "") -> dict[str, Any]:
    standing, user = dispute_of(held.report), signed_in_user(request)
    earlier = held.report.disputes.exclude(released_at=None).select_related("by", "released_by")
    return {
        **held.context,
        "dispute": standing,
        "earlier": earlier,
        "may_hold": standing is None and held.report.state in OPEN,
        "may_release": standing is not None and may_release(user, standing),
        "has_published": _has_published(held.report),
        "error": error,
    }


def _has_published(report: Report) -> bool:
    """Whether an earlier version is public, which stands meanwhile."""
    return Report.objects.published().filter(party=report.party_id, cycle=report.cycle_id, part=report.part).exists()


def _back(held: HeldReport) -> HttpResponse:
    address = reverse("national_reports:dispute", args=held.args)
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)
