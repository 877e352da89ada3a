"""The rows of a workbook: which there are, and what of an answer stands in each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from national_reports.codec import AnswerData
from national_reports.questionnaire import Question, QuestionnaireForm
from national_reports.workbook.carrying import CONTACT, LINK, carried
from national_reports.workbook.texts import pieces

CONTINUED = "-continued"
LEAST_LINKS = 10
# What the rows of each kind of question may be; those of a choice with further details have rows for them besides.
KINDS: Mapping[str, frozenset[str]] = {
    "text": frozenset({"text"}),
    "number": frozenset({"number"}),
    "yes-no": frozenset({"one", "detail", "amount"}),
    "one": frozenset({"one", "detail", "amount"}),
    "bands": frozenset({"one", "detail", "amount"}),
    "many": frozenset({"many", "detail", "amount"}),
    "day": frozenset({"day"}),
    "contact": frozenset({"field"}),
    "links": frozenset({"link"}),
    "attachments": frozenset(),
}
Value = str | int


@dataclass(frozen=True, slots=True)
class Place:
    """What a row is for: the content of its hidden columns."""

    key: str
    kind: str
    option: str = ""
    language: str = ""

    @property
    def first(self) -> "Place":
        """The row that a continued row continues; itself for any other."""
        return Place(self.key, self.kind.removesuffix(CONTINUED), self.option, self.language)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that can be filled in; `answer` and `detail` are what its two cells hold now."""

    place: Place
    answer: Value = ""
    detail: Value = ""


def lay_out(question: Question, languages: tuple[str, ...], data: AnswerData) -> list[Row]:
    """The rows of one question with an answer; raises AnswerNotHeld for what no row could hold."""
    held = carried(question, data)
    return [row for whole in _rows(question, languages, held) for row in _continued(whole)]


def places(form: QuestionnaireForm, languages: tuple[str, ...]) -> list[Place]:
    """The rows that every workbook of a form has, whatever the answers; some answers need more."""
    return [row.place for question in form.fields.values() for row in lay_out(question, languages, AnswerData())]


def _rows(question: Question, languages: tuple[str, ...], held: AnswerData) -> Iterator[Row]:
    key = question.key
    match question.kind:
        case "text":
            for language in _languages(languages, held.texts):
                yield Row(Place(key, "text", language=language), held.texts.get(language, ""))
        case "number":
            yield Row(Place(key, "number"), "" if held.number is None else held.number)
        case "many":
            for code in question.options:
                yield Row(Place(key, "many", code), "x" if code in held.options else "")
                yield from _details(question, code, languages, held)
        case "day":
            yield Row(Place(key, "day"), held.entries[0]["day"] if held.entries else "")
        case "contact":
            contact = held.entries[0] if held.entries else {}
            for name in CONTACT:
                yield Row(Place(key, "field", name), contact.get(name, ""))
        case "links":
            for number in range(max(LEAST_LINKS, len(held.entries))):
                link = held.entries[number] if number < len(held.entries) else {}
                title, address = (link.get(name, "") for name in LINK)
                yield Row(Place(key, "link", str(number + 1)), title, address)
        case "attachments":
            return
        case _:
            chosen = held.options[0] if held.options else ""
            yield Row(Place(key, "one"), chosen)
            for code in question.options:
                yield from _details(question, code, languages, held)


def _details(question: Question, code: str, languages: tuple[str, ...], held: AnswerData) -> Iterator[Row]:
    detail = held.details.get(code)
    if question.details.get(code) == "amount" or isinstance(detail, int):
        yield Row(Place(question.key, "amount", code), detail="" if not isinstance(detail, int) else detail)
        return
    texts = detail or {}
    for language in _languages(languages if code in question.details else (), texts):
        yield Row(Place(question.key, "detail", code, language), detail=texts.get(language, ""))


def _languages(asked: tuple[str, ...], held: Mapping[str, str]) -> list[str]:
    """The report's languages, then any other in which something is written."""
    return [*asked, *(language for language in held if language not in asked)]


def _continued(row: Row) -> Iterator[Row]:
    """The row, and below it as many as its texts need when they are longer than a cell holds."""
    for number, (answer, detail) in enumerate(zip_longest(_cells(row.answer), _cells(row.detail), fillvalue="")):
        place = row.place
        if number:
            place = Place(place.key, place.kind + CONTINUED, place.option, place.language)
        yield Row(place, answer, detail)


def _cells(value: Value) -> Sequence[Value]:
    return pieces(value) if isinstance(value, str) else (value,)
