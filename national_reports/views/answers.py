"""One answer: saved by the page's script, copied, confirmed, and its history."""

from collections.abc import Sequence
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from national_reports.codec import AnswerData, clean_text
from national_reports.cover import languages_of
from national_reports.forms import FieldInvalid, FieldUnknown, PostedAnswer, VersionMissing, check_fields, read_answer
from national_reports.models import AnswerChange
from national_reports.plausibility_words import in_words as in_words_of_faults
from national_reports.questionnaire import Question
from national_reports.selectors import put_beside, remarks_at
from national_reports.sending import FormCut, FormOutdated, digest_of, receive
from national_reports.services.filling import (
    NotYoursToFill,
    Place,
    ReportFrozen,
    Saved,
    SaveState,
    SectionOfAnother,
    restore_answer,
    save_answer,
)
from national_reports.services.kept import end_kept
from national_reports.views.handing import not_theirs
from national_reports.views.kept import SECTION
from national_reports.views.navigator import where_one_is
from national_reports.views.people import audience_choices, colleagues, readable_notes
from national_reports.views.people import in_words as who_is_here
from national_reports.views.reports import find_report, tell_not_open
from national_reports.views.typed import keeps_what_was_typed
from national_reports.words import in_words
from parties.bounds import A_FORM, takes
from parties.formats import clock, listed, quoted
from parties.models import User
from parties.permissions import Access, includes, requires, signed_in_user

MOST_TAB = 36
# A state line is read at a glance; the whole text is a link away.
MOST_IN_LINE = 160


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
        sent = receive(request.POST)
        posted = read_answer(sent, question, languages=languages_of(stored), held=stored.get(key))
        check_fields(request.POST, question, held=stored.get(key))
        saved = save_answer(
            report=held.report,
            question=key,
            data=posted.data,
            read_version=posted.read_version,
            by=signed_in_user(request),
            at=timezone.now(),
            place=place_of(request),
            shown=posted.shown,
        )
    except FormCut:
        words = _("Only a part of this answer arrived, and nothing was changed. It is sent again.")
        return JsonResponse({"state": "cut", "words": words}, status=HTTPStatus.BAD_REQUEST)
    except (FormOutdated, VersionMissing):
        words = _("This page is outdated. Press “Save” below: what you typed goes over into the new page.")
        return JsonResponse({"state": "outdated", "words": words}, status=HTTPStatus.PRECONDITION_REQUIRED)
    except FieldUnknown as fault:
        words = _("Nothing was saved: the question has no field %(names)s. Load the page again, and send its fields.")
        unknown = {"state": "unknown", "words": words % {"names": _in_short(fault.names)}}
        return JsonResponse(unknown, status=HTTPStatus.BAD_REQUEST)
    except FieldInvalid as fault:
        return JsonResponse({"state": "invalid", "words": fault.reason}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except ReportFrozen as fault:
        words = _("The report is %(state)s: its answers stay as they are.") % {"state": str(fault).lower()}
        return JsonResponse({"state": "refused", "words": words}, status=HTTPStatus.LOCKED)
    except SectionOfAnother:
        return JsonResponse({"state": "refused", "words": not_theirs()}, status=HTTPStatus.FORBIDDEN)
    except NotYoursToFill:
        words = _("Only the Party's focal points fill in this report.")
        return JsonResponse({"state": "refused", "words": words}, status=HTTPStatus.FORBIDDEN)
    if saved.state != SaveState.LATE:
        end_kept(report=held.report, person=signed_in_user(request), place=SECTION.place, questions=[key])
    told = _told(question, saved, posted, to=signed_in_user(request))
    told["others"] = who_is_here(colleagues(held.report, but=signed_in_user(request)), question.section)
    told["remarks"] = {
        one: in_words_of_faults(held.form.fields[one], wrong)
        for one, wrong in remarks_at(held.report, held.form, key).items()
    }
    status = HTTPStatus.CONFLICT if saved.state == SaveState.CONFLICT else HTTPStatus.OK
    return JsonResponse(told, status=status)


def place_of(request: HttpRequest) -> Place:
    """Which page a save comes from, and its place among the saves of that page."""
    sequence = request.POST.get("sequence", "")
    return Place(clean_text(request.POST.get("tab", ""))[:MOST_TAB], int(sequence[:9]) if sequence.isdecimal() else 0)


def _told(question: Question, saved: Saved, posted: PostedAnswer, *, to: User) -> dict[str, object]:
    """What the page's script is told: what became of its save, and in words.

    With `shown` it may go on under `version`. A page that shows something else than what stands has it not.
    """
    standing = saved.answer.data if saved.answer else AnswerData()
    told: dict[str, object] = {"state": saved.state, "version": saved.version, "code": settings.CODE_VERSION}
    if standing == posted.data:
        told["shown"] = digest_of(standing)
    if saved.state == SaveState.CONFLICT:
        return told | {
            "words": changed_meanwhile(saved, to=to),
            "mine": _in_line(question, posted.data),
            "theirs": _in_line(question, standing),
            "by": _("In the other window")
            if saved.answer and saved.answer.changed_by == to
            else _name_of(saved, to=to),
        }
    at = saved.answer.changed_at if saved.answer and saved.answer.changed_at else timezone.now()
    words = _("Saved %(time)s") % {"time": clock(at)}
    if saved.state == SaveState.OVERTAKEN:
        words = _("Changed meanwhile by %(name)s: load the page again to see it.") % {"name": _name_of(saved, to=to)}
    return told | {"words": words}


def changed_meanwhile(saved: Saved, *, to: User) -> str:
    """Who wrote the other text, told to the person whose text was put beside it."""
    if saved.answer and saved.answer.changed_by == to:
        return _("You, in another window, changed this answer meanwhile. Both are kept.")
    return _("A colleague changed this answer meanwhile. Both are kept.")


def _name_of(saved: Saved, *, to: User) -> str:
    by = saved.answer.changed_by if saved.answer else None
    if by == to:
        return _("you, in another window")
    return by.name if by else ""


def _in_short(names: Sequence[str]) -> str:
    """Names that somebody sent, as a sentence may quote them."""
    return Truncator(listed(quoted(name) for name in names)).chars(MOST_IN_LINE)


def _in_line(question: Question, data: AnswerData) -> str:
    return Truncator(in_words(question, data, with_private=True).in_one_line).chars(MOST_IN_LINE)


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
        tell_not_open(request)
        return HttpResponseRedirect(held.address)
    if saved.state == SaveState.CONFLICT:
        messages.error(request, changed_meanwhile(saved, to=signed_in_user(request)))
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
        **where_one_is(held, section=question.section),
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
        "takes_part": includes(request.user, Access.REPORT_EDIT, party=party, on=timezone.localdate()),
        "back": held.address_of(question),
    }
    return render(request, "national_reports/answer_history.html", context)


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise Http404(text)
    return int(text[:9])
