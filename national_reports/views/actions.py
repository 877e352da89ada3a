"""What a page's buttons ask for once its answers are saved: go on, copy, confirm, mark the section."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from national_reports.previous import previous_answers
from national_reports.progress import Remark
from national_reports.selectors import remarks_of
from national_reports.services.filling import SaveState, confirm_copies, copy_answers, mark_section
from national_reports.views.reports import HeldReport, slug_of
from parties.views import signed_in_user


class SectionNotComplete(ValueError):
    """Something of the section still needs an answer or a look; `remarks` says what."""

    def __init__(self, remarks: list[Remark]) -> None:
        super().__init__(f"{len(remarks)} remarks")
        self.remarks = remarks


def act(request: HttpRequest, held: HeldReport, section: str, page: int) -> HttpResponse:
    """Do what the pressed button says, and lead on. Raises SectionNotComplete."""
    keys = [question.key for one in held.form.pages[section] for question in one]
    match request.POST.get("act", "").partition(" "):
        case ("copy", _space, key) if key in keys:
            _copy(request, held, [key], over=True)
            return HttpResponseRedirect(held.address_of(held.form.fields[key]))
        case ("confirm", _space, key) if key in keys:
            _confirm(request, held, [key])
            return HttpResponseRedirect(held.address_of(held.form.fields[key]))
        case ("copy-all", _space, _rest):
            _copy(request, held, keys)
        case ("confirm-all", _space, _rest):
            _confirm(request, held, keys)
        case ("unchanged", _space, _rest):
            _copy(request, held, keys)
            _confirm(request, held, keys)
        case ("complete" | "reopen" as word, _space, _rest):
            return _mark(request, held, section, complete=word == "complete")
        case _ if "continue" in request.POST:
            return HttpResponseRedirect(_next_address(held, section, page))
    return HttpResponseRedirect(page_address(held, section, page))


def page_address(held: HeldReport, section: str, page: int) -> str:
    address = reverse("national_reports:section", args=[*held.args, slug_of(section)])
    return f"{address}?{urlencode({'page': page})}" if page > 1 else address


def _next_address(held: HeldReport, section: str, page: int) -> str:
    """The next page, the next section after the last one, the check after all."""
    if page < len(held.form.pages[section]):
        return page_address(held, section, page + 1)
    keys = [key for key, _title in held.form.chapters]
    place = keys.index(section) + 1
    return (
        page_address(held, keys[place], 1) if place < len(keys) else reverse("national_reports:check", args=held.args)
    )


def _copy(request: HttpRequest, held: HeldReport, keys: list[str], *, over: bool = False) -> None:
    """Take over earlier answers: of these questions, or of those among them that nobody has answered yet."""
    answered = {one.question for one in held.report.answers.all() if not one.data.is_empty}
    earlier = previous_answers(held.report, held.form, [key for key in keys if over or key not in answered])
    contents = {key: (found.copy, found.cycle) for key, found in earlier.items() if found.copy is not None}
    saved = copy_answers(report=held.report, contents=contents, by=signed_in_user(request), at=timezone.now())
    n = sum(one.state == SaveState.SAVED for one in saved)
    words = ngettext(
        "%(n)d answer copied: read it, then confirm it.", "%(n)d answers copied: read them, then confirm them.", n
    )
    messages.success(request, words % {"n": n})


def _confirm(request: HttpRequest, held: HeldReport, keys: list[str]) -> None:
    n = confirm_copies(report=held.report, questions=keys, by=signed_in_user(request), at=timezone.now())
    messages.success(request, ngettext("%(n)d answer confirmed.", "%(n)d answers confirmed.", n) % {"n": n})


def _mark(request: HttpRequest, held: HeldReport, section: str, *, complete: bool) -> HttpResponse:
    remarks = [one for one in remarks_of(held.report, held.form) if one.question.section == section]
    blocking = [one for one in remarks if one.is_blocking]
    if complete and blocking:
        raise SectionNotComplete(blocking)
    mark_section(report=held.report, section=section, complete=complete, by=signed_in_user(request), at=timezone.now())
    messages.success(request, _("Marked complete.") if complete else _("No longer marked complete."))
    return HttpResponseRedirect(held.address)
