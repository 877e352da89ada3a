"""Whether an answer can be true: bounds, sums and the order of days, as the questionnaire states them. Pure.

What cannot be true is kept as it was typed, told at its question and not submitted; figures read it as unanswered
(method.md §2).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from national_reports.codec import AnswerData
from national_reports.questionnaire import Plausible, Question, QuestionnaireForm

NO_ANSWER = AnswerData()


class Code(StrEnum):
    """What is wrong; the words are the reader's (`plausibility_words.py`)."""

    TOO_LOW = "below the lowest that can be"
    TOO_HIGH = "above the highest that can be"
    SUM = "does not add up"
    YEAR = "a year that cannot be meant"
    BEFORE = "ends before it begins"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that cannot be true of an answer: what was given, and the bound that it does not keep.

    `option` is the code of the option whose number it is, where it is one of several.
    """

    code: Code
    given: str
    bound: str
    option: str = ""


def faults(question: Question, answers: Mapping[str, AnswerData]) -> tuple[Fault, ...]:
    """All that cannot be true of a question's answer; nothing where the questionnaire states no bounds."""
    rule, answer = question.plausible, answers.get(question.key, NO_ANSWER)
    if rule is None or answer.is_empty:
        return ()
    if question.kind == "day":
        return _of_day(rule, _day(answer), _day(answers.get(rule.not_before, NO_ANSWER)))
    found = [] if answer.number is None else _of_number(rule, answer.number)
    amounts = amounts_of(answer)
    for option, amount in amounts.items():
        found += _of_number(rule, amount, option)
    if rule.sum is not None and amounts and not found:
        found += _of_sum(rule.sum, list(amounts.values()), is_whole=len(amounts) == len(answer.options))
    return tuple(found)


def amounts_of(answer: AnswerData) -> dict[str, int]:
    """The numbers beside the options that were chosen; others are not handed in."""
    details = {code: answer.details.get(code) for code in answer.options}
    return {code: detail for code, detail in details.items() if isinstance(detail, int)}


def implausible(form: QuestionnaireForm, answers: Mapping[str, AnswerData]) -> dict[str, tuple[Fault, ...]]:
    """Every question whose answer cannot be true, cover and collections kept with the cycle among them."""
    found = {question.key: faults(question, answers) for question in form.bounded}
    return {key: wrong for key, wrong in found.items() if wrong}


def _of_number(rule: Plausible, number: int, option: str = "") -> list[Fault]:
    if rule.lowest is not None and number < rule.lowest:
        return [Fault(Code.TOO_LOW, str(number), str(rule.lowest), option)]
    if rule.highest is not None and number > rule.highest:
        return [Fault(Code.TOO_HIGH, str(number), str(rule.highest), option)]
    return []


def _of_sum(wanted: int, amounts: list[int], *, is_whole: bool) -> list[Fault]:
    """Whole numbers that were rounded may miss their sum by half of each; what an option lacks may be the rest."""
    total, rounding = sum(amounts), len(amounts) // 2
    if total > wanted + rounding or (is_whole and total < wanted - rounding):
        return [Fault(Code.SUM, str(total), str(wanted))]
    return []


def _of_day(rule: Plausible, day: str, begins: str) -> tuple[Fault, ...]:
    year = day.partition("-")[0]
    if year.isdecimal():
        if rule.lowest is not None and int(year) < rule.lowest:
            return (Fault(Code.YEAR, day, f"{rule.lowest}–{rule.highest or ''}"),)
        if rule.highest is not None and int(year) > rule.highest:
            return (Fault(Code.YEAR, day, f"{rule.lowest or ''}–{rule.highest}"),)
    return (Fault(Code.BEFORE, day, begins),) if begins and day < begins else ()


def _day(answer: AnswerData) -> str:
    return answer.entries[0].get("day", "") if answer.entries else ""
