"""The cells of a guarded workbook, as they stand in its XML: nothing is evaluated.

Read here rather than with openpyxl, which takes "x005F_" out of texts and needs hundreds of megabytes for a workbook
that the guard lets through (docs/adr/0011).
"""

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from xml.parsers import expat

from national_reports.workbook.texts import unescaped

# The workbook of the longest form has some 40,000 elements in a language.
MOST_ELEMENTS = 500_000
# Columns A to J are ours; what a user notes beside them is not kept.
MOST_COLUMNS = 10
# Says where the workbook stands: programs name it as they like.
ROOT_LINKS = "_rels/.rels"

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]


class SheetsUnreadable(ValueError):
    """The parts of the workbook do not fit together: it must be saved again by a spreadsheet program."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: `type` is text, number, percent (its number, 0.6 of 60 %), truth, day or fault."""

    type: str
    content: str
    is_formula: bool = False


# Formats of days that every program knows by their numbers, those of East Asia with them.
DAY_FORMATS = tuple(str(number) for number in (*range(14, 18), 22, *range(27, 37), *range(50, 59)))
_NO_SIGNS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
# Days before have another number in Excel, which counts a 29 February 1900, than everywhere else.
FIRST_DAY = date(1900, 3, 1)
DAY_ZERO = date(1899, 12, 30)
DAYS_TO_1904 = 1462

EMPTY = Cell("text", "")


@dataclass(frozen=True)
class Sheet:
    title: str
    rows: Mapping[int, Mapping[int, Cell]]

    def cell(self, row: int, column: int) -> Cell:
        return self.rows.get(row, {}).get(column, EMPTY)


@dataclass(frozen=True)
class Book:
    sheets: tuple[Sheet, ...]
    counts_from_1904: bool


def read_sheets(archive: zipfile.ZipFile) -> Book:
    """All sheets in their order. Raises SheetsUnreadable."""
    budget = _Budget()
    try:
        root = _Links("/")
        budget.parse(archive, ROOT_LINKS, root.start)
        (place,) = root.of_type("officeDocument")
        book = _BookPart()
        budget.parse(archive, place, book.start)
        folder, name = posixpath.split(place)
        links = _Links(f"/{folder}")
        budget.parse(archive, posixpath.join(folder, "_rels", f"{name}.rels"), links.start)
        styles = _Styles()
        for target in links.of_type("styles"):
            budget.parse(archive, target, styles.start, styles.end)
        strings = _Strings()
        for target in links.of_type("sharedStrings"):
            budget.parse(archive, target, strings.start, strings.end, strings.data)
        sheets = tuple(
            Sheet(title, budget.cells(archive, links.targets[link], strings.held, styles.looks, book.counts_from_1904))
            for title, link in book.sheets
            if links.types.get(link) == "worksheet"
        )
    except (expat.ExpatError, KeyError, IndexError, ValueError) as fault:
        raise SheetsUnreadable(str(fault)) from fault
    return Book(sheets, book.counts_from_1904)


@dataclass
class _Budget:
    """Counts elements over all parts, so that time and memory stay bounded."""

    elements: int = 0

    def cells(
        self, archive: zipfile.ZipFile, part: str, strings: list[str], looks: Mapping[int, str], counts_from_1904: bool
    ) -> Mapping[int, Mapping[int, Cell]]:
        """The cells of a sheet by row and column."""
        found = _Cells(strings, looks, counts_from_1904)
        self.parse(archive, part, found.start, found.end, found.data)
        return found.rows

    def parse(
        self,
        archive: zipfile.ZipFile,
        part: str,
        start: Start,
        end: Callable[[str], None] | None = None,
        data: Callable[[str], None] | None = None,
    ) -> None:
        def begin(name: str, attributes: Attributes) -> None:
            self.elements += 1
            if self.elements > MOST_ELEMENTS:
                raise SheetsUnreadable("There are more cells than a report needs.")
            start(name.rpartition(":")[2], attributes)

        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = begin
        parser.StartDoctypeDeclHandler = _forbid
        parser.EntityDeclHandler = _forbid
        if end:
            parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
        if data:
            parser.CharacterDataHandler = data
        with archive.open(part) as content:
            parser.ParseFile(content)


def _forbid(*_declared: object) -> None:
    raise SheetsUnreadable("A part declares a document type.")


@dataclass
class _BookPart:
    sheets: list[tuple[str, str]] = field(default_factory=list)
    counts_from_1904: bool = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "workbookPr":
            self.counts_from_1904 = attributes.get("date1904", "0") in ("1", "true")
        elif name == "sheet":
            link = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            self.sheets.append((unescaped(attributes["name"]), link))


@dataclass
class _Links:
    folder: str
    targets: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode", "Internal") == "Internal":
            target = posixpath.normpath(posixpath.join(self.folder, attributes["Target"])).lstrip("/")
            self.targets[attributes["Id"]] = target
            self.types[attributes["Id"]] = attributes["Type"].rpartition("/")[2]

    def of_type(self, kind: str) -> Iterator[str]:
        return (self.targets[link] for link, known in self.types.items() if known == kind)


@dataclass
class _Styles:
    """Which looks of cells show a number as something else: 0.6 as 60 %, 43586 as a day."""

    formats: dict[str, str] = field(
        default_factory=lambda: dict.fromkeys(("9", "10"), "percent") | dict.fromkeys(DAY_FORMATS, "day")
    )
    held: list[str] = field(default_factory=list)
    is_of_cells: bool = False

    @property
    def looks(self) -> dict[int, str]:
        return {number: look for number, look in enumerate(self.held) if look}

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt" and (look := _look_of(attributes.get("formatCode", ""))):
            self.formats[attributes.get("numFmtId", "")] = look
        elif name == "cellXfs":
            self.is_of_cells = True
        elif name == "xf" and self.is_of_cells:
            self.held.append(self.formats.get(attributes.get("numFmtId", "0"), ""))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self.is_of_cells = False


def _look_of(code: str) -> str:
    """What a number looks like under a format of its own; empty for a plain number."""
    # What is quoted, escaped or in brackets is shown as it is, or names a colour, a language or hours that go on.
    signs = _NO_SIGNS.sub("", code).lower()
    if "%" in signs:
        return "percent"
    return "day" if {"y", "d"} & set(signs) and "general" not in signs else ""


def day_of(content: str, *, counts_from_1904: bool) -> str:
    """The day that a number of a sheet stands for, as YYYY-MM-DD; empty where it stands for none."""
    try:
        day = DAY_ZERO + timedelta(days=int(float(content)) + (DAYS_TO_1904 if counts_from_1904 else 0))
    except (ValueError, OverflowError):
        return ""
    return day.isoformat() if day >= FIRST_DAY else ""


@dataclass
class _Strings:
    """The texts that cells share; readings of East Asian characters (rPh) are no part of them."""

    held: list[str] = field(default_factory=list)
    parts: list[list[str]] = field(default_factory=list)
    is_reading: bool = False
    is_text: bool = False

    def start(self, name: str, _attributes: Attributes) -> None:
        if name == "si":
            self.parts = []
        elif name == "rPh":
            self.is_reading = True
        elif name == "t":
            self.is_text = not self.is_reading
            self.parts.append([])

    def data(self, text: str) -> None:
        if self.is_text:
            self.parts[-1].append(text)

    def end(self, name: str) -> None:
        if name == "t":
            self.is_text = False
        elif name == "rPh":
            self.is_reading = False
        elif name == "si":
            self.held.append(_joined(self.parts))


TYPES = {"s": "text", "inlineStr": "text", "str": "text", "b": "truth", "e": "fault", "d": "day", "n": "number"}


@dataclass
class _Cells:
    """The cells of one sheet; a row or cell that does not say where it stands follows the one before."""

    strings: list[str]
    looks: Mapping[int, str] = field(default_factory=dict)
    counts_from_1904: bool = False
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    row: int = 0
    column: int = -1
    type: str = "n"
    value: list[list[str]] = field(default_factory=list)
    is_formula: bool = False
    look: str = ""
    is_value: bool = False
    is_reading: bool = False

    def start(self, name: str, attributes: Attributes) -> None:
        match name:
            case "row":
                self.row = int(attributes.get("r", self.row + 1))
                self.column = -1
            case "c":
                self.column = _column(attributes["r"]) if "r" in attributes else self.column + 1
                self.type = attributes.get("t", "n")
                self.look = self.looks.get(int(attributes.get("s", "0")), "")
                self.value, self.is_formula = [], False
            case "v" | "t":
                self.is_value = not self.is_reading
                self.value.append([])
            case "rPh":
                self.is_reading = True
            case "f":
                self.is_formula = True

    def data(self, text: str) -> None:
        if self.is_value:
            self.value[-1].append(text)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self.is_value = False
        elif name == "rPh":
            self.is_reading = False
        elif name == "c" and self.column < MOST_COLUMNS and (any(self.value) or self.is_formula):
            self.rows.setdefault(self.row, {})[self.column] = self._cell()

    def _cell(self) -> Cell:
        if self.type == "s" and any(self.value):
            content = self.strings[int(_joined(self.value))]
        else:
            content = _joined(self.value)
        kind = TYPES[self.type]
        if kind == "number" and self.look == "percent":
            return Cell("percent", content, self.is_formula)
        if kind == "number" and self.look == "day":
            # What was pasted as a day is that day, also where a text is asked; a number that is none stays one.
            day = day_of(content, counts_from_1904=self.counts_from_1904)
            return Cell("day", day, self.is_formula) if day else Cell(kind, content, self.is_formula)
        return Cell(kind, content, self.is_formula)


def _joined(texts: list[list[str]]) -> str:
    # Escapes are undone text by text: what two formatted runs make together is not one.
    return "".join(unescaped("".join(parts)) for parts in texts)


def _column(reference: str) -> int:
    found = _CELL.fullmatch(reference)
    if not found:
        raise SheetsUnreadable(f"{reference} is not a cell.")
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def cell_name(row: int, column: int) -> str:
    """A1 for row 1 and column 0."""
    return f"{chr(65 + column)}{row}"
