"""The rows of one question, turned into its answer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from django.utils.translation import gettext as _

from languages.codes import ENGLISH
from languages.numbers import integer
from national_reports.codec import AnswerData, Detail, Texts
from national_reports.questionnaire import Question
from national_reports.workbook.carrying import carried
from national_reports.workbook.identity import Problem
from national_reports.workbook.layout import CONTINUED
from national_reports.workbook.rows import ANSWER, DETAIL, FoundRow
from national_reports.workbook.sheets import Cell
from national_reports.workbook.texts import MOST_TEXT
from national_reports.workbook.values import (
    CellUnreadable,
    address_in,
    day_in,
    is_marked,
    option_in,
    percentage_in,
    text_in,
    whole_number_in,
)
from parties.in_languages import reader_language

T = TypeVar("T")


def answer_in(
    question: Question,
    rows: list[FoundRow],
    *,
    counts_from_1904: bool,
    shown: Question | None = None,
    language: str = ENGLISH,
) -> tuple[AnswerData, tuple[Problem, ...]]:
    """The answer that the rows give, and all that is wrong in them.

    `question` in its English wording; `shown` as the workbook has it, in its `language`.
    """
    reader = _Reader(question, shown or question, language, counts_from_1904)
    for whole in _wholes(rows):
        reader.take(whole)
    reader.check()
    return (AnswerData() if reader.problems else reader.answer), tuple(reader.problems)


def _wholes(rows: list[FoundRow]) -> Iterator[list[FoundRow]]:
    """Each row with those that continue it."""
    together: list[FoundRow] = []
    for row in rows:
        if together and not (row.place.kind.endswith(CONTINUED) and row.place.first == together[0].place.first):
            yield together
            together = []
        together.append(row)
    if together:
        yield together


@dataclass
class _Reader:
    question: Question
    shown: Question
    language: str
    counts_from_1904: bool
    chosen: dict[str, FoundRow] = field(default_factory=dict)
    number: int | None = None
    texts: Texts = field(default_factory=dict)
    amounts: dict[str, int] = field(default_factory=dict)
    remarks: dict[str, Texts] = field(default_factory=dict)
    detailed: dict[str, FoundRow] = field(default_factory=dict)
    entries: list[dict[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def answer(self) -> AnswerData:
        details: dict[str, Detail] = {**self.remarks, **self.amounts}
        return carried(
            self.question,
            AnswerData(tuple(self.chosen), self.number, self.texts, details, tuple(self.entries)),
        )

    def take(self, whole: list[FoundRow]) -> None:
        """Take what a row says, with those that continue it."""
        row = whole[0]
        place = row.place.first
        match place.kind:
            case "text":
                if text := self._text(whole, ANSWER):
                    self.texts[place.language] = text
            case "detail":
                if text := self._text(whole, DETAIL):
                    self.remarks.setdefault(place.option, {})[place.language] = text
                    self.detailed[place.option] = row
            case "amount":
                amount = self._read(row, DETAIL, partial(percentage_in, language=self.language))
                if amount is not None:
                    self.amounts[place.option] = amount
                    self.detailed[place.option] = row
            case "field":
                if text := self._text(whole, ANSWER):
                    self.entries = [(self.entries or [{}])[0] | {place.option: text}]
            case "link":
                self._take_link(whole)
            case _:
                self._take_value(row)

    def _take_value(self, row: FoundRow) -> None:
        match row.place.kind:
            case "one":
                if code := self._read(row, ANSWER, self._option):
                    self.chosen[code] = row
            case "many":
                if self._read(row, ANSWER, is_marked):
                    self.chosen[row.place.option] = row
            case "number":
                self.number = self._read(row, ANSWER, partial(whole_number_in, language=self.language))
            case "day":
                if day := self._read(row, ANSWER, lambda cell: day_in(cell, counts_from_1904=self.counts_from_1904)):
                    self.entries = [{"day": day}]

    def _option(self, cell: Cell) -> str | None:
        return option_in(cell, self.question, shown=self.shown, language=self.language)

    def _take_link(self, whole: list[FoundRow]) -> None:
        title = self._text(whole, ANSWER)
        if address := self._text(whole, DETAIL):
            address = self._read(whole[0], DETAIL, lambda _cell: address_in(Cell("text", address))) or ""
        elif title:
            self.problems.append(
                whole[0].problem(_("This link has a title and no address: give one, or clear it."), DETAIL)
            )
        if address:
            self.entries.append({"title": title, "url": address} if title else {"url": address})

    def check(self) -> None:
        """Find what each cell allows but the whole answer does not."""
        alone = [code for code in self.chosen if code in self.question.exclusive]
        if alone and len(self.chosen) > 1:
            for code in alone:
                reason = _("“%(answer)s” cannot be combined with another answer: clear it or the others.")
                self._note(self.chosen[code], ANSWER, reason % {"answer": self.shown.options[code]})
        # An unreadable answer may well be the one that its details belong to.
        for code, row in self.detailed.items() if not self.problems else ():
            if code not in self.chosen:
                reason = _("Details are given for “%(answer)s”, which is not the answer: choose it or clear this cell.")
                self._note(row, DETAIL, reason % {"answer": self.shown.options[code]})

    def _text(self, whole: list[FoundRow], column: int) -> str:
        cells = [(row, self._read(row, column, text_in) or "") for row in whole]
        if sum(len(text) for _row, text in cells) > MOST_TEXT:
            reason = _("The text is longer than %(most)s characters: shorten it.") % {
                "most": integer(MOST_TEXT, reader_language())
            }
            self._note(whole[0], column, reason)
            return ""
        return "".join(text for _row, text in cells)

    def _read(self, row: FoundRow, column: int, how: Callable[[Cell], T]) -> T | None:
        try:
            return how(row.answer if column == ANSWER else row.detail)
        except CellUnreadable as fault:
            self._note(row, column, str(fault))
            return None

    def _note(self, row: FoundRow, column: int, reason: str) -> None:
        self.problems.append(row.problem(reason, column))
