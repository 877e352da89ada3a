"""Earlier answers that are kept apart since their questions were mended: shown in the form, taken over or discarded."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from languages.codes import ENGLISH
from national_reports.codec import AnswerData
from national_reports.cover import languages_of
from national_reports.fitting import taking_over
from national_reports.models import Answer, KeptApart
from national_reports.selectors import answers_of
from national_reports.services.filling import NotYoursToFill, ReportFrozen, SaveState
from national_reports.services.mending import discard_apart, take_over_apart
from national_reports.views.reports import HeldReport, find_report, tell_not_open
from parties.permissions import Access, requires, signed_in_user


@dataclass(frozen=True)
class Shown:
    """One earlier answer, with the version of the answer that stands and whether it can be taken over."""

    apart: KeptApart
    version: int
    can_take: bool


def kept_apart_in(held: HeldReport, section: str, stored: Mapping[str, Answer]) -> list[Shown]:
    """What is kept apart of a section; where a section is gone, the first one shows it."""
    sections = [key for key, _title in held.form.chapters]
    answers = {key: answer.data for key, answer in stored.items()}
    return [
        Shown(
            apart=one,
            version=stored[one.question].version if one.question in stored else 0,
            can_take=not _taken(held, one, answers).is_empty,
        )
        for one in held.kept_apart()
        if section == (one.section if one.section in sections else sections[0])
    ]


def _taken(held: HeldReport, apart: KeptApart, answers: Mapping[str, AnswerData]) -> AnswerData:
    """What the answer would say with this one taken over, in the first language of the report."""
    language = next(iter(languages_of(answers)), ENGLISH)
    said = apart.said.get(language, apart.said[ENGLISH])["answer"]
    standing = answers.get(apart.question, AnswerData())
    return taking_over(held.form.fields.get(apart.question), standing, apart.data, said=said, language=language)


@requires(Access.REPORT_EDIT)
@require_POST
def apart_settlement(request: HttpRequest, party: str, cycle: str, pk: int) -> HttpResponse:
    """Take an earlier answer over, or discard it."""
    held, user, now = find_report(party, cycle), signed_in_user(request), timezone.now()
    apart = get_object_or_404(KeptApart, pk=pk, report=held.report)
    question = held.form.fields.get(apart.question)
    back = HttpResponseRedirect(held.address_of(question) if question else held.address)
    try:
        if request.POST.get("act") == "discard":
            discard_apart(apart=apart, by=user, at=now)
            messages.success(request, _("Discarded. It stays in the history of the answer."))
            return back
        data, version = _taken(held, apart, answers_of(held.report)), request.POST.get("version", "")
        if data.is_empty or not version.isdecimal():
            raise Http404(apart.question)
        saved = take_over_apart(apart=apart, data=data, read_version=int(version[:9]), by=user, at=now)
    except (ReportFrozen, NotYoursToFill):
        tell_not_open(request)
        return back
    if saved.state == SaveState.CONFLICT:
        messages.error(request, _("The answer was changed meanwhile. Both texts are kept: choose."))
    else:
        messages.success(request, _("Taken over: look through the answer."))
    return back
