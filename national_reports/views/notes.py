"""Notes at a question or on the whole report."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from national_reports.services.notes import NoteInvalid, add_note, settle_note
from national_reports.views.people import audiences, readable_notes
from national_reports.views.reports import HeldReport, find_report
from national_reports.views.typed import keeps_what_was_typed
from parties.bounds import A_TEXT, takes
from parties.permissions import Access, requires, signed_in_user


@keeps_what_was_typed(page="national_reports:report")
@requires(Access.REPORT_READ)
@require_POST
@takes(A_TEXT)
def notes(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Write a note."""
    held = find_report(party, cycle)
    user = signed_in_user(request)
    question, audience = request.POST.get("question", ""), request.POST.get("audience", "")
    if (question and question not in held.form.fields) or audience not in audiences(user):
        raise Http404(question)
    try:
        add_note(
            report=held.report,
            question=question,
            text=request.POST.get("text", ""),
            audience=audience,
            by=user,
            at=timezone.now(),
        )
        messages.success(request, _("Note saved."))
    except NoteInvalid:
        messages.error(request, _("The note was not saved: it must say something, in at most 5,000 characters."))
    return _back(held, question)


@requires(Access.REPORT_READ)
@require_POST
def note_settlement(request: HttpRequest, party: str, cycle: str, pk: int) -> HttpResponse:
    """Say that a note needs no more attention."""
    held = find_report(party, cycle)
    user = signed_in_user(request)
    note = get_object_or_404(readable_notes(user, held.report), pk=pk)
    settle_note(note=note, by=user, at=timezone.now())
    return _back(held, note.question)


def _back(held: HeldReport, question: str) -> HttpResponse:
    address = held.address_of(held.form.fields[question]) if question in held.form.fields else held.address
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)
