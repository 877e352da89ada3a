"""Two editors' texts for one answer, side by side, until somebody chooses."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from national_reports.codec import AnswerData
from national_reports.cover import languages_of
from national_reports.fields import build_field
from national_reports.forms import FieldInvalid, VersionMissing, read_answer
from national_reports.models import Conflict
from national_reports.selectors import answers_of
from national_reports.services.filling import SaveState, settle_conflict
from national_reports.views.reports import HeldReport, find_report
from national_reports.views.typed import keeps_what_was_typed
from national_reports.words import in_words
from parties.bounds import A_FORM, takes
from parties.permissions import Access, requires
from parties.views import signed_in_user


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
                # Both texts joined, to be shortened by hand, for whoever wants something of each.
                "joined": build_field(
                    question,
                    held.form,
                    answer=answer,
                    data=_joined(standing, conflict.data),
                    languages=languages,
                    closed=(),
                )
                if question.kind == "text"
                else None,
            }
        )
    context = {**held.context, "rows": rows, "error": error}
    return render(request, "national_reports/conflicts.html", context, status=status)


def _joined(standing: AnswerData, other: AnswerData) -> AnswerData:
    texts = dict(standing.texts)
    for language, text in other.texts.items():
        texts[language] = f"{texts[language]}\n\n{text}" if texts.get(language) else text
    return AnswerData(texts=texts)


def _settle(request: HttpRequest, held: HeldReport) -> HttpResponse:
    pk, version = request.POST.get("conflict", ""), request.POST.get("read", "")
    if not (pk.isdecimal() and version.isdecimal()):
        raise Http404(pk)
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
                    request.POST, question, languages=languages_of(answers), held=answers.get(conflict.question)
                ).data
            except (FieldInvalid, VersionMissing) as fault:
                return _show(request, held, error=str(fault), status=422)
        case _:
            return _show(request, held, error=_("Choose which text stands."), status=422)
    saved = settle_conflict(
        conflict=conflict, data=data, read_version=int(version), by=signed_in_user(request), at=timezone.now()
    )
    if saved.state == SaveState.CONFLICT:
        return _show(request, held, error=_("The answer was changed once more meanwhile: look again."), status=409)
    messages.success(request, _("Settled."))
    more = held.report.conflicts.filter(settled_at=None).exists()
    return redirect("national_reports:conflicts" if more else "national_reports:report", *held.args)
