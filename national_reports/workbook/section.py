"""One sheet: a section of the form with its questions, answers and hidden columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from languages.writing import is_right_to_left
from national_reports.codec import AnswerData
from national_reports.questionnaire import Question, QuestionnaireForm
from national_reports.workbook import words
from national_reports.workbook.guide import demonstration_words
from national_reports.workbook.heights import height
from national_reports.workbook.hidden import Lists
from national_reports.workbook.identity import WorkbookIdentity
from national_reports.workbook.layout import CONTINUED, Row, lay_out
from national_reports.workbook.page import prepare, shown
from national_reports.workbook.rows import (
    ANSWER,
    DETAIL,
    HEAD,
    HIDDEN_HEAD,
    KEY,
    NUMBER,
    PREVIOUS,
    QUESTION,
    VERSION,
    line_of,
)
from national_reports.workbook.rules import allow
from national_reports.workbook.sheets import DAY_ZERO, FIRST_DAY
from national_reports.workbook.xlsx import Format, Worksheet

WIDTHS = {NUMBER: 7, QUESTION: 52, ANSWER: 46, DETAIL: 38, PREVIOUS: 30}
LONGEST_PREVIOUS = 1000
# Excel keeps 15 digits of a number.
MOST_EXACT = 10**15


@dataclass(frozen=True)
class Section:
    """What a sheet is made from."""

    form: QuestionnaireForm
    identity: WorkbookIdentity
    key: str
    title: str
    answers: Mapping[str, AnswerData]
    versions: Mapping[str, int]
    previous: Mapping[str, str]
    language: str


class SectionWriter:
    """Writes a sheet from top to bottom."""

    def __init__(self, sheet: Worksheet, looks: Mapping[str, Format], lists: Lists, section: Section) -> None:
        self.sheet = sheet
        self.looks = looks
        self.lists = lists
        self.section = section
        self.row = HEAD - 1
        self.lines: list[tuple[str, ...]] = []

    def write(self) -> list[tuple[str, ...]]:
        """Write it all; returns the hidden columns for the checksum."""
        prepare(self.sheet, self.section.identity)
        self._write_head()
        group = ""
        for question in self.section.form.fields.values():
            if question.section != self.section.key:
                continue
            if question.group != group:
                group = question.group
                self._write_group(group)
            self._write_question(question)
        self.sheet.print_area(0, 0, self.row, PREVIOUS)
        return self.lines

    def _write_head(self) -> None:
        for column, width in WIDTHS.items():
            self.sheet.set_column(column, column, width)
        self.sheet.set_column(KEY, VERSION, 12, None, {"hidden": True})
        identity = self.section.identity
        self._band(0, shown(self.section.title), "title", 28)
        if identity.demonstration:
            self._band(1, f"{identity.party_name} · {identity.cycle} · {demonstration_words()}", "warning")
        else:
            self._band(1, f"{identity.party_name} · {identity.cycle}", "band")
        heads = ("", _("Question"), _("Your answer"), _("Further detail"), _("Your previous answer"))
        for column, head in enumerate(heads):
            self.sheet.write_string(HEAD - 1, column, head, self.looks["head"])
        self.sheet.write_string(HEAD - 1, KEY, HIDDEN_HEAD, self.looks["hidden"])
        self.sheet.freeze_panes(HEAD, 0)
        self.sheet.repeat_rows(HEAD - 1)

    def _band(self, row: int, text: str, look: str, height: float | None = None) -> None:
        self.sheet.set_row(row, height)
        # Text runs over the cells to its right only while these are empty, and shares their colour.
        self.sheet.merge_range(row, NUMBER, row, PREVIOUS, shown(text), self.looks[look])

    def _write_group(self, group: str) -> None:
        text = self.section.form.groups.get(group, "")
        if not text:
            return
        self.row += 1
        self.sheet.set_row(self.row, height([(text, sum(WIDTHS.values()))]))
        self.sheet.merge_range(self.row, NUMBER, self.row, PREVIOUS, shown(text), self.looks["group"])

    def _write_question(self, question: Question) -> None:
        section = self.section
        rows = lay_out(question, section.identity.languages, section.answers.get(question.key, AnswerData()))
        if not rows or rows[0].place.kind in ABOVE:
            # The question stands above its options or fields.
            self.row += 1
            self._fit(self._write_words(question, ""))
            self._write_locked(ANSWER, "", "locked")
            self._write_locked(DETAIL, "", "locked")
        for number, row in enumerate(rows):
            self.row += 1
            label = _label(question, row, self._language(row))
            if not number and row.place.kind not in ABOVE:
                shown_in = self._write_words(question, label)
            else:
                self._write_locked(NUMBER, "", "number")
                self._write_locked(QUESTION, label, "option")
                self._write_locked(PREVIOUS, "", "previous")
                shown_in = {QUESTION: label}
            self._write_cells(question, row)
            self._write_hidden(row)
            self._fit(shown_in | {ANSWER: str(row.answer), DETAIL: str(row.detail)}, row.place.kind)

    def _fit(self, texts: Mapping[int, str], kind: str = "") -> None:
        cells = [(text, WIDTHS[column]) for column, text in texts.items()]
        self.sheet.set_row(self.row, height(cells, least=LEAST.get(kind, 0.0)))

    def _language(self, row: Row) -> str:
        """The name of a row's language, where the report has more than one."""
        language = row.place.language
        return "" if (language,) == self.section.identity.languages or not language else words.language_name(language)

    def _write_words(self, question: Question, label: str) -> dict[int, str]:
        """Number, words and earlier answer of a question; returns what its cells hold."""
        self._write_locked(NUMBER, question.number, "number")
        kind, alone = words.kind_words(question), words.exclusive_words(question)
        asked_in = question.wording.language
        other = "" if asked_in == self.section.language else words.asked_in(asked_in)
        texts = {
            "words": shown(question.wording.text),
            "help": " ".join(filter(None, (other, question.hint, kind, alone))),
            "applies": words.condition_words(self.section.form, question),
            "language": label,
        }
        # A formatted string needs two parts: the break is one.
        parts = [part for look, text in texts.items() if text for part in (self.looks[look], text, "\n")]
        if parts.count("\n") > 1:
            self.sheet.write_rich_string(self.row, QUESTION, *parts[:-1], self.looks["question"])
        else:
            self._write_locked(QUESTION, question.wording.text, "question")
        previous = self.section.previous.get(question.key, "")
        if len(previous) > LONGEST_PREVIOUS:
            previous = f"{previous[:LONGEST_PREVIOUS]} …"
        self._write_locked(PREVIOUS, previous, "previous")
        return {QUESTION: "\n".join(filter(None, texts.values())), PREVIOUS: previous}

    def _write_locked(self, column: int, text: str, look: str) -> None:
        self.sheet.write_string(self.row, column, shown(text), self.looks[look])

    def _write_cells(self, question: Question, row: Row) -> None:
        kind = row.place.kind.removesuffix(CONTINUED)
        answer, detail = CELLS[kind]
        for column, look, value in ((ANSWER, answer, row.answer), (DETAIL, detail, row.detail)):
            if not look:
                self._write_locked(column, "", "locked")
                continue
            if look == "text" and is_right_to_left(row.place.language.rstrip("*")):
                look = "text-rtl"
            if kind == "one" and value:
                value = question.options[str(value)]
            self._write_open(column, value, self.looks[look], is_day=kind == "day")
            if kind in ("one", "many", "number", "amount", "day"):
                allow(self.sheet, self.row, column, kind, question, self.lists)

    def _write_open(self, column: int, value: str | int, look: Format, *, is_day: bool) -> None:
        if value == "":
            self.sheet.write_blank(self.row, column, None, look)
        elif isinstance(value, int) and abs(value) < MOST_EXACT:
            self.sheet.write_number(self.row, column, value, look)
        elif is_day and (serial := _serial(str(value))):
            self.sheet.write_number(self.row, column, serial, look)
        else:
            self.sheet.write_string(self.row, column, str(value), look)

    def _write_hidden(self, row: Row) -> None:
        line = line_of(row.place, self.section.versions.get(row.place.key, 0))
        for column, text in enumerate(line, KEY):
            self.sheet.write_string(self.row, column, text, self.looks["hidden"])
        self.lines.append(line)


# Rows of these kinds have their question above them.
ABOVE = ("many", "field", "link")
# Room to write in.
LEAST = {"text": 64.0, "detail": 34.0}
# How the two cells of each kind of row look; a cell without a look is locked.
CELLS: Mapping[str, tuple[str, str]] = {
    "text": ("text", ""),
    "number": ("whole", ""),
    "one": ("choice", ""),
    "many": ("choice", ""),
    "detail": ("", "text"),
    "amount": ("", "whole"),
    "day": ("day", ""),
    "field": ("text", ""),
    "link": ("text", "text"),
}


def _label(question: Question, row: Row, language: str) -> str:
    """What a row asks for; nothing where the question itself says it."""
    place = row.place
    if place.kind.endswith(CONTINUED):
        return _("… continued")
    match place.kind:
        case "many":
            return question.options[place.option]
        case "detail":
            of = {"answer": question.options[place.option]}
            return " – ".join(filter(None, (_("Details on “%(answer)s”") % of, language)))
        case "amount":
            return _("Number for “%(answer)s”") % {"answer": question.options[place.option]}
        case "field":
            return words.field_name(place.option)
        case "link":
            return place.option
        case _:
            return language


def _serial(day: str) -> int | None:
    """The number that stands for a day; None for what is kept as a text."""
    try:
        known = date.fromisoformat(day)
    except ValueError:
        return None
    return (known - DAY_ZERO).days if known >= FIRST_DAY else None
