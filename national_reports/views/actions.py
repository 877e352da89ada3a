"""What a page's buttons ask for once its answers are saved: go on, mark the section."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from national_reports.progress import Remark
from national_reports.selectors import remarks_of
from national_reports.services.filling import mark_section
from national_reports.views.reports import HeldReport
from parties.permissions import signed_in_user


class SectionNotComplete(ValueError):
    """Something of the section still needs an answer or a look; `remarks` says what."""

    def __init__(self, remarks: list[Remark]) -> None:
        super().__init__(f"{len(remarks)} remarks")
        self.remarks = remarks


def act(request: HttpRequest, held: HeldReport, section: str, page: int) -> HttpResponse:
    """Do what the pressed button says, and lead on. Raises SectionNotComplete."""
    keys = _theirs(request, held)
    match request.POST.get("act"):
        case "complete" | "reopen" as word:
            return _mark(request, held, section, complete=word == "complete")
        case _ if "continue" in request.POST:
            return HttpResponseRedirect(_next_address(held, section, page, keys))
        case _ if "back" in request.POST:
            return HttpResponseRedirect(_address_before(held, section, page, keys))
    return HttpResponseRedirect(held.section_address(section, page))


def _theirs(request: HttpRequest, held: HeldReport) -> list[str]:
    """The sections in which the reader writes, in the order of the form."""
    theirs = held.sections_of(signed_in_user(request))
    return [key for key, _title in held.form.chapters if theirs is None or key in theirs]


def _next_address(held: HeldReport, section: str, page: int, keys: list[str]) -> str:
    """The next page, the next of these sections after the last one, the check after all."""
    if page < len(held.form.pages[section]):
        return held.section_address(section, page + 1)
    place = keys.index(section) + 1
    return (
        held.section_address(keys[place], 1) if place < len(keys) else reverse("national_reports:check", args=held.args)
    )


def address_of_what_waits(request: HttpRequest, held: HeldReport, section: str) -> str:
    """The first question of a section that still needs an answer or a look.

    Where none does, the next section with one, from the last of them on the first; the check where nothing waits.
    """
    waits = {
        one.question.section: one.question for one in reversed(remarks_of(held.report, held.form)) if one.is_blocking
    }
    if section in waits:
        return held.address_of(waits[section])
    keys = _theirs(request, held)
    after = keys[keys.index(section) + 1 :] if section in keys else []
    onward = next((key for key in (*after, *keys) if key in waits), None)
    return held.section_address(onward, 1) if onward else reverse("national_reports:check", args=held.args)


def _address_before(held: HeldReport, section: str, page: int, keys: list[str]) -> str:
    """The page before, the last one of the section before among these; the list of sections before all."""
    if page > 1:
        return held.section_address(section, page - 1)
    place = keys.index(section)
    if not place:
        return held.address
    return held.section_address(keys[place - 1], len(held.form.pages[keys[place - 1]]))


def _mark(request: HttpRequest, held: HeldReport, section: str, *, complete: bool) -> HttpResponse:
    remarks = [one for one in remarks_of(held.report, held.form) if one.question.section == section]
    blocking = [one for one in remarks if one.is_blocking]
    if complete and blocking:
        raise SectionNotComplete(blocking)
    mark_section(report=held.report, section=section, complete=complete, by=signed_in_user(request), at=timezone.now())
    messages.success(request, _("Marked complete.") if complete else _("No longer marked complete."))
    return HttpResponseRedirect(held.address)
