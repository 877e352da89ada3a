"""A whole report as people give it: question by question of a page, whatever their hands are."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from languages.codes import short
from national_reports.codec import AnswerData
from national_reports.questionnaire import Question, QuestionnaireForm
from tests.keeping.making import whole

# What a report is written in, in two languages: the answers matter to nobody here, their letters do.
SENTENCES = {
    "ar": "صدر القانون في عام 2018، ويطبَّق منذ عام 2019.",
    "fr": "La loi date de 2018 et s’applique depuis 2019.",
}
# Days whose day and month are one number: a browser asks for them in the order of its own country.
PERIOD = {"reportPeriodStartDate": "2020-01-01", "reportPeriodEndDate": "2025-12-12"}


class Hands(Protocol):
    """Whoever answers: by pointer or by keyboard; `css` names the element."""

    def tick(self, css: str) -> None: ...
    def write(self, css: str, text: str) -> None: ...
    def write_day(self, css: str, day: str) -> None: ...


@dataclass(frozen=True)
class Act:
    """One box that is ticked, or one line that is written; a day as YYYY-MM-DD."""

    kind: str
    css: str
    text: str = ""

    def by(self, hands: Hands) -> None:
        match self.kind:
            case "tick":
                hands.tick(self.css)
            case "day":
                hands.write_day(self.css, self.text)
            case _:
                hands.write(self.css, self.text)


def answers_in(form: QuestionnaireForm, language: str, *, everything: bool = False) -> dict[str, AnswerData]:
    """Answers that nothing stands in the way of, in the language in which the Party writes."""
    return {
        key: _in_language(form.fields[key], data, short(language))
        for key, data in whole(form, everything=everything).items()
    }


def _in_language(question: Question, data: AnswerData, language: str) -> AnswerData:
    if question.key == "languages":
        return replace(data, options=(language,))
    if question.key in PERIOD:
        return replace(data, entries=({"day": PERIOD[question.key]},))
    return replace(data, texts={language: SENTENCES[language]}) if data.texts else data


def acts_of(question: Question, data: AnswerData) -> Iterator[Act]:
    """What is done on a page to give a question its answer."""
    here = f"#{question.key}"
    yield from (Act("tick", f"{here} [value='{code}']") for code in data.options)
    yield from (Act("write", f"{here} textarea[lang={language}]", text) for language, text in data.texts.items())
    if data.number is not None:
        yield Act("write", f"{here} input[inputmode=numeric]", str(data.number))
    for place, entry in enumerate(data.entries):
        if question.kind == "day":
            yield Act("day", f"{here} [type=date]", str(entry["day"]))
        else:
            part = f"{place}:" if question.kind == "links" else ""
            yield from (Act("write", f"{here} [name$=':{part}{name}']", str(said)) for name, said in entry.items())
