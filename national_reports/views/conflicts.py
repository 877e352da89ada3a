"""Two editors' texts for one answer, side by side, until somebody chooses."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from national_reports.codec import AnswerData
from national_reports.cover import languages_of
from national_reports.fields import Field, build_field
from national_reports.forms import FieldInvalid, VersionMissing, as_typed, read_answer
from national_reports.models import Answer, Conflict
from national_reports.questionnaire import Question
from national_reports.selectors import answers_of
from national_reports.sending import GRAMMAR, FormCut, FormOutdated, Sent, receive, sort_out
from national_reports.services.filling import NotYoursToFill, ReportFrozen, SaveState, settle_conflict
from national_reports.views.navigator import where_one_is
from national_reports.views.reports import HeldReport, find_report
from national_reports.views.typed import keeps_what_was_typed
from national_reports.words import in_words
from parties.bounds import A_FORM, takes
from parties.permissions import Access, requires, signed_in_user


@keeps_what_was_typed()
@requires(Access.REPORT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
@takes(A_FORM)
def conflicts(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    held = find_report(party, cycle)
    if request.method == "POST":
        return _settle(request, held)
    return _show(request, held)


def _show(request: HttpRequest, held: HeldReport, *, error: str = "", status: int = 200) -> HttpResponse:
    typed = sort_out(request.POST) if request.POST.get("keep") == "joined" else {}
    stored = {answer.question: answer for answer in held.report.answers.select_related("changed_by")}
    languages = languages_of({key: answer.data for key, answer in stored.items()})
    rows = []
    for conflict in held.report.conflicts.filter(settled_at=None).select_related("by"):
        question = held.form.fields[conflict.question]
        answer = stored.get(conflict.question)
        standing = answer.data if answer else AnswerData()
        rows.append(
            {
                "conflict": conflict,
                "question": question,
                "answer": answer,
                "version": answer.version if answer else 0,
                "standing": in_words(question, standing, with_private=True),
                "other": in_words(question, conflict.data, with_private=True),
                "joined": _box(held, question, answer, conflict, languages, typed.get(question.key))
                if question.kind == "text"
                else None,
            }
        )
    context = {**held.context, **where_one_is(held), "rows": rows, "error": error, "grammar": GRAMMAR}
    return render(request, "national_reports/conflicts.html", context, status=status)


def _box(
    held: HeldReport,
    question: Question,
    answer: Answer | None,
    conflict: Conflict,
    languages: tuple[str, ...],
    sent: Sent | None,
) -> Field:
    """Both texts joined, to be shortened by hand; what was typed there already stays."""
    standing = answer.data if answer else AnswerData()
    data = _joined(standing, conflict.data)
    if sent is not None:
        data = as_typed(sent, question, languages=languages, held=standing)
    box = build_field(question, held.form, answer=answer, data=data, languages=languages, closed=())
    box.typed = sent
    return box


def _joined(standing: AnswerData, other: AnswerData) -> AnswerData:
    texts = dict(standing.texts)
    for language, text in other.texts.items():
        texts[language] = f"{texts[language]}\n\n{text}" if texts.get(language) else text
    return AnswerData(texts=texts)


def _settle(request: HttpRequest, held: HeldReport) -> HttpResponse:
    pk, version = request.POST.get("conflict", "")[:18], request.POST.get("read", "")[:9]
    if not (pk.isdecimal() and version.isdecimal()):
        raise Http404("")
    conflict = get_object_or_404(Conflict, pk=int(pk), report=held.report, settled_at=None)
    answers = answers_of(held.report)
    match request.POST.get("keep"):
        case "standing":
            data = answers.get(conflict.question, AnswerData())
        case "other":
            data = conflict.data
        case "joined":
            question = held.form.fields[conflict.question]
            try:
                data = read_answer(
                    receive(request.POST),
                    question,
                    languages=languages_of(answers),
                    held=answers.get(conflict.question),
                ).data
            except FieldInvalid as fault:
                return _show(request, held, error=fault.reason, status=422)
            except (FormCut, FormOutdated, VersionMissing):
                said = _(
                    "Only a part of this form arrived, and nothing was settled. Look through it and send it again."
                )
                return _show(request, held, error=said, status=400)
        case _:
            return _show(request, held, error=_("Choose which text stands."), status=422)
    try:
        saved = settle_conflict(
            conflict=conflict, data=data, read_version=int(version), by=signed_in_user(request), at=timezone.now()
        )
    except (ReportFrozen, NotYoursToFill):
        said = _("Nothing was settled: the report is not open for you to fill in. Both texts stay kept.")
        return _show(request, held, error=said, status=423)
    if saved.state == SaveState.CONFLICT:
        return _show(request, held, error=_("The answer was changed once more meanwhile: look again."), status=409)
    messages.success(request, _("Settled."))
    more = held.report.conflicts.filter(settled_at=None).exists()
    return redirect("national_reports:conflicts" if more else "national_reports:report", *held.args)
