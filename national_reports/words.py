"""Answers as people read them. Pure but for the language of the reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from django.core.exceptions import SuspiciousOperation
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from languages import days, numbers, writing
from languages.codes import ENGLISH, short
from national_reports.codec import AnswerData
from national_reports.courtesy import STAR, Beside, Courtesy
from national_reports.questionnaire import Question


def called(question: Question) -> str:
    """A question by the number that its form prints; one that has none follows up on another."""
    if not question.number:
        return _("follow-up question")
    if question.part:
        return _("question %(number)s of the survey") % {"number": writing.isolated(question.number, _reader())}
    return _("question %(number)s") % {"number": writing.isolated(question.number, _reader())}


@dataclass(frozen=True)
class TextInWords:
    """One text in its own language, with the courtesy translations that a reader is shown, and those to unfold."""

    language: str
    text: str
    shown: tuple[Courtesy, ...] = ()
    folded: tuple[Courtesy, ...] = ()


@dataclass(frozen=True)
class AnswerInWords:
    """What a Party answered to one question: its options or facts, and its texts, each in its language."""

    question: Question
    options: list[str]
    texts: list[TextInWords]

    @property
    def in_one_line(self) -> str:
        return writing.in_clauses((*self.options, *(one.text for one in self.texts)), _reader())


def _reader() -> str:
    return short(get_language() or ENGLISH)


def _said(name: str, value: str) -> str:
    """One part of an entry; a day as the reader's language writes it, and what is no day as it stands."""
    if name != "day":
        return value
    try:
        return days.day(date.fromisoformat(value), _reader())
    except ValueError:
        return value


def _share(percent: int, language: str) -> str:
    """The percentage of an option in brackets after it, in the language of the question's wording."""
    return writing.bracketed(writing.isolated(numbers.percent(percent, language), language), language)


def without_tags(text: str) -> str:
    """The words of a text that may be HTML; as it stands where its `<` are too many to be tags of anything."""
    try:
        return strip_tags(text)
    except SuspiciousOperation:
        return text


def in_words(
    question: Question,
    answer: AnswerData,
    *,
    with_private: bool = False,
    may_be_markup: bool = False,
    translations: Beside = MappingProxyType({}),
    every_language: bool = False,
) -> AnswerInWords:
    """An answer; courtesy translations, which are not the Party's own, only beside its texts and where they are given.

    Texts of published reports may come from the Clearing-House as HTML, whose tags are taken out; what is typed here
    is text, and `<` in it a sign like any other.
    """
    options = []
    for code in answer.options:
        detail = answer.details.get(code)
        label = question.options.get(code, code)
        options.append(label + _share(detail, question.wording.language) if isinstance(detail, int) else label)
    if answer.number is not None:
        options.append(str(answer.number))
    for entry in answer.entries:
        shown = (_said(name, value) for name, value in entry.items() if with_private or not question.is_personal(name))
        options.append(writing.comma(_reader()).join(value for value in shown if value))
    remarks = {code: detail for code, detail in answer.details.items() if isinstance(detail, Mapping)}
    texts = [
        text
        for option, said in {"": answer.texts, **remarks}.items()
        for text in texts_in_words(
            said,
            translations.get((question.key, option), ()),
            may_be_markup=may_be_markup,
            every_language=every_language,
        )
    ]
    return AnswerInWords(question, options, texts)


def texts_in_words(
    texts: Mapping[str, str],
    translations: Sequence[Courtesy],
    *,
    may_be_markup: bool = False,
    every_language: bool = False,
) -> list[TextInWords]:
    """The texts of one place in their languages, with its translations beside the last of them.

    A reader whose language the Party did not write in is shown the translation into it; without one, the others are
    there to unfold, and always so with `every_language`. Of an earlier text none is shown at once.
    """
    plain = without_tags if may_be_markup else str
    own = [TextInWords(code, plain(text)) for code, text in texts.items() if not code.endswith(STAR)]
    reader = _reader()
    if not own or not translations:
        return own
    shown = tuple(one for one in translations if one.language == reader and one.of_this_text)
    reads_it = bool(shown) or reader in {short(one.language) for one in own}
    others = tuple(one for one in translations if one not in shown)
    return [*own[:-1], replace(own[-1], shown=shown, folded=others if every_language or not reads_it else ())]
