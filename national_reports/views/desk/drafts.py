"""A reviewer's typed reasons: saved as they are typed or by a button, kept through a session's end, shown again."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from national_reports.closed_drafts import refuse_closed_draft
from national_reports.codec import clean_text
from national_reports.services.drafts import LONGEST_DRAFT, DraftTooLong, SavedDraft, drafts_of, save_drafts
from national_reports.services.filling import Place, SaveState
from national_reports.services.kept import end_kept
from national_reports.views.desk.forms import WHOLE, Reasons
from national_reports.views.desk.reviews import REVIEW, Choice, review_context
from national_reports.views.reports import HeldReport, find_report
from national_reports.views.typed import keeps_what_was_typed
from parties.bounds import A_FORM, takes
from parties.formats import clock
from parties.permissions import Access, requires, signed_in_user, wants_json
from parties.typed import reason_too_long

MOST_TAB = 36


@require_POST
@keeps_what_was_typed(REVIEW)
@requires(Access.DESK, keeps_drafts=True)
@takes(A_FORM)
def review_drafts(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """Save typed reasons for their reviewer: one by the page's script, or all that the page shows."""
    refuse_closed_draft(signed_in_user(request), party, cycle)
    held = find_report(party, cycle)
    typed = Reasons.read(request.POST, held.form)
    try:
        saved = keep_reasons(request, held, typed)
    except DraftTooLong as fault:
        return _refused(request, held, typed, {str(fault) or WHOLE: too_long()})
    stale = other_windows(saved)
    if wants_json(request):
        return _told(saved)
    if stale:
        return _refused(request, held, typed, stale)
    messages.success(request, _("Your reasons are kept. Only you see them until you return the report."))
    address = reverse("desk:review", args=held.args) + Choice.posted(request, held).query
    return HttpResponseRedirect(address.removesuffix("?"), status=HTTPStatus.SEE_OTHER)


def keep_reasons(request: HttpRequest, held: HeldReport, typed: Reasons) -> list[SavedDraft]:
    """Store what a page says; what waited since a session ended has been seen by now. Raises DraftTooLong."""
    by = signed_in_user(request)
    sequence = request.POST.get("sequence", "")
    place = Place(clean_text(request.POST.get("tab", ""))[:MOST_TAB], int(sequence[:9]) if sequence.isdecimal() else 0)
    saved = save_drafts(report=held.report, reasons=typed.drafts, by=by, at=timezone.now(), place=place)
    ended = [one.reason.question for one in saved if one.state != SaveState.LATE]
    end_kept(report=held.report, person=by, place=REVIEW.place, questions=ended)
    return saved


def other_windows(saved: list[SavedDraft]) -> dict[str, str]:
    """What is wrong where the same reviewer typed something else in another window."""
    return {
        one.reason.question or WHOLE: _(
            "In another window you typed: “%(text)s”. Save again to keep this text instead."
        )
        % {"text": one.draft.text if one.draft else ""}
        for one in saved
        if one.state == SaveState.CONFLICT
    }


def left_behind(request: HttpRequest, held: HeldReport, typed: Reasons) -> dict[str, str]:
    """Reasons of the same reviewer that the page does not show: nothing is returned without them."""
    shown = typed.versions.keys() | typed.texts.keys() | typed.ticked
    drafts = {one.question or WHOLE: one for one in drafts_of(held.report, signed_in_user(request))}
    said = _("You typed this in another window: read it, then return the report.")
    return {key: said for key, one in drafts.items() if one.says_something and key not in shown}


def too_long() -> str:
    return reason_too_long(LONGEST_DRAFT)


def _refused(request: HttpRequest, held: HeldReport, typed: Reasons, faults: dict[str, str]) -> HttpResponse:
    if wants_json(request):
        told = {"state": "invalid", "words": next(iter(faults.values()))}
        return JsonResponse(told, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    context = review_context(request, held, Choice.posted(request, held), typed=typed, faults=faults)
    return render(request, "national_reports/desk/review.html", context, status=HTTPStatus.CONFLICT)


def _told(saved: list[SavedDraft]) -> HttpResponse:
    """The answer to a script, which saves one reason at a time."""
    if not saved:
        words = _("This page is too old to save from: load it again.")
        return JsonResponse({"state": "refused", "words": words}, status=HTTPStatus.PRECONDITION_REQUIRED)
    one = saved[-1]
    at = one.draft.changed_at if one.draft else timezone.now()
    told = {"state": one.state, "version": one.version}
    if one.state == SaveState.CONFLICT:
        told["words"] = other_windows([one])[one.reason.question or WHOLE]
        return JsonResponse(told, status=HTTPStatus.CONFLICT)
    told["words"] = _("Kept %(time)s, for you alone") % {"time": clock(at)}
    return JsonResponse(told)
