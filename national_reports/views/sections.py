"""A page of questions: shown, saved whole without scripts, marked complete."""

from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from national_reports.codec import AnswerData
from national_reports.cover import languages_of
from national_reports.fields import Field, build_field, name_wordings, parents_elsewhere
from national_reports.forms import FieldInvalid, PostedAnswer, VersionMissing, as_typed, read_answer, read_page
from national_reports.helping import help_for, terms_in, uses_in
from national_reports.models import Answer
from national_reports.plausibility import faults
from national_reports.plausibility_words import in_words, remark_in_words
from national_reports.posted import as_post
from national_reports.previous import previous_answers
from national_reports.progress import Remark, check, closed_questions, sections
from national_reports.questionnaire import COVER, Question
from national_reports.selectors import answers_of, answers_to_show
from national_reports.sending import GRAMMAR, FormCut, FormOutdated, Sent, digest_of, receive, sort_out, whole
from national_reports.services.filling import (
    NotYoursToFill,
    ReportFrozen,
    Saved,
    SaveState,
    SectionOfAnother,
    may_edit,
    note_presence,
    save_answer,
)
from national_reports.services.kept import end_kept
from national_reports.slips import make_slip
from national_reports.views import people
from national_reports.views.actions import SectionNotComplete, act
from national_reports.views.answers import place_of
from national_reports.views.apart import kept_apart_in
from national_reports.views.handing import not_theirs
from national_reports.views.kept import SECTION, for_boxes, kept_here, waiting_here
from national_reports.views.navigator import navigator
from national_reports.views.reports import HeldReport, find_report, slug_of
from national_reports.views.saved import all_is_saved, changed_meanwhile, name_implausible
from national_reports.views.typed import keeps_what_was_typed
from parties.bounds import A_FORM, takes
from parties.permissions import Access, requires, signed_in_user


@keeps_what_was_typed(SECTION)
@requires(Access.REPORT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
@takes(A_FORM)
def section(request: HttpRequest, party: str, cycle: str, section: str) -> HttpResponse:
    held = find_report(party, cycle)
    key = held.section(section)
    page = held.page_number(request, key)
    questions = held.form.pages[key][page - 1]
    if request.method == "POST":
        return _receive(request, held, key, page, questions)
    if not may_edit(signed_in_user(request), held.report):
        return redirect("national_reports:print", *held.args)
    theirs = held.sections_of(signed_in_user(request))
    if theirs is not None and key not in theirs:
        messages.info(request, not_theirs())
        return redirect(f"{reverse('national_reports:print', args=held.args)}#{key}")
    note_presence(report=held.report, section=key, by=signed_in_user(request), at=timezone.now())
    return _show(request, held, key, page, questions)


def _receive(
    request: HttpRequest, held: HeldReport, section: str, page: int, questions: tuple[Question, ...]
) -> HttpResponse:
    """Save a page that arrived whole; whatever else came is shown, under the versions that it was typed over."""
    try:
        return _save(request, held, section, page, questions, receive(request.POST))
    except FormCut:
        said, status = (
            _("Only a part of this page arrived, and nothing was saved. Look through it, then save again."),
            400,
        )
    except FormOutdated:
        said, status = _("This page was outdated, and nothing was saved yet. What you typed is below: save it."), 422
    except SectionOfAnother:
        said, status = not_theirs(), 200
    except (ReportFrozen, NotYoursToFill):
        said = _("Nothing was saved: the report is not open for you to fill in. Your text is below.")
        status = 200
    messages.error(request, said)
    return _show(request, held, section, page, questions, typed=whole(sort_out(request.POST)), status=status)


def _save(
    request: HttpRequest,
    held: HeldReport,
    section: str,
    page: int,
    questions: tuple[Question, ...],
    sent: Mapping[str, Sent],
) -> HttpResponse:
    """Save each question on its own: what one of them lacks keeps nothing of the others from being saved."""
    before = answers_of(held.report)
    closed_before = closed_questions(held.form, before)
    posted, invalid = read_page(sent, questions, languages=languages_of(before), held=before)
    saved = _save_each(request, held, posted)
    beside = [one for one in saved if one.state == SaveState.CONFLICT]
    if beside:
        messages.error(request, changed_meanwhile(beside, to=signed_in_user(request)))
    if invalid:
        refused = {fault.question.key: sent[fault.question.key] for fault in invalid}
        return _show(request, held, section, page, questions, typed=refused, invalid=invalid, status=422)
    if beside:
        return redirect("national_reports:conflicts", *held.args)
    _tell_what_changed(request, held, questions, saved)
    now_answers = answers_of(held.report)
    new = [one.question for one, kept in zip(posted, saved, strict=True) if kept.state == SaveState.SAVED]
    # Named where it stands; whoever goes on again is not held up.
    goes_on = bool({"continue", "back"} & set(request.POST))
    if name_implausible(request, held, new, now_answers) and goes_on:
        return HttpResponseRedirect(held.section_address(section, page))
    opened = closed_before - closed_questions(held.form, now_answers)
    if "continue" in request.POST and opened & {question.key for question in questions}:
        messages.info(request, _("Your answers opened further questions on this page."))
        return HttpResponseRedirect(held.section_address(section, page))
    try:
        return act(request, held, section, page)
    except SectionNotComplete as fault:
        return _show(request, held, section, page, questions, blocking=fault.remarks)


def _save_each(request: HttpRequest, held: HeldReport, posted: list[PostedAnswer]) -> list[Saved]:
    by, now = signed_in_user(request), timezone.now()
    saved = [
        save_answer(
            report=held.report,
            question=one.question.key,
            data=one.data,
            read_version=one.read_version,
            by=by,
            at=now,
            place=place_of(request),
            shown=one.shown,
        )
        for one in posted
    ]
    questions = [one.question.key for one in posted]
    end_kept(report=held.report, person=by, place=SECTION.place, questions=questions)
    return saved


def _tell_what_changed(
    request: HttpRequest, held: HeldReport, questions: tuple[Question, ...], saved: list[Saved]
) -> None:
    changed = sum(one.state == SaveState.SAVED for one in saved)
    if changed:
        said = ngettext("Saved: %(n)d answer changed.", "Saved: %(n)d answers changed.", changed) % {"n": changed}
        messages.success(request, said)
    elif not {"act", "continue", "back"} & set(request.POST) and all(one.state == SaveState.UNCHANGED for one in saved):
        messages.info(request, all_is_saved(held, questions))


def _show(
    request: HttpRequest,
    held: HeldReport,
    section: str,
    page: int,
    questions: tuple[Question, ...],
    *,
    typed: Mapping[str, Sent] | None = None,
    invalid: list[FieldInvalid] | None = None,
    blocking: list[Remark] | None = None,
    status: int = 200,
) -> HttpResponse:
    stored, marked = answers_to_show(held.report)
    answers = {key: answer.data for key, answer in stored.items()}
    conflicted = {key for key, answer in stored.items() if answer.has_conflict}
    fields = _fields(request, held, questions, stored, answers, conflicted, typed=typed)
    for fault in invalid or ():
        next(one for one in fields if one.key == fault.question.key).error = fault.reason
    copied = {key for key, one in stored.items() if one.copied_from}
    remarks = check(held.form, answers, copied=copied, conflicts=conflicted)
    progress = sections(held.form, answers, remarks=remarks, marked=marked)
    place = next(place for place, one in enumerate(progress) if one.key == section)
    context = {
        **held.context,
        "section": section,
        "slug": slug_of(section),
        "title": dict(held.form.chapters)[section],
        "page": page,
        "pages": _pages(held, section, page),
        "fields": fields,
        "groups": held.form.groups,
        "heading": held.form.headings.sections.get(section),
        # The cover is no part of the Secretariat's questionnaire.
        "wording": name_wordings(fields, held.form) if section != COVER else "",
        "terms": terms_in(questions),
        "apart": kept_apart_in(held, section, stored),
        "elsewhere": parents_elsewhere(questions, answers, closed_questions(held.form, answers)),
        "languages_of_report": languages_of(answers),
        "others": people.in_words(people.colleagues(held.report, but=signed_in_user(request)), section),
        "errors": [one for one in fields if one.error],
        "blocking": _with_links(held, questions, blocking or []),
        "was_typed": any(one.typed for one in fields) and not invalid,
        "slip": make_slip(person=signed_in_user(request).pk, report=held.report.pk),
        "grammar": GRAMMAR,
        "code": settings.CODE_VERSION,
        "is_last_page": page == len(held.form.pages[section]),
        "is_first_page": place == 0 and page == 1,
        "is_marked": section in marked,
        "waiting": progress[place].blocking,
        "navigator": navigator(held, progress, section=section),
        "any_copies": any(one.can_copy for one in fields),
        "any_unconfirmed": any(one.answer and one.answer.copied_from for one in fields),
    }
    return render(request, "national_reports/section.html", context, status=422 if blocking else status)


def _pages(held: HeldReport, section: str, page: int) -> list[dict[str, Any]]:
    return [
        {"number": number, "url": held.section_address(section, number), "current": number == page}
        for number in range(1, len(held.form.pages[section]) + 1)
    ]


def _with_links(held: HeldReport, questions: tuple[Question, ...], remarks: list[Remark]) -> list[dict[str, Any]]:
    """On this page a link leads down to the question; to another page of the section it leads there."""
    return [
        {
            "remark": one,
            "text": remark_in_words(one),
            "url": f"#{one.question.key}" if one.question in questions else held.address_of(one.question),
        }
        for one in remarks
    ]


def _fields(
    request: HttpRequest,
    held: HeldReport,
    questions: tuple[Question, ...],
    stored: Mapping[str, Answer],
    answers: Mapping[str, AnswerData],
    conflicted: Collection[str],
    *,
    typed: Mapping[str, Sent] | None,
) -> list[Field]:
    closed = closed_questions(held.form, answers)
    languages = languages_of(answers)
    keys = [question.key for question in questions]
    previous = previous_answers(held.report, held.form, keys)
    uses = uses_in(held.report.cycle.code)
    notes = people.notes_for(signed_in_user(request), held.report, keys)
    # What is shown because it was refused a moment ago comes before what waits since the last session.
    waiting = waiting_here(request, held, questions, answers) if typed is None else {}
    boxes = for_boxes(request, waiting)
    fields = []
    for question in questions:
        answer = stored.get(question.key)
        data = answers.get(question.key, AnswerData())
        kept = boxes.get(question.key)
        sent = sort_out(as_post(kept.fields)).get(question.key) if kept else (typed or {}).get(question.key)
        if sent is not None and not _is_typed(sent, question, languages, data):
            sent = None
        shown = as_typed(sent, question, languages=languages, held=data) if sent else data
        one = build_field(
            question, held.form, answer=answer, data=shown, languages=languages, closed=closed, typed=sent
        )
        if question.key in waiting:
            one.kept = kept_here(question, waiting[question.key], kept, answer, languages)
        one.previous = previous.get(question.key)
        one.notes = notes.get(question.key, [])
        one.has_conflict = question.key in conflicted
        one.help = help_for(question, held.report.cycle.code, uses)
        one.remark = in_words(question, faults(question, answers))
        fields.append(one)
    return fields


def _is_typed(sent: Sent, question: Question, languages: tuple[str, ...], data: AnswerData) -> bool:
    """Whether somebody typed what is not stored: neither what the page showed, nor what stands by now."""
    try:
        read = read_answer({question.key: sent}, question, languages=languages, held=data).data
    except FieldInvalid:
        return True
    except VersionMissing:
        return False
    return read != data and digest_of(read) != sent.shown
