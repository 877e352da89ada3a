"""The gate of meaning over finished documents: each number found again in the frozen form (method.md §7). Pure.

Read are the report as HTML and as Word, the lettering of its charts, and the tables as CSV and XLSX, from their bytes;
and the texts that the PDFs are set from. What speaks of one indicator is held against the numbers of its own measures,
everything else against all of them. In which order a brief is read is asked of the finished PDF (`gate_order`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from evaluation.documents.produced import RenderedDocument
from evaluation.documents.words import words_of
from evaluation.editions.form import FrozenForm
from evaluation.editions.gate_days import without_years
from evaluation.editions.gate_numbers import Numbers, of_all, of_measures
from evaluation.editions.gate_order import out_of_order
from evaluation.editions.gate_pieces import Piece, has_digit, pieces_of
from evaluation.editions.refusals import Check, Refusal
from typesetting.text import clean, in_groups

_ADDRESS = re.compile(r"https?://\S+")
# NR3, COP-MOP 5, CBD/CP/MOP/8/11, SHA-256, 2.2.1; what is named so is no number.
_CODE = re.compile(r"[A-Za-z][A-Za-z/-]*\d[\w/-]*|\b[A-Z]{2,}(?:-[A-Z]+)?\s\d+\b|(?<![\d.,])\d+(?:\.\d+){2,}")
_NUMBER = re.compile(
    r"(?<![\d.,])(?P<sign>[+−-])?(?P<number>\d{1,3}(?:[,\u00a0\u202f.]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)"
    r"(?P<percent>[\s\u00a0]?(?:%|per cent|pour cent|في المائة|٪))?"
)


# What the axis of a chart is marked with.
TICKS = Numbers(percents={Decimal(one) for one in (0, 25, 50, 75, 100)})


class DocumentGate:
    """The numbers of documents that the frozen form does not hold: one refusal for each place."""

    def __init__(self, frozen: Mapping[str, Any]) -> None:
        self.form = FrozenForm(frozen, clean=clean)
        self._known = _Known(self.form)
        self._found: dict[tuple[str, str], Refusal] = {}

    def read(self, document: RenderedDocument) -> None:
        """Go over one finished document."""
        for piece in pieces_of(self.form, document):
            self._keep(self._known.refused(piece, document))
        self._keep(out_of_order(self.form, document))

    def _keep(self, refusals: Iterable[Refusal]) -> None:
        self._found |= {refusal.name: refusal for refusal in refusals}

    @property
    def refusals(self) -> list[Refusal]:
        """Of everything that was read."""
        return list(self._found.values())


class _Known:
    """The numbers of an edition: of everything, and of each indicator by its code."""

    def __init__(self, form: FrozenForm) -> None:
        self.form = form
        self.all = of_all(form)
        self.by_code = {
            code: of_measures(form, {form.headline(code), form.trend_measure(code)}) for code in form.indicators()
        }
        for goal in form.objectives:
            for code in form.indicators(goal["code"]):
                # A row of a table begins with the objective.
                self.by_code[code].text(str(goal["code"]))
        # A sentence on a whole objective may name one indicator among its changes: its numbers are of all of them.
        self.summaries = {
            _letters(sentence)
            for subject, held in form["texts"].items()
            if not subject.startswith("indicator/")
            for sentence in held["generated"].values()
        }
        parts = [part["code"] for goal in form.objectives for part in (*goal["operational"], *goal["impacts"])]
        self.codes = {*self.by_code, *map(str, parts)}
        self.versions = {
            str(form["method"]["version"]),
            str(form.edition["version"]),
            str(form.edition["corrects"] or ""),
        }
        # A Party of the demonstration has a number in its name.
        names = {name for held in form["parties"].values() for name in held["name"].values() if has_digit(name)}
        self.names = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True)))) if names else None
        # The same sentence stands in three reports, and the same row in table and workbook.
        self._words: dict[str, Numbers] = {}
        self._beside_words: dict[tuple[str, str], Numbers] = {}
        self._texts: dict[str, str] = {}

    def refused(self, piece: Piece, document: RenderedDocument) -> Iterator[Refusal]:
        if not piece.numbers and not has_digit(piece.text):
            return
        code = self._indicator(piece.text)
        known = self._known(code, document.language or "en")
        if piece.is_lettering:
            known |= TICKS
        text = self._without_names(piece.text)
        missing = [str(one) for one in piece.numbers if not _is_known(one, known)]
        listed = Decimal(sum(piece.text.count(one) for one in self.by_code)) if not code else None
        for match in _NUMBER.finditer(text):
            number = _decimal(match["number"])
            if number is not None and number != listed and not _holds(known, number, match["sign"], match["percent"]):
                missing.append(match.group().strip())
        if missing:
            subject = f"indicator/{code}" if code else "documents"
            yield Refusal(Check.NOT_FROZEN, f"{document.name} {piece.place}"[:200], ", ".join(missing[:8]), subject)

    def _known(self, code: str, language: str) -> Numbers:
        """The numbers of an indicator, or of everything, with those of the words around them."""
        if (code, language) not in self._beside_words:
            held = self.by_code[code] if code else self.all
            self._beside_words[code, language] = held | self._of_words(language)
        return self._beside_words[code, language]

    def _indicator(self, text: str) -> str:
        """The one indicator that a text or row names; empty where it speaks of none, of several, or of a whole part."""
        named = {code for code in re.findall(r"(?<![\w.])[\w]+(?:\.\w+)+(?![\w])", text) if code in self.by_code}
        return named.pop() if len(named) == 1 and _letters(text) not in self.summaries else ""

    def _without_names(self, text: str) -> str:
        if text not in self._texts:
            self._texts[text] = self._stripped(text)
        return self._texts[text]

    def _stripped(self, text: str) -> str:
        text = _ADDRESS.sub(" ", text).replace(in_groups(self.form.sha256), " ").replace(self.form.sha256, " ")
        if self.names:
            text = self.names.sub(" ", text)
        text = re.sub(r"(?<![\w.])\d+\.\d+(?:\.\d+)?(?![\d])", lambda found: self._unless_code(found.group()), text)
        return _CODE.sub(" ", without_years(text))

    def _unless_code(self, found: str) -> str:
        return " " if found in self.codes or found in self.versions else found

    def _of_words(self, language: str) -> Numbers:
        """Numbers of the documents' fixed words: at least 2 points, 5 in 100."""
        if language not in self._words:
            words = words_of(self.form, language)
            found = Numbers()
            labels = [words.label(self.form, code) for code in self.form.indicators()]
            labels += [words.objective(goal) for goal in self.form.objectives]
            found.text(
                *(re.sub(r"\{[^}]*\}", " ", text) for text in (*words.every_text(), *labels, *words.levels.values()))
            )
            self._words[language] = found
        return self._words[language]


def _letters(text: str) -> str:
    """A text without its spaces and marks, which each kind of document sets in its own way."""
    return "".join(filter(str.isalnum, text))


def _holds(known: Numbers, number: Decimal, sign: str | None, percent: str | None) -> bool:
    if sign in ("+", "−"):
        return (number if sign == "+" else -number) in known.signed
    if percent:
        return number in known.percents
    return number in known.plain or number in known.percents


def _is_known(number: Decimal, known: Numbers) -> bool:
    return number in known.plain or number in known.percents or number in known.signed


def _decimal(written: str) -> Decimal | None:
    """A number as people write it: with thousands, or with a decimal sign."""
    if re.fullmatch(r"\d{1,3}(?:[,\u00a0\u202f.]\d{3})+", written):
        return Decimal(re.sub(r"\D", "", written))
    return Decimal(written.replace(",", "."))
