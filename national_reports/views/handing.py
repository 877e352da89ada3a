"""Sections handed to colleagues by name, and the request that an authority submits."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from national_reports.handed import handed
from national_reports.services.filling import NotYoursToFill, ReportFrozen
from national_reports.services.handing import (
    NobodyToAsk,
    NotAnAuthority,
    ask_to_submit,
    hand_sections,
    take_back,
)
from national_reports.views.navigator import navigator, progress_of
from national_reports.views.people import of_the_party
from national_reports.views.reports import HeldReport, find_report, tell_not_open
from parties.models import User
from parties.permissions import Access, requires
from parties.selectors import people_of


def not_theirs() -> str:
    """Why somebody to whom sections were handed may not write in another one."""
    return _("This section is not among those handed to you: you read it here. An authority can hand it to you.")


@requires(Access.REPORT_SUBMIT)
@require_http_methods(["GET", "HEAD", "POST"])
def handing(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Who has which section in hand; posting hands sections to somebody."""
    held, user = find_report(party, cycle), of_the_party(request)
    if not held.report.is_editable:
        messages.info(request, _("The report is not being filled in: no section is handed over now."))
        return HttpResponseRedirect(held.address)
    if request.method != "POST":
        return render(request, "national_reports/handing.html", _context(held))
    to = _colleague(held, request.POST.get("to", ""))
    chosen = [key for key, _title in held.form.chapters if key in request.POST.getlist("section")]
    if to is None or not chosen:
        messages.error(request, _("Choose a colleague, and tick the sections."))
        context = _context(held, to=to, chosen=chosen)
        return render(request, "national_reports/handing.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        new = hand_sections(report=held.report, sections=chosen, to=to, by=user, at=timezone.now())
    except NotAnAuthority as refused:
        raise PermissionDenied from refused
    except ReportFrozen:
        tell_not_open(request)
        return HttpResponseRedirect(held.address)
    said = ngettext("%(n)d section handed to %(name)s.", "%(n)d sections handed to %(name)s.", len(new))
    messages.success(request, said % {"n": len(new), "name": to.name})
    return redirect("national_reports:handing", *held.args)


def _context(held: HeldReport, *, to: User | None = None, chosen: list[str] | None = None) -> dict[str, Any]:
    now = timezone.now()
    of = handed(held.report, on=timezone.localdate(now))
    rows = [
        {**row, "with": of.get(row["section"].key, ()), "ticked": row["section"].key in (chosen or ())}
        for row in navigator(held, progress_of(held))["rows"]
    ]
    return {**held.context, "rows": rows, "colleagues": people_of(held.report.party, at=now), "to": to}


def _colleague(held: HeldReport, number: str) -> User | None:
    people = people_of(held.report.party, at=timezone.now())
    return next((one for one in people if str(one.pk) == number), None)


@requires(Access.REPORT_SUBMIT)
@require_POST
def handing_end(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Take a section back from somebody."""
    held, user = find_report(party, cycle), of_the_party(request)
    section, number = request.POST.get("section", ""), request.POST.get("from", "")
    person = User.objects.filter(pk=int(number[:9])).first() if number.isdecimal() else None
    if person is None or section not in dict(held.form.chapters):
        raise Http404(_("There is no such choice."))
    try:
        done = take_back(report=held.report, section=section, person=person, by=user, at=timezone.now())
    except (ReportFrozen, NotYoursToFill):
        tell_not_open(request)
        return HttpResponseRedirect(held.address)
    if done:
        messages.success(request, _("The section was taken back from %(name)s.") % {"name": person.name})
    return redirect("national_reports:handing", *held.args)


@requires(Access.REPORT_EDIT)
@require_POST
def submission_request(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Ask the authorities of the Party to submit the report."""
    held, user = find_report(party, cycle), of_the_party(request)
    try:
        asked = ask_to_submit(report=held.report, word=request.POST.get("word", ""), by=user, at=timezone.now())
    except NobodyToAsk:
        messages.error(request, _("Your Party has no authority here who could submit. Ask the Secretariat."))
    except (ReportFrozen, NotYoursToFill):
        tell_not_open(request)
    else:
        done = _("The authorities of your Party were asked by letter to submit the report.")
        before = _("They were asked within the last day. No further letter was sent.")
        messages.success(request, done if asked else before)
    return HttpResponseRedirect(held.address, status=HTTPStatus.SEE_OTHER)
