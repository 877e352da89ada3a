"""What is said of a page that was saved whole."""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest
from django.utils.translation import gettext as _

from national_reports.codec import AnswerData
from national_reports.plausibility import faults
from national_reports.plausibility_words import in_words
from national_reports.questionnaire import Question
from national_reports.services.filling import Saved
from national_reports.views.reports import HeldReport
from parties.formats import date_format
from parties.models import User


def all_is_saved(held: HeldReport, questions: tuple[Question, ...]) -> str:
    """What is true of a page that brought nothing new: the script had saved it, or nobody typed anything."""
    here = held.report.answers.filter(question__in=[question.key for question in questions])
    last = here.aggregate(last=Max("changed_at"))["last"]
    if last is None:
        return _("Nothing on this page had changed.")
    return _("Everything on this page is saved, last on %(time)s.") % {"time": date_format(last, "DATETIME_FORMAT")}


def name_implausible(
    request: HttpRequest, held: HeldReport, changed: Sequence[Question], answers: Mapping[str, AnswerData]
) -> bool:
    """Tell at once what was saved and cannot be true; whether there was any."""
    keys = {question.key for question in changed}
    found = [
        (one, wrong)
        for one in held.form.bounded
        if one.plausible and keys & {one.key, one.plausible.not_before} and (wrong := faults(one, answers))
    ]
    for question, wrong in found:
        said = _("%(question)s: kept as typed, and cannot be submitted so. %(why)s")
        name = question.number or question.wording.text
        messages.error(request, said % {"question": name, "why": in_words(question, wrong)})
    return bool(found)


def changed_meanwhile(beside: list[Saved], *, to: User) -> str:
    if all(one.answer and one.answer.changed_by == to for one in beside):
        return _("You, in another window, changed some of these answers meanwhile. Both are kept: choose.")
    return _("A colleague changed some of these answers meanwhile. Both are kept: choose.")
