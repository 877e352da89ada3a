"""What stands in a finished document, text by text: paragraphs, rows, headings and the lettering of charts. Pure."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from html.parser import HTMLParser
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from charts.marks import Label
from evaluation.documents.blocks import Block, Figure, Heading, Names, Paragraph, Table
from evaluation.documents.brief import build_brief, headings
from evaluation.documents.produced import CSV, DOCX, HTML, PDF, TEXT, XLSX, RenderedDocument
from evaluation.documents.report import build_report
from evaluation.documents.words import words_of
from evaluation.editions.form import FrozenForm

# Paragraph numbers, captions with their numbers, and what nobody reads.
_SKIPPED_TAGS = {"style", "script", "nav", "footer", "figcaption", "head", "title", "desc"}
_SKIPPED_CLASSES = {"number", "caption", "masthead", "facts"}
# Rows and bytes for machines: what is in them stands in the other documents too, or in the form itself.
NOT_FOR_READERS = frozenset({"data", "kit", "frozen", "sums", "signature", "public-key"})
# The words of a drawing.
LETTERING = "text"
_PIECES = {"p", "tr", "h1", "h2", "h3", "h4"}
# Between the number of a paragraph and its text, in Word.
NUMBERED = "\u2002"
_CELL = re.compile(r"-?\d+(?:\.\d+)?")
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Styles of paragraphs whose numbers are those of captions, and of the masthead.
_SKIPPED_STYLES = {"Caption", "Masthead", "Eyebrow", "Title", "Subtitle"}


@dataclass(frozen=True)
class Piece:
    """A text, or one row of a table; `numbers` are cells that are numbers themselves."""

    place: str
    text: str
    numbers: Sequence[Decimal] = ()
    is_lettering: bool = False


def has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


class NotRead(LookupError):
    """The gate cannot read a kind of document: let `pieces_of` read it, or name it in NOT_FOR_READERS."""


def pieces_of(form: FrozenForm, document: RenderedDocument) -> Iterator[Piece]:
    """The texts and rows of a document. Raises NotRead, so that none goes out unread."""
    match document.media_type:
        case _ if document.kind in NOT_FOR_READERS:
            return
        case media if media == HTML:
            reader = _Html()
            reader.feed(document.content.decode())
            yield from reader.pieces
        case media if media == DOCX:
            yield from _docx(document.content)
        case media if media == CSV:
            rows = csv.reader(StringIO(document.content.decode("utf-8-sig")))
            for place, row in enumerate(rows, 1):
                yield _row(f"row {place}", row)
        case media if media == XLSX:
            yield from _xlsx(document.content)
        case media if media == PDF and document.kind in ("brief", "report"):
            yield from _set(form, document)
        case media if media == TEXT:
            for place, line in enumerate(document.content.decode().splitlines(), 1):
                if has_digit(line):
                    yield Piece(f"{place}: {line[:60]}", line)
        case _:
            raise NotRead(f"{document.name}: {document.kind}, {document.media_type}")


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
        elif (tag in _PIECES or tag == LETTERING) and not self._skipped:
            self._end()
        self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self._skipped and tag == self._skipped[-1]:
            self._skipped.pop()
        elif tag in _PIECES:
            self._end()
        elif tag == LETTERING:
            self._end(is_lettering=True)

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._text.append(data)

    def _end(self, *, is_lettering: bool = False) -> None:
        text = " ".join("".join(self._text).split(" ")).strip()
        if has_digit(text):
            self.pieces.append(Piece(f"{len(self.pieces) + 1}: {text[:60]}", text, is_lettering=is_lettering))
        self._text = []


def _docx(content: bytes) -> Iterator[Piece]:
    """Paragraphs, and rows of tables as one; numbers of paragraphs stand in a run of their own before a wide space."""
    with ZipFile(BytesIO(content)) as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml")).find(f"{_WORD}body")
    for place, part in enumerate(body if body is not None else (), 1):
        if part.tag == f"{_WORD}p" and _style(part) not in _SKIPPED_STYLES:
            text = _written(part)
            text = text.partition(NUMBERED)[2] if NUMBERED in text else text
            if has_digit(text):
                yield Piece(f"{place}: {text[:60]}", text)
        elif part.tag == f"{_WORD}tbl":
            for number, row in enumerate(part.iter(f"{_WORD}tr"), 1):
                text = " · ".join(_written(cell) for cell in row.iter(f"{_WORD}tc"))
                if has_digit(text):
                    yield Piece(f"{place} row {number}: {text[:60]}", text)


def _style(paragraph: Any) -> str:
    style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
    return "" if style is None else str(style.get(f"{_WORD}val"))


def _written(part: Any) -> str:
    return "".join(one.text or "" for one in part.iter(f"{_WORD}t"))


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
        for mark in brief.chart.drawing.wide.marks:
            if isinstance(mark, Label) and has_digit(mark.text):
                yield Piece(f"chart: {mark.text[:60]}", mark.text, is_lettering=True)
    else:
        blocks = build_report(form, words=words, links=links).blocks
        texts = [text for block in blocks for text in _of_block(block)]
    for place, text in enumerate(texts, 1):
        if has_digit(text):
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
