"""What a report is made of, apart from any format. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from evaluation.documents.drawn import Chart
from typesetting.text import Phrase, phrase


@dataclass(frozen=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A numbered paragraph; `by` says whose words it holds where they are not computed."""

    number: int
    text: Phrase
    by: str = ""
    sources: Phrase | None = None


@dataclass(frozen=True)
class Column:
    """A column of a table: its share of the width, and whether it holds figures."""

    title: str
    width: float = 1
    figures: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of cells under one header row; the first column names the row."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    note: str = ""


@dataclass(frozen=True)
class Figure:
    title: str
    chart: Chart


@dataclass(frozen=True)
class Names:
    """Names beside each other under a line that says what they have in common."""

    lead: str
    names: str


Block = Heading | Paragraph | Table | Figure | Names


@dataclass
class Blocks:
    """Blocks in their order; paragraphs, tables and figures are numbered as they are added."""

    language: str
    held: list[Block] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0
    figures: int = 0

    def heading(self, level: int, text: str) -> None:
        self.held.append(Heading(level, text))

    def paragraph(self, text: str, *, language: str = "", by: str = "", sources: str = "") -> int:
        """Add a numbered paragraph and return its number; a text of none is not added."""
        said = phrase(text, language or self.language)
        if not said:
            return self.paragraphs
        self.paragraphs += 1
        held = phrase(sources, self.language) if sources else None
        self.held.append(Paragraph(self.paragraphs, said, by, held))
        return self.paragraphs

    def table(self, named: str, columns: Sequence[Column], rows: Iterable[Sequence[str]], note: str = "") -> None:
        self.held.append(Table(named, columns, [list(row) for row in rows], note))

    def figure(self, named: str, chart: Chart) -> None:
        self.held.append(Figure(named, chart))

    def next_table(self) -> int:
        self.tables += 1
        return self.tables

    def next_figure(self) -> int:
        self.figures += 1
        return self.figures


def words_of(blocks: Iterable[Block]) -> int:
    """How many words a report has: paragraphs, headings, tables, lists and titles, but not the lettering of charts."""
    return sum(len([word for word in text.split() if any(map(str.isalnum, word))]) for text in _texts(blocks))


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading():
                yield block.text
            case Paragraph():
                yield block.text.text
                yield block.sources.text if block.sources else ""
            case Table():
                yield from (block.title, block.note, *(column.title for column in block.columns))
                yield from (cell for row in block.rows for cell in row)
            case Figure():
                yield block.title
            case Names():
                yield from (block.lead, block.names)
