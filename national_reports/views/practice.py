"""Trying the form: one's own practice report, which nobody else reads and which counts for nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from indicators.models import ReportingCycle
from national_reports.codec import AnswerData
from national_reports.cover import languages_of
from national_reports.documents.building import build_content
from national_reports.documents.content import About
from national_reports.documents.labels import labels
from national_reports.fields import Field, build_field, name_wordings
from national_reports.forms import as_typed, read_page
from national_reports.helping import help_for, terms_in, uses_in
from national_reports.models import PracticeReport
from national_reports.plausibility import faults
from national_reports.plausibility_words import in_words, remark_in_words
from national_reports.progress import SectionProgress, check, closed_questions, sections
from national_reports.questionnaire import COVER, Question, QuestionnaireForm
from national_reports.selectors import form_for, open_answers
from national_reports.sending import GRAMMAR, FormCut, FormOutdated, Sent, digest_of, receive, sort_out, whole
from national_reports.services.opening import CycleClosed
from national_reports.services.practising import (
    NotAFocalPoint,
    PracticeFull,
    PracticeGone,
    PracticeSubmitted,
    open_practice,
    save_practice,
    submit_practice,
    wipe_practice,
)
from national_reports.services.trials import RemarkTooLong
from national_reports.services.workflow import DECLARATION, DeclarationMissing, ReportNotComplete
from national_reports.trials import NOT_TRIED, is_on_trial
from national_reports.views.navigator import navigator
from national_reports.views.reports import FormPages, slug_of
from national_reports.views.trial_remarks import remark_box, take_remark, too_long
from parties.asking_first import Asked, asks_first
from parties.bounds import A_FORM, takes
from parties.in_languages import reader_language
from parties.permissions import Access, requires, signed_in_user

NOTHING = AnswerData()


@dataclass
class HeldPractice(FormPages):
    """A practice report with the form that is in use."""

    practice: PracticeReport
    form: QuestionnaireForm
    is_trial: bool

    @property
    def args(self) -> list[str]:
        return [self.practice.cycle.code]

    @property
    def address(self) -> str:
        return reverse("national_reports:practice", args=self.args)

    def section_address(self, section: str, page: int = 1) -> str:
        address = reverse("national_reports:practice-section", args=[*self.args, slug_of(section)])
        return f"{address}{f'?page={page}' if page > 1 else ''}"

    def progress(self) -> list[SectionProgress]:
        """Every section with its state; pure."""
        answers = self.practice.answers
        return sections(self.form, answers, remarks=check(self.form, answers), marked=())

    @property
    def context(self) -> dict[str, Any]:
        """What every page of it knows."""
        return {"nav": "reports", "held": self, "practice": self.practice, "searches_here": True}


def find_practice(request: HttpRequest, cycle: str) -> HeldPractice:
    """The reader's own; nobody's address leads to another's. Http404 where there is none."""
    mine = PracticeReport.objects.select_related("cycle").filter(person=signed_in_user(request), cycle__code=cycle)
    practice = mine.first()
    if practice is None:
        raise Http404(_gone())
    return HeldPractice(practice, form_for(practice.cycle, reader_language()), is_on_trial(practice.cycle))


def _gone() -> str:
    return _("You have no practice report here. Where a trial round ended, what was filled in is wiped.")


@requires(Access.SIGNED_IN)
@require_POST
def practice_opening(request: HttpRequest, cycle: str) -> HttpResponse:
    """Begin one's practice report, or go on with it."""
    held = get_object_or_404(ReportingCycle, code=cycle)
    try:
        open_practice(cycle=held, by=signed_in_user(request), at=timezone.now())
    except NotAFocalPoint as refused:
        raise Http404 from refused
    except CycleClosed:
        messages.error(request, _("The Secretariat has not opened this cycle for reports."))
        return redirect("national_reports:mine")
    return redirect("national_reports:practice", cycle)


@requires(Access.SIGNED_IN)
@require_safe
def practice(request: HttpRequest, cycle: str) -> HttpResponse:
    """The sections of one's practice report, what is missing, and the form to submit it for practice."""
    return _overview(request, find_practice(request, cycle))


def _overview(request: HttpRequest, held: HeldPractice, *, error: str = "") -> HttpResponse:
    progress = held.progress()
    remarks = [remark for one in progress for remark in one.remarks if remark.is_blocking]
    context = {
        **held.context,
        "navigator": navigator(held, progress),
        "missing": [
            {"remark": one, "text": remark_in_words(one), "url": held.address_of(one.question)} for one in remarks
        ],
        "declaration": _(DECLARATION) % {"party": _("Practice Party")},
        "error": error,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return render(request, "national_reports/practice/report.html", context, status=status)


@requires(Access.SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@takes(A_FORM)
def practice_section(request: HttpRequest, cycle: str, section: str) -> HttpResponse:
    """A page of questions, saved whole."""
    held = find_practice(request, cycle)
    key = held.section(section)
    page = held.page_number(request, key)
    if request.method == "POST":
        return _save(request, held, key, page)
    if not held.practice.is_editable:
        return redirect("national_reports:practice-print", *held.args)
    return _show(request, held, key, page)


def _save(request: HttpRequest, held: HeldPractice, section: str, page: int) -> HttpResponse:
    answers = held.practice.answers
    try:
        sent = receive(request.POST)
        take_remark(request, held.practice, section)
        asked = _asked_on(held, section, page)
        posted, invalid = read_page(sent, asked, languages=languages_of(answers), held=answers)
        stale = save_practice(practice=held.practice, posted=posted, at=timezone.now())
    except (FormCut, FormOutdated):
        messages.error(
            request, _("Only a part of this page arrived, and nothing was saved. Look through it, then save again.")
        )
        return _show(request, held, section, page, typed=whole(sort_out(request.POST)), status=400)
    except RemarkTooLong:
        messages.error(request, too_long())
        return _show(request, held, section, page, typed=sent, remark=request.POST["remark"], status=422)
    except PracticeFull:
        messages.error(
            request, _("Nothing was saved: a practice report takes no more text. Shorten it, then save again.")
        )
        return _show(request, held, section, page, typed=sent, status=422)
    except PracticeGone as gone:
        raise Http404(_gone()) from gone
    except PracticeSubmitted:
        messages.info(request, _("It was submitted for practice already. Wipe it to begin anew."))
        return HttpResponseRedirect(held.address)
    changed = _(
        "You, in another window, changed this answer meanwhile. Yours is below: save it to put it in its place."
    )
    wrong = {one.question.key: one.reason for one in invalid} | {one.question.key: changed for one in stale}
    held.practice.refresh_from_db()
    if wrong:
        return _show(request, held, section, page, typed={key: sent[key] for key in wrong}, wrong=wrong, status=422)
    messages.success(request, _("Saved, for practice."))
    opened = closed_questions(held.form, answers) - closed_questions(held.form, held.practice.answers)
    if "continue" not in request.POST or opened & {question.key for question in asked}:
        return HttpResponseRedirect(held.section_address(section, page))
    return HttpResponseRedirect(_next_address(held, section, page))


def _next_address(held: HeldPractice, section: str, page: int) -> str:
    """The next page, the next section, the overview after all."""
    if page < len(held.form.pages[section]):
        return held.section_address(section, page + 1)
    keys = [key for key, _title in held.form.chapters]
    after = keys[keys.index(section) + 1 :]
    return held.section_address(after[0]) if after else f"{held.address}#submit"


def _asked_on(held: HeldPractice, section: str, page: int) -> list[Question]:
    return [question for question in held.form.pages[section][page - 1] if question.kind != NOT_TRIED]


def _show(
    request: HttpRequest,
    held: HeldPractice,
    section: str,
    page: int,
    *,
    typed: Mapping[str, Sent] | None = None,
    wrong: Mapping[str, str] | None = None,
    remark: str | None = None,
    status: int = 200,
) -> HttpResponse:
    questions = _asked_on(held, section, page)
    fields = _fields(held, questions, typed or {})
    for one in fields:
        one.error = (wrong or {}).get(one.key, "")
    context = {
        **held.context,
        "title": dict(held.form.chapters)[section],
        "page": page,
        "pages": [
            {"number": number, "url": held.section_address(section, number), "current": number == page}
            for number in range(1, len(held.form.pages[section]) + 1)
        ],
        "fields": fields,
        "groups": held.form.groups,
        "heading": held.form.headings.sections.get(section),
        # The cover is no part of the Secretariat's questionnaire.
        "wording": name_wordings(fields, held.form) if section != COVER else "",
        "terms": terms_in(questions),
        "errors": [one for one in fields if one.error],
        "grammar": GRAMMAR,
        "remark": remark_box(held.practice, section, typed=remark) if held.is_trial else None,
        "navigator": navigator(held, held.progress(), section=section),
    }
    return render(request, "national_reports/practice/section.html", context, status=status)


def _fields(held: HeldPractice, questions: list[Question], typed: Mapping[str, Sent]) -> list[Field]:
    answers, cycle = held.practice.answers, held.practice.cycle.code
    closed, languages, uses = closed_questions(held.form, answers), languages_of(answers), uses_in(cycle)
    fields = []
    for question in questions:
        standing = answers.get(question.key, NOTHING)
        sent = typed.get(question.key)
        # What is shown again stands over what stands now.
        over = replace(sent, shown=digest_of(standing)) if sent else None
        data = as_typed(over, question, languages=languages, held=standing) if over else standing
        one = build_field(question, held.form, answer=None, data=data, languages=languages, closed=closed, typed=over)
        one.help = help_for(question, cycle, uses)
        one.remark = in_words(question, faults(question, answers))
        fields.append(one)
    return fields


@requires(Access.SIGNED_IN)
@require_POST
def practice_submission(request: HttpRequest, cycle: str) -> HttpResponse:
    """Submit for practice: checked as a report is, sent to nobody."""
    held = find_practice(request, cycle)
    declared = request.POST.get("declared") == "yes"
    try:
        submit_practice(practice=held.practice, declared=declared, at=timezone.now())
    except PracticeGone as gone:
        raise Http404(_gone()) from gone
    except DeclarationMissing:
        return _overview(request, held, error=_("Tick the declaration, then submit."))
    except ReportNotComplete:
        return _overview(request, held, error=_("The report is not complete yet: the list below says what is missing."))
    return redirect("national_reports:practice-receipt", *held.args)


@requires(Access.SIGNED_IN)
@require_safe
def practice_receipt(request: HttpRequest, cycle: str) -> HttpResponse:
    held = find_practice(request, cycle)
    if held.practice.is_editable:
        raise Http404(_("This version has not been submitted."))
    return render(request, "national_reports/practice/receipt.html", held.context)


@requires(Access.SIGNED_IN)
@require_safe
def practice_print(request: HttpRequest, cycle: str) -> HttpResponse:
    """All of its answers on one page, as a report would be printed."""
    held = find_practice(request, cycle)
    about = About(
        party=_("Practice Party"),
        cycle=held.practice.cycle.title,
        version=1,
        state=_("Practice – counts for nothing"),
        labels=labels(),
        language=reader_language(),
        reference=held.practice.reference,
        submitted_at=held.practice.submitted_at,
        sha256=held.practice.sha256,
        shows_private=True,
    )
    answers = open_answers(held.form, held.practice.answers)
    content = build_content(form=held.form, answers=answers, about=about)
    return render(request, "national_reports/practice/print.html", {**held.context, "content": content})


def _ask_to_wipe(request: HttpRequest, cycle: str) -> Asked:
    return Asked(
        title=_("Wipe the practice report?"),
        words=_("All that you typed in it is gone for good. Your Party’s report is not touched."),
        button=_("Wipe the practice report"),
        back=find_practice(request, cycle).address,
    )


@requires(Access.SIGNED_IN)
@require_POST
@asks_first(_ask_to_wipe)
def practice_wiping(request: HttpRequest, cycle: str) -> HttpResponse:
    """Remove one's practice report; sent twice it is gone all the same."""
    mine = PracticeReport.objects.filter(person=signed_in_user(request), cycle__code=cycle).first()
    if mine is not None:
        wipe_practice(practice=mine)
    messages.success(request, _("The practice report is wiped."))
    return redirect("national_reports:mine")
