"""The words of what cannot be true of an answer. Pure but for the language of the reader."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from national_reports.plausibility import Code, Fault
from national_reports.progress import Remark
from national_reports.questionnaire import Question
from parties.formats import date_format

OF_AN_OPTION: Mapping[Code, str | Promise] = {
    Code.TOO_LOW: gettext_lazy("“%(option)s”: %(given)s %% is less than %(bound)s %%."),
    Code.TOO_HIGH: gettext_lazy("“%(option)s”: %(given)s %% is more than %(bound)s %%."),
}
WORDS: Mapping[Code, str | Promise] = {
    Code.TOO_LOW: gettext_lazy("%(given)s is less than %(bound)s, the least that can be meant."),
    Code.TOO_HIGH: gettext_lazy("%(given)s is more than %(bound)s, the most that can be meant."),
    Code.SUM: gettext_lazy("The percentages add up to %(given)s %%, not to %(bound)s %%."),
    Code.YEAR: gettext_lazy("%(given)s is not in the years %(bound)s: give the day in the Gregorian calendar."),
    Code.BEFORE: gettext_lazy("The last day, %(given)s, comes before the first, %(bound)s."),
}


def in_words(question: Question, faults: Iterable[Fault]) -> str:
    """All that cannot be true of an answer, a sentence each; empty where there is nothing."""
    return " ".join(_said(question, one) for one in faults)


def _said(question: Question, fault: Fault) -> str:
    words = OF_AN_OPTION[fault.code] if fault.option else WORDS[fault.code]
    option = question.options.get(fault.option, fault.option)
    return str(words) % {
        "option": option,
        "given": _shown(question, fault.given),
        "bound": _shown(question, fault.bound),
    }


def _shown(question: Question, value: str) -> str:
    """A day as the reader writes it; whatever else as it stands."""
    if question.kind != "day":
        return value
    try:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    except ValueError:
        return value


def remark_in_words(remark: Remark) -> str:
    """What a remark of the check says beside its kind."""
    return remark.text or in_words(remark.question, remark.faults)
