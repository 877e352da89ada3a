"""The gate of meaning over finished documents: each number found again in the frozen form (method.md §7). Pure.

Read are the report as HTML and the tables as CSV and XLSX, from their bytes, and the texts that the PDFs are set from.
What speaks of one indicator is held against the numbers of its own measures, everything else against all of them.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from html.parser import HTMLParser
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from evaluation.documents.blocks import Block, Figure, Heading, Names, Paragraph, Table
from evaluation.documents.brief import build_brief, headings
from evaluation.documents.produced import CSV, HTML, PDF, XLSX, RenderedDocument
from evaluation.documents.report import build_report
from evaluation.documents.words import words_of
from evaluation.editions.form import FrozenForm
from evaluation.editions.gate_days import without_years
from evaluation.editions.gate_numbers import Numbers, of_all, of_measures
from evaluation.editions.refusals import Check, Refusal
from typesetting.text import clean, in_groups

# Paragraph numbers, captions with their numbers, and what nobody reads.
_SKIPPED_TAGS = {"style", "script", "nav", "footer", "svg", "figcaption", "head"}
_SKIPPED_CLASSES = {"number", "caption", "masthead", "facts"}
_PIECES = {"p", "tr", "h1", "h2", "h3", "h4"}
_ADDRESS = re.compile(r"https?://\S+")
# NR3, COP-MOP 5, CBD/CP/MOP/8/11, SHA-256, 2.2.1; what is named so is no number.
_CODE = re.compile(r"[A-Za-z][A-Za-z/-]*\d[\w/-]*|\b[A-Z]{2,}(?:-[A-Z]+)?\s\d+\b|(?<![\d.,])\d+(?:\.\d+){2,}")
_NUMBER = re.compile(
    r"(?<![\d.,])(?P<sign>[+−-])?(?P<number>\d{1,3}(?:[,\u00a0\u202f.]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)"
    r"(?P<percent>[\s\u00a0]?(?:%|per cent|pour cent|في المائة|٪))?"
)
_CELL = re.compile(r"-?\d+(?:\.\d+)?")
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class Piece:
    """A text, or one row of a table; `numbers` are cells that are numbers themselves."""

    place: str
    text: str
    numbers: Sequence[Decimal] = ()


def of_documents(frozen: Mapping[str, Any], made: Iterable[RenderedDocument]) -> list[Refusal]:
    """The numbers of documents that the frozen form does not hold: one refusal for each place."""
    form = FrozenForm(frozen, clean=clean)
    known = _Known(form)
    found = [
        refusal for document in made for piece in _pieces(form, document) for refusal in known.refused(piece, document)
    ]
    return list({refusal.name: refusal for refusal in found}.values())


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
        parts = [part["code"] for goal in form.objectives for part in (*goal["operational"], *goal["impacts"])]
        self.codes = {*self.by_code, *map(str, parts)}
        self.versions = {
            str(form["method"]["version"]),
            str(form.edition["version"]),
            str(form.edition["corrects"] or ""),
        }
        # A Party of the demonstration has a number in its name.
        names = {name for held in form["parties"].values() for name in held["name"].values() if _has_digit(name)}
        self.names = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True)))) if names else None
        self._words: dict[str, Numbers] = {}

    def refused(self, piece: Piece, document: RenderedDocument) -> Iterator[Refusal]:
        code = self._indicator(piece.text)
        known = (self.by_code[code] if code else self.all) | self._of_words(document.language or "en")
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

    def _indicator(self, text: str) -> str:
        """The one indicator that a text begins with or a row names; empty where it speaks of none, or of several."""
        named = {code for code in re.findall(r"(?<![\w.])[\w]+(?:\.\w+)+(?![\w])", text) if code in self.by_code}
        return named.pop() if len(named) == 1 else ""

    def _without_names(self, text: str) -> str:
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
            held = (*_texts(words.entries), *_texts(words.plan_entries), *words.levels.values())
            found.text(*(re.sub(r"\{[^}]*\}", " ", text) for text in held))
            self._words[language] = found
        return self._words[language]


def _holds(known: Numbers, number: Decimal, sign: str | None, percent: str | None) -> bool:
    if sign in ("+", "−"):
        return (number if sign == "+" else -number) in known.signed
    if percent:
        return number in known.percents
    return number in known.plain or number in known.percents


def _is_known(number: Decimal, known: Numbers) -> bool:
    return number in known.plain or number in known.percents or number in known.signed


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _decimal(written: str) -> Decimal | None:
    """A number as people write it: with thousands, or with a decimal sign."""
    if re.fullmatch(r"\d{1,3}(?:[,\u00a0\u202f.]\d{3})+", written):
        return Decimal(re.sub(r"\D", "", written))
    return Decimal(written.replace(",", "."))


# -- what stands in a document ---------------------------------------------------------------------------


def _pieces(form: FrozenForm, document: RenderedDocument) -> Iterator[Piece]:
    match document.media_type:
        case media if media == HTML:
            reader = _Html()
            reader.feed(document.content.decode())
            yield from reader.pieces
        case media if media == CSV:
            rows = csv.reader(StringIO(document.content.decode("utf-8-sig")))
            for place, row in enumerate(rows, 1):
                yield _row(f"row {place}", row)
        case media if media == XLSX:
            yield from _xlsx(document.content)
        case media if media == PDF:
            yield from _set(form, document)


def _row(place: str, cells: Sequence[str]) -> Piece:
    numbers = [Decimal(cell) for cell in cells if _CELL.fullmatch(cell)]
    # An indicator's code may look like a number: it names the row.
    codes = [cell for cell in cells if not _CELL.fullmatch(cell) or "." in cell]
    return Piece(place, " · ".join(codes), [number for number in numbers if number == int(number)])


class _Html(HTMLParser):
    """Paragraphs, headings and rows, without the numbers of paragraphs, captions and drawings."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[Piece] = []
        self._skipped: list[str] = []
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = set((dict(attrs).get("class") or "").split())
        starts = tag in _SKIPPED_TAGS or bool(classes & _SKIPPED_CLASSES)
        if tag == self._skipped[-1] if self._skipped else starts:
            self._skipped.append(tag)
        elif tag in _PIECES and not self._skipped:
            self._end()
        self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self._skipped and tag == self._skipped[-1]:
            self._skipped.pop()
        elif tag in _PIECES:
            self._end()

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._text.append(data)

    def _end(self) -> None:
        text = " ".join("".join(self._text).split(" ")).strip()
        if _has_digit(text):
            self.pieces.append(Piece(f"{len(self.pieces) + 1}: {text[:60]}", text))
        self._text = []


def _xlsx(content: bytes) -> Iterator[Piece]:
    with ZipFile(BytesIO(content)) as book:
        names = sorted(name for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        strings = ["".join(part.text or "" for part in one.iter(f"{_SHEET}t")) for one in shared]
        for name in names:
            sheet = ElementTree.fromstring(book.read(name))
            for row in sheet.iter(f"{_SHEET}row"):
                cells = [_cell(cell, strings) for cell in row.iter(f"{_SHEET}c")]
                yield _row(f"{name.rpartition('/')[2]} row {row.get('r')}", cells)


def _cell(cell: Any, strings: Sequence[str]) -> str:
    value = cell.find(f"{_SHEET}v")
    if value is None or value.text is None:
        return ""
    # A workbook keeps every bit of a number: 8.699999999999999 is what 8.7 is to a processor.
    return strings[int(value.text)] if cell.get("t") == "s" else f"{round(float(value.text), 6):.12g}"


def _set(form: FrozenForm, document: RenderedDocument) -> Iterator[Piece]:
    """The texts that a PDF is set from."""
    words, links = words_of(form, document.language), form["links"]
    if document.kind == "brief":
        brief = build_brief(form, words=words, links=links)
        texts = [*brief.findings, *brief.caveats, brief.chart.alt, *headings(form, words).values()]
        texts += [" · ".join(asdict(change).values()) for change in brief.changes]
    else:
        blocks = build_report(form, words=words, links=links).blocks
        texts = [text for block in blocks for text in _of_block(block)]
    for place, text in enumerate(texts, 1):
        if _has_digit(text):
            yield Piece(f"{place}: {text[:60]}", text)


def _of_block(block: Block) -> Iterator[str]:
    """Its texts one by one, a row of a table as one; captions carry numbers of their own."""
    match block:
        case Heading():
            yield block.text
        case Paragraph():
            yield block.text.text
        case Table():
            yield from (" · ".join(row) for row in block.rows)
            yield block.note
        case Figure():
            yield block.chart.alt
        case Names():
            yield block.lead


def _texts(held: Any) -> Iterator[str]:
    if isinstance(held, str):
        yield held
    elif isinstance(held, Mapping):
        for value in held.values():
            yield from _texts(value)
    elif isinstance(held, list):
        for value in held:
            yield from _texts(value)
