"""What a reviewer does with a report: note, return, accept, publish."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from national_reports.closed_drafts import refuse_closed_draft
from national_reports.models import Report
from national_reports.services.disputes import InDispute
from national_reports.services.drafts import DraftTooLong
from national_reports.services.entered import LONGEST_REASON, go_without
from national_reports.services.notes import NoteInvalid, add_note, settle_note
from national_reports.services.workflow import (
    NotConfirmed,
    NotInThatState,
    OwnReport,
    ReasonMissing,
    accept_report,
    publish_report,
    return_report,
)
from national_reports.views.desk.drafts import keep_reasons, left_behind, other_windows, too_long
from national_reports.views.desk.forms import WHOLE, Reasons
from national_reports.views.desk.reviews import REVIEW, Choice, review_context
from national_reports.views.people import audiences, readable_notes
from national_reports.views.reports import HeldReport, find_report
from national_reports.views.typed import keeps_what_was_typed
from parties.bounds import A_FORM, A_TEXT, takes
from parties.formats import date_format
from parties.permissions import Access, requires, signed_in_user
from parties.publishers import TooFewPublishers, too_few_in_words
from parties.typed import reason_too_long, typed


@require_POST
@keeps_what_was_typed(REVIEW)
@requires(Access.DESK)
@takes(A_FORM)
def report_return(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Give a report back with a reason at each question; with a fault, the page again with all that was typed."""
    refuse_closed_draft(signed_in_user(request), party, cycle)
    held = find_report(party, cycle)
    typed = Reasons.read(request.POST, held.form)
    faults = _kept_first(request, held, typed) | typed.errors
    if faults or not _is_what_was_read(request, held):
        context = review_context(request, held, Choice.posted(request, held), typed=typed, faults=faults)
        return render(request, "national_reports/desk/review.html", context)
    try:
        return_report(
            report=held.report,
            reasons=typed.given,
            by=signed_in_user(request),
            at=timezone.now(),
            # The page says what it showed: of two reviewers at once the second is told.
            accepted=request.POST.get("state") == Report.State.ACCEPTED,
        )
        messages.success(request, _("The report is returned, and the focal points are told."))
    except NotInThatState as state:
        _tell_state(request, state)
    return _back(held)


def _kept_first(request: HttpRequest, held: HeldReport, typed: Reasons) -> dict[str, str]:
    """Keep what was typed before anything is decided; what stands in the way of returning the report with it."""
    try:
        saved = keep_reasons(request, held, typed)
    except DraftTooLong as fault:
        return {str(fault) or WHOLE: too_long()}
    return other_windows(saved) | left_behind(request, held, typed)


@require_POST
@requires(Access.DESK)
@takes(A_FORM)
def acceptance(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Find a report in order."""
    held = find_report(party, cycle)
    _decide(request, held, accept_report, _("The report is accepted. A publisher can publish it now."))
    return _back(held)


@require_POST
@requires(Access.PUBLISH)
@takes(A_FORM)
def publication(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Make a report public."""
    held = find_report(party, cycle)
    if _decide(request, held, publish_report, _("The report is public, and the figures are computed anew.")):
        _tell_cut_off(request, held.report)
    return _back(held)


@require_POST
@requires(Access.PUBLISH)
def without_word(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Let what was entered from paper be published though its Party has not confirmed it."""
    held, reason = find_report(party, cycle), typed(request, "reason")
    if len(reason) > LONGEST_REASON:
        messages.error(request, reason_too_long(LONGEST_REASON))
        return _back(held)
    try:
        go_without(report=held.report, reason=reason, by=signed_in_user(request), at=timezone.now())
    except ReasonMissing:
        messages.error(request, _("Say why the Party's confirmation is not waited for."))
    except NotInThatState as state:
        _tell_state(request, state)
    else:
        messages.success(request, _("Kept with its reason: the report can be published."))
    return _back(held)


def _decide(request: HttpRequest, held: HeldReport, decide: Callable[..., object], done: str) -> bool:
    """Decide about what was read, and say that it is done or why not."""
    if not _is_what_was_read(request, held):
        return False
    try:
        decide(report=held.report, by=signed_in_user(request), at=timezone.now())
    except OwnReport:
        messages.error(request, _("You submitted this report: another member of staff must accept it."))
    except TooFewPublishers:
        messages.error(request, too_few_in_words())
    except InDispute:
        messages.error(request, _("Nothing was changed: the report is held. Release it first."))
    except NotConfirmed:
        messages.error(request, _("Not published: its Party has not confirmed yet what was entered."))
    except NotInThatState as state:
        _tell_state(request, state)
    else:
        messages.success(request, done)
        return True
    return False


def _tell_cut_off(request: HttpRequest, report: Report) -> None:
    """Say it where a report is public and yet in no figure."""
    report.refresh_from_db(fields=["received_on"])
    if report.received_on is not None and report.received_on > report.cycle.cut_off:
        said = _("It came after the cut-off of %(day)s, so no figure counts it. The cut-off is set at Cycles.")
        messages.warning(request, said % {"day": date_format(report.cycle.cut_off)})


@require_POST
@keeps_what_was_typed(page="desk:review")
@requires(Access.DESK)
@takes(A_TEXT)
def notes(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Write a note."""
    held, user = find_report(party, cycle), signed_in_user(request)
    question, audience = request.POST.get("question", ""), request.POST.get("audience", "")
    if (question and question not in held.form.fields) or audience not in audiences(user):
        raise Http404(question)
    text, now = request.POST.get("text", ""), timezone.now()
    try:
        add_note(report=held.report, question=question, text=text, audience=audience, by=user, at=now)
        messages.success(request, _("Note kept."))
    except NoteInvalid:
        messages.error(request, _("The note was not kept: it must say something, in at most 5,000 characters."))
    return _back(held, question)


@require_POST
@requires(Access.DESK)
def note_settlement(request: HttpRequest, party: str, cycle: str, pk: int) -> HttpResponse:
    """Say that a note needs no more attention."""
    held, user = find_report(party, cycle), signed_in_user(request)
    note = get_object_or_404(readable_notes(user, held.report), pk=pk)
    settle_note(note=note, by=user, at=timezone.now())
    return _back(held, note.question)


def _is_what_was_read(request: HttpRequest, held: HeldReport) -> bool:
    """Whether the decision is on what the page showed: a report may have been handed in anew meanwhile."""
    last = held.report.submissions.order_by("at").last()
    if last is not None and request.POST.get("submission") == last.reference:
        return True
    messages.error(request, _("The report was handed in anew since you opened the page. Read it again, then decide."))
    return False


def _tell_state(request: HttpRequest, state: NotInThatState) -> None:
    said = _("Nothing was done: somebody else was faster, and the report is now in the state “%(state)s”.")
    messages.error(request, said % {"state": state})


def _back(held: HeldReport, question: str = "") -> HttpResponse:
    place = f"#{question}" if question else ""
    return HttpResponseRedirect(reverse("desk:review", args=held.args) + place, status=HTTPStatus.SEE_OTHER)
