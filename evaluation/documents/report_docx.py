"""A report as a Word document that people can go on with: real headings, repeated header rows, pictures with words."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT, WD_TABLE_DIRECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import _Cell

from evaluation.documents.archives import repacked
from evaluation.documents.blocks import Block, Figure, Heading, Names, Paragraph, Table
from evaluation.documents.report import Report
from evaluation.documents.watermark import add_watermark
from evaluation.documents.words import Words
from languages.writing import paragraph_number
from typesetting.text import in_groups, phrase
from typesetting.word import INK, SOFT, TEAL, Writer, prepare

WIDTH = 166  # mm of text on the page
# Size, weight, colour and the spaces before and after in points, where they are not those of the reports' documents.
STYLES = {
    "Title": (24, True, INK, 10, 2),
    "Heading 1": (16, True, INK, 22, 8),
    "Heading 2": (12.5, True, TEAL, 16, 6),
    "Heading 3": (10, True, SOFT, 10, 4),
    "Caption": (9, True, INK, 10, 4),
    "Masthead": (9, False, SOFT, 0, 2),
    "Note": (8, False, SOFT, 3, 8),
}
# What stands with what follows it.
LEADING = ("Title", "Heading 1", "Heading 2", "Heading 3", "Caption")


def render_docx(report: Report, words: Words, pictures: Sequence[bytes]) -> bytes:
    """Write a report; `pictures` are its charts in order. The same content gives the same bytes."""
    document = Document()
    prepare(document, language=report.language)
    _restyle(document)
    _describe(document, report, words)
    _Writing(document, report, words, iter(pictures)).write()
    held = BytesIO()
    document.save(held)
    return repacked(held.getvalue(), on=report.on)


def _restyle(document: DocumentType) -> None:
    for name, (size, bold, colour, before, after) in STYLES.items():
        known = name in document.styles
        style = document.styles[name] if known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(style, ParagraphStyle)
        if not known:
            style.base_style = document.styles["Normal"]
        style.font.size, style.font.bold, style.font.color.rgb = Pt(size), bold, colour
        style.font.italic = False
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.left_indent = Pt(0)
        style.paragraph_format.keep_with_next = name in LEADING


def _describe(document: DocumentType, report: Report, words: Words) -> None:
    known = document.core_properties
    at = datetime(report.on.year, report.on.month, report.on.day, tzinfo=UTC).replace(tzinfo=None)
    known.title = report.title[:255]
    known.author = known.last_modified_by = report.masthead.short[:255]
    known.subject = words("report.protocol")
    known.language = report.language
    known.category = words("report.name")
    known.comments = " · ".join(report.warnings)
    known.identifier = report.sha256
    known.revision = 1
    known.created = known.modified = at


class _Writing:
    def __init__(self, document: DocumentType, report: Report, words: Words, pictures: Iterator[bytes]) -> None:
        self.document, self.report, self.words, self.pictures = document, report, words, pictures
        self.writer = Writer(document, report.language)

    def write(self) -> None:
        report, head = self.report, self.report.masthead
        self.writer.running(
            header=report.title,
            warnings=tuple(report.warnings),
            footer=f"{head.short} · {head.edition}",
            page=self.words("report.page"),
        )
        for warning in report.warnings:
            add_watermark(self.document, warning)
        self._masthead()
        for block in report.blocks:
            self._block(block)

    def _masthead(self) -> None:
        head = self.report.masthead
        self.writer.ours(f"{head.short} · {head.symbol}", "Eyebrow")
        self.writer.ours(head.body, "Masthead")
        self.writer.ours(f"{head.distribution} · {head.day} · {head.original} · {head.edition}", "Masthead")
        for line in (*head.meeting, head.item, head.courtesy):
            if line:
                self.writer.ours(line, "Masthead")
        self.writer.ours(head.title, "Title")
        self.writer.ours(self.report.subtitle, "Subtitle")
        self.writer.ours(f"SHA-256: {in_groups(self.report.sha256)}", "Masthead")

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                self.writer.ours(block.text, f"Heading {block.level}")
            case Paragraph():
                self._paragraph(block)
            case Table():
                self._table(block)
            case Figure():
                self._figure(block)
            case Names():
                self.writer.ours(block.lead, "Caption")
                self.writer.ours(block.names, "Normal")

    def _paragraph(self, block: Paragraph) -> None:
        if block.by:
            self.writer.ours(block.by, "Language")
        paragraph = self.writer.said(
            block.text,
            "Answer Text" if block.by else "Normal",
            ahead=paragraph_number(block.number, self.report.language),
        )
        paragraph.paragraph_format.space_after = Pt(6)
        if block.sources:
            self.writer.said(block.sources, "Language")

    def _figure(self, block: Figure) -> None:
        self.writer.ours(block.title, "Caption")
        shown = self.document.add_picture(BytesIO(next(self.pictures)), width=Mm(WIDTH))
        described = shown._inline.docPr
        for side in ("distT", "distB", "distL", "distR"):
            shown._inline.set(side, "0")
        described.set("descr", phrase(block.chart.alt, self.report.language).text)
        described.set("title", phrase(block.title, self.report.language).text)

    def _table(self, block: Table) -> None:
        self.writer.ours(block.title, "Caption")
        table = self.document.add_table(rows=1, cols=len(block.columns))
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        table.autofit = False
        if self.words.rtl:
            # The first column at the right.
            table.table_direction = WD_TABLE_DIRECTION.RTL
        whole = sum(column.width for column in block.columns)
        widths = [Mm(WIDTH * column.width / whole) for column in block.columns]
        for grid, width in zip(table.columns, widths, strict=True):
            grid.width = width
        head = table.rows[0]
        for cell, column, width in zip(head.cells, block.columns, widths, strict=True):
            cell.width = width
            self._cell(cell, column.title, figures=column.figures, bold=True)
        properties = head._tr.get_or_add_trPr()
        for name in ("w:cantSplit", "w:tblHeader"):
            properties.append(OxmlElement(name))
        _border(head.cells, "12211F", 8)
        for row in block.rows:
            # One XML row at a time: cells of a table are looked up anew each time otherwise.
            added = table.add_row()
            added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            cells = added.cells
            for cell, text, column, width in zip(cells, row, block.columns, widths, strict=True):
                cell.width = width
                self._cell(cell, text, figures=column.figures)
            _border(cells, "D2DCD8", 4)
        if block.note:
            self.writer.ours(block.note, "Note")

    def _cell(self, cell: _Cell, text: str, *, figures: bool, bold: bool = False) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)
        if figures:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = self.writer.add(paragraph, phrase(text, self.report.language))
        run.font.size = Pt(7.5)
        run.bold = bold or None


def _border(cells: Sequence[_Cell], colour: str, size: int) -> None:
    """A rule under the cells of one row."""
    for cell in cells:
        properties = cell._tc.get_or_add_tcPr()
        borders = OxmlElement("w:tcBorders")
        borders.append(OxmlElement("w:bottom", {qn("w:val"): "single", qn("w:sz"): str(size), qn("w:color"): colour}))
        properties.append(borders)
        margins = OxmlElement("w:tcMar")
        for side in ("start", "end"):
            margins.append(OxmlElement(f"w:{side}", {qn("w:w"): "45", qn("w:type"): "dxa"}))
        properties.append(margins)
