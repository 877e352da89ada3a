"""Answers as people read them. Pure but for the language of the reader."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import SuspiciousOperation
from django.utils.html import strip_tags

from national_reports.codec import AnswerData
from national_reports.cover import PRIVATE_CONTACT
from national_reports.questionnaire import Question


@dataclass(frozen=True)
class AnswerInWords:
    """What a Party answered to one question: its options or facts, and its texts by language."""

    question: Question
    options: list[str]
    texts: list[tuple[str, str]]

    @property
    def in_one_line(self) -> str:
        return "; ".join((*self.options, *(text for _language, text in self.texts)))


def without_tags(text: str) -> str:
    """The words of a text that may be HTML; as it stands where its `<` are too many to be tags of anything."""
    try:
        return strip_tags(text)
    except SuspiciousOperation:
        return text


def in_words(
    question: Question, answer: AnswerData, *, with_private: bool = False, may_be_markup: bool = False
) -> AnswerInWords:
    """An answer without courtesy translations, which are not the Party's own.

    Texts of published reports may come from the Clearing-House as HTML, whose tags are taken out; what is typed here
    is text, and `<` in it a sign like any other.
    """
    plain = without_tags if may_be_markup else str
    options = []
    for code in answer.options:
        detail = answer.details.get(code)
        label = question.options.get(code, code)
        options.append(f"{label} ({detail} %)" if isinstance(detail, int) else label)
    if answer.number is not None:
        options.append(str(answer.number))
    for entry in answer.entries:
        shown = (value for name, value in entry.items() if with_private or name not in PRIVATE_CONTACT)
        options.append(", ".join(value for value in shown if value))
    said = [answer.texts, *(detail for detail in answer.details.values() if isinstance(detail, Mapping))]
    public = [(code, plain(text)) for texts in said for code, text in texts.items() if not code.endswith("*")]
    return AnswerInWords(question, options, public)
