"""One answer: saved by the page's script, copied, confirmed, and its history."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from national_reports.codec import AnswerData, clean_text
from national_reports.cover import languages_of
from national_reports.forms import FieldInvalid, VersionMissing, read_answer
from national_reports.models import AnswerChange
from national_reports.questionnaire import Question
from national_reports.selectors import put_beside
from national_reports.services.filling import (
    NotYoursToFill,
    Place,
    ReportFrozen,
    Saved,
    SaveState,
    restore_answer,
    save_answer,
)
from national_reports.services.kept import end_kept
from national_reports.views.kept import SECTION
from national_reports.views.people import audience_choices, colleagues, readable_notes
from national_reports.views.people import in_words as who_is_here
from national_reports.views.reports import HeldReport, find_report
from national_reports.views.typed import keeps_what_was_typed
from national_reports.words import in_words
from parties.bounds import A_FORM, takes
from parties.permissions import Access, requires
from parties.views import signed_in_user

MOST_TAB = 36


@keeps_what_was_typed()
@requires(Access.REPORT_EDIT)
@require_POST
@takes(A_FORM)
def answer(request: HttpRequest, party: str, cycle: str, key: str) -> HttpResponse:
    """Save one answer for the page's script; the answer tells the new version, or both texts of a conflict."""
    held = find_report(party, cycle)
    question = held.question(key)
    stored = {one.question: one.data for one in held.report.answers.filter(question__in=(key, "languages"))}
    try:
        posted = read_answer(request.POST, question, languages=languages_of(stored), held=stored.get(key))
        saved = save_answer(
            report=held.report,
            question=key,
            data=posted.data,
            read_version=posted.read_version,
            by=signed_in_user(request),
            at=timezone.now(),
            place=_place(request),
        )
    except VersionMissing:
        words = _("This page is too old to save from: load it again.")
        return JsonResponse({"state": "refused", "words": words}, status=HTTPStatus.PRECONDITION_REQUIRED)
    except FieldInvalid as fault:
        return JsonResponse({"state": "invalid", "words": fault.reason}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except ReportFrozen as fault:
        words = _("The report is %(state)s: its answers stay as they are.") % {"state": str(fault).lower()}
        return JsonResponse({"state": "refused", "words": words}, status=HTTPStatus.LOCKED)
    except NotYoursToFill:
        words = _("Only the Party's focal points fill in this report.")
        return JsonResponse({"state": "refused", "words": words}, status=HTTPStatus.FORBIDDEN)
    if saved.state != SaveState.LATE:
        end_kept(report=held.report, person=signed_in_user(request), place=SECTION.place, questions=[key])
    others = colleagues(held.report, but=signed_in_user(request))
    return _told(held, question, saved, posted.data, others=who_is_here(others, question.section))


def _place(request: HttpRequest) -> Place:
    sequence = request.POST.get("sequence", "")
    return Place(clean_text(request.POST.get("tab", ""))[:MOST_TAB], int(sequence[:9]) if sequence.isdecimal() else 0)


def _told(held: HeldReport, question: Question, saved: Saved, mine: AnswerData, *, others: str) -> HttpResponse:
    at = saved.answer.changed_at if saved.answer and saved.answer.changed_at else timezone.now()
    told: dict[str, object] = {"state": saved.state, "version": saved.version, "others": others}
    if saved.state != SaveState.CONFLICT:
        told["words"] = _("Saved %(time)s") % {"time": time_format(timezone.localtime(at), "H:i")}
        return JsonResponse(told)
    theirs = saved.answer
    told |= {
        "words": _("A colleague changed this answer meanwhile. Both are kept."),
        "mine": in_words(question, mine, with_private=True).in_one_line,
        "theirs": in_words(question, theirs.data, with_private=True).in_one_line if theirs else "",
        "by": theirs.changed_by.name if theirs and theirs.changed_by else "",
    }
    return JsonResponse(told, status=HTTPStatus.CONFLICT)


@requires(Access.REPORT_EDIT)
@require_POST
def answer_restoration(request: HttpRequest, party: str, cycle: str, key: str) -> HttpResponse:
    """Bring back what an answer said after an earlier change."""
    held = find_report(party, cycle)
    change = get_object_or_404(
        AnswerChange, report=held.report, question=key, version=_whole(request.POST.get("version", ""))
    )
    version = _whole(request.POST.get("read", ""))
    try:
        saved = restore_answer(change=change, read_version=version, by=signed_in_user(request), at=timezone.now())
    except (ReportFrozen, NotYoursToFill):
        messages.error(request, _("Nothing was changed: the report is not open for you to fill in."))
        return HttpResponseRedirect(held.address)
    if saved.state == SaveState.CONFLICT:
        messages.error(request, _("A colleague changed this answer meanwhile. Both are kept: choose."))
        return redirect("national_reports:conflicts", *held.args)
    messages.success(request, _("Restored."))
    return HttpResponseRedirect(held.address_of(held.question(key)))


@requires(Access.REPORT_READ)
@require_safe
def answer_history(request: HttpRequest, party: str, cycle: str, key: str) -> HttpResponse:
    """Every change of one answer, with the notes at its question."""
    held = find_report(party, cycle)
    question = held.question(key)
    changes = AnswerChange.objects.filter(report=held.report, question=key).select_related("by")
    rows = [
        {"change": one, "words": in_words(question, AnswerData.unpack(one.after), with_private=True)}
        for one in changes.order_by("-version")
    ]
    first = changes.order_by("version").first()
    opened_with = in_words(question, AnswerData.unpack(first.before), with_private=True) if first else None
    current = held.report.answers.filter(question=key).first()
    context = {
        **held.context,
        "question": question,
        "rows": rows,
        "beside": [
            {"conflict": one, "words": in_words(question, one.data, with_private=True)}
            for one in put_beside(held.report, key)
        ],
        "opened_with": opened_with,
        "version": current.version if current else 0,
        "notes": readable_notes(signed_in_user(request), held.report).filter(question=key),
        "audiences": audience_choices(signed_in_user(request)),
        "back": held.address_of(question),
    }
    return render(request, "national_reports/answer_history.html", context)


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise Http404(text)
    return int(text[:9])
