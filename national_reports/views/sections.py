"""A page of questions: shown, saved whole without scripts, marked complete, copied from before."""

from collections.abc import Collection, Mapping

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from national_reports.codec import AnswerData
from national_reports.cover import languages_of
from national_reports.fields import Field, build_field, parents_elsewhere
from national_reports.forms import FieldInvalid, read_page
from national_reports.models import Answer, Conflict
from national_reports.posted import as_post
from national_reports.previous import previous_answers
from national_reports.progress import Remark, check, closed_questions
from national_reports.questionnaire import Question
from national_reports.selectors import answers_of
from national_reports.services.filling import (
    NotYoursToFill,
    ReportFrozen,
    SaveState,
    may_edit,
    note_presence,
    save_answer,
)
from national_reports.services.kept import end_kept
from national_reports.slips import make_slip
from national_reports.views import people
from national_reports.views.actions import SectionNotComplete, act, page_address
from national_reports.views.kept import SECTION, for_boxes, kept_here, typed_data, waiting_here
from national_reports.views.reports import HeldReport, find_report, slug_of
from national_reports.views.typed import keeps_what_was_typed
from parties.bounds import A_FORM, takes
from parties.permissions import Access, requires
from parties.views import signed_in_user


@keeps_what_was_typed(SECTION)
@requires(Access.REPORT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
@takes(A_FORM)
def section(request: HttpRequest, party: str, cycle: str, section: str) -> HttpResponse:
    held = find_report(party, cycle)
    key = held.section(section)
    page = _page_number(request, held, key)
    questions = held.form.pages[key][page - 1]
    if request.method == "POST":
        try:
            return _save(request, held, key, page, questions)
        except (ReportFrozen, NotYoursToFill):
            messages.error(
                request, _("Nothing was saved: the report is not open for you to fill in. Your text is below.")
            )
            return _show(request, held, key, page, questions, typed=request.POST)
    if not may_edit(signed_in_user(request), held.report):
        return redirect("national_reports:print", *held.args)
    note_presence(report=held.report, section=key, by=signed_in_user(request), at=timezone.now())
    return _show(request, held, key, page, questions)


def _page_number(request: HttpRequest, held: HeldReport, section: str) -> int:
    page = request.GET.get("page", "1")
    if not page.isdecimal() or not 1 <= int(page) <= len(held.form.pages[section]):
        raise Http404(_("The section has %(n)d pages.") % {"n": len(held.form.pages[section])})
    return int(page)


def _save(
    request: HttpRequest, held: HeldReport, section: str, page: int, questions: tuple[Question, ...]
) -> HttpResponse:
    """Save each question on its own: what one of them lacks keeps nothing of the others from being saved."""
    before = answers_of(held.report)
    closed_before = closed_questions(held.form, before)
    posted, invalid = read_page(request.POST, questions, languages=languages_of(before), held=before)
    now = timezone.now()
    saved = [
        save_answer(
            report=held.report,
            question=one.question.key,
            data=one.data,
            read_version=one.read_version,
            by=signed_in_user(request),
            at=now,
        )
        for one in posted
    ]
    end_kept(
        report=held.report,
        person=signed_in_user(request),
        place=SECTION.place,
        questions=[one.question.key for one in posted],
    )
    if invalid:
        return _show(request, held, section, page, questions, typed=request.POST, invalid=invalid)
    if any(one.state == SaveState.CONFLICT for one in saved):
        messages.error(request, _("A colleague changed some of these answers meanwhile. Both are kept: choose."))
        return redirect("national_reports:conflicts", *held.args)
    changed = sum(one.state == SaveState.SAVED for one in saved)
    if changed:
        said = ngettext("Saved: %(n)d answer changed.", "Saved: %(n)d answers changed.", changed) % {"n": changed}
        messages.success(request, said)
    opened = closed_before - closed_questions(held.form, answers_of(held.report))
    if "continue" in request.POST and opened & {question.key for question in questions}:
        messages.info(request, _("Your answers opened further questions on this page."))
        return HttpResponseRedirect(page_address(held, section, page))
    try:
        return act(request, held, section, page)
    except SectionNotComplete as fault:
        return _show(request, held, section, page, questions, blocking=fault.remarks)


def _show(
    request: HttpRequest,
    held: HeldReport,
    section: str,
    page: int,
    questions: tuple[Question, ...],
    *,
    typed: QueryDict | None = None,
    invalid: list[FieldInvalid] | None = None,
    blocking: list[Remark] | None = None,
) -> HttpResponse:
    # A conflict is always beside an answer that stands.
    waiting = Conflict.objects.filter(report=OuterRef("report"), question=OuterRef("question"), settled_at=None)
    stored = {
        answer.question: answer
        for answer in held.report.answers.select_related("changed_by").annotate(has_conflict=Exists(waiting))
    }
    answers = {key: answer.data for key, answer in stored.items()}
    conflicted = {key for key, answer in stored.items() if answer.has_conflict}
    fields = _fields(request, held, questions, stored, answers, conflicted, typed=typed)
    for fault in invalid or ():
        next(one for one in fields if one.key == fault.question.key).error = fault.reason
    titles = dict(held.form.chapters)
    pages = held.form.pages[section]
    remarks = [
        remark
        for remark in check(held.form, answers, copied={key for key, one in stored.items() if one.copied_from})
        if remark.question.section == section and remark.is_blocking
    ]
    context = {
        **held.context,
        "section": section,
        "slug": slug_of(section),
        "title": titles[section],
        "page": page,
        "pages": [
            {"number": number, "url": page_address(held, section, number), "current": number == page}
            for number in range(1, len(pages) + 1)
        ],
        "fields": fields,
        "groups": held.form.groups,
        "elsewhere": parents_elsewhere(questions, answers, closed_questions(held.form, answers)),
        "languages_of_report": languages_of(answers),
        "others": people.in_words(people.colleagues(held.report, but=signed_in_user(request)), section),
        "errors": [one for one in fields if one.error],
        # On this page a link leads down to the question; to another page of the section it leads there.
        "blocking": [
            {
                "remark": one,
                "url": f"#{one.question.key}" if one.question in questions else held.address_of(one.question),
            }
            for one in blocking or ()
        ],
        "was_typed": (typed is not None and not invalid) or any(one.kept and one.kept.in_box for one in fields),
        "slip": make_slip(person=signed_in_user(request).pk, report=held.report.pk),
        "is_last_page": page == len(pages),
        "is_marked": held.report.marks.filter(section=section).exists() if page == len(pages) else False,
        "waiting": len(remarks),
        "any_copies": any(one.can_copy for one in fields),
        "any_unconfirmed": any(one.answer and one.answer.copied_from for one in fields),
    }
    return render(request, "national_reports/section.html", context, status=422 if invalid or blocking else 200)


def _fields(
    request: HttpRequest,
    held: HeldReport,
    questions: tuple[Question, ...],
    stored: Mapping[str, Answer],
    answers: Mapping[str, AnswerData],
    conflicted: Collection[str],
    *,
    typed: QueryDict | None,
) -> list[Field]:
    closed = closed_questions(held.form, answers)
    languages = languages_of(answers)
    keys = [question.key for question in questions]
    previous = previous_answers(held.report, held.form, keys)
    notes = people.notes_for(signed_in_user(request), held.report, keys)
    # What is shown because it was refused a moment ago comes before what waits since the last session.
    waiting = waiting_here(request, held, questions, answers) if typed is None else {}
    boxes = for_boxes(request, waiting)
    fields = []
    for question in questions:
        answer = stored.get(question.key)
        data = answers.get(question.key, AnswerData())
        kept = boxes.get(question.key)
        posted = typed if typed is not None else as_post(kept.fields) if kept else None
        shown = typed_data(posted, question, languages, data) if posted is not None else data
        one = build_field(question, held.form, answer=answer, data=shown, languages=languages, closed=closed)
        if question.key in waiting:
            one.kept = kept_here(question, waiting[question.key], kept, answer, languages)
        if kept is not None:
            # At the version that it was typed over: what somebody changed since is not overwritten, but met.
            one.version = kept.read_version
        one.previous = previous.get(question.key)
        one.notes = notes.get(question.key, [])
        one.has_conflict = question.key in conflicted
        fields.append(one)
    return fields
