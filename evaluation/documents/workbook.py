"""The tables of an edition as a workbook: cover, notes, one table a sheet; no merged cells and no formulas."""

from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO
from math import ceil

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from evaluation.documents.archives import repacked
from evaluation.documents.tables import Cell, Sheet, cover
from evaluation.documents.words import Words
from evaluation.editions.form import FrozenForm
from parties.spreadsheets import safe_cell
from typesetting.palette import CLAY, INK, LINE, SOFT, TEAL

WIDEST = 45
# Letters beside each other on a printed page before they are too small to be read: about 6 points.
PRINTED_WIDTH = 220
FACE = "Calibri"
HEAD = 46  # points: three lines


def render_workbook(edition: FrozenForm, words: Words, tables: Sequence[Sheet], *, address: str) -> bytes:
    """Write the workbook; the same tables give the same bytes."""
    held = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(held, options) as book:
        on = edition.frozen_on
        title, _language = edition.title(words.language)
        book.set_properties(
            {
                "title": title[:255],
                "author": words("masthead.short"),
                "subject": words("tables.name"),
                "comments": words("demonstration") if edition.is_demonstration else "",
                "created": datetime.combine(on, time()),
            }
        )
        _Book(book, edition, words).write(tables, address)
    return repacked(held.getvalue(), on=edition.frozen_on)


class _Book:
    def __init__(self, book: xlsxwriter.Workbook, edition: FrozenForm, words: Words) -> None:
        self.book, self.edition, self.words = book, edition, words
        self.title = self._format(bold=True, font_size=16, font_color=INK)
        self.warning = self._format(bold=True, font_color=CLAY)
        self.soft = self._format(font_color=SOFT)
        self.name = self._format(bold=True, valign="top")
        self.text = self._format(text_wrap=True, valign="top")
        head = {
            "bold": True,
            "text_wrap": True,
            "valign": "bottom",
            "font_color": TEAL,
            "bottom": 2,
            "bottom_color": INK,
        }
        self.head = self._format(align="left", indent=1, **head)
        self.head_of_numbers = self._format(align="right", **head)
        self.cell = self._format(text_wrap=True, valign="top", bottom=1, bottom_color=LINE, align="left", indent=1)
        self.number = self._format(valign="top", bottom=1, bottom_color=LINE, num_format="#,##0")
        self.decimal = self._format(valign="top", bottom=1, bottom_color=LINE, num_format="0.0")

    def _format(self, **properties: object) -> Format:
        return self.book.add_format({"font_name": FACE, "font_size": 10, **properties})

    def write(self, tables: Sequence[Sheet], address: str) -> None:
        self._cover(tables, address)
        self._notes(tables)
        for table in tables:
            self._table(table)

    def _sheet(self, name: str) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.5, 0.5, 0.7, 0.6)
        mark = self.words("demonstration") if self.edition.is_demonstration else ""
        sheet.set_header(f"&L{self.words('report.protocol')}&R{mark}")
        sheet.set_footer("&L&A&R&P / &N")
        if self.words.rtl:
            sheet.right_to_left()
        return sheet

    def _cover(self, tables: Sequence[Sheet], address: str) -> None:
        sheet = self._sheet(self.words("tables.cover_sheet"))
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 90)
        sheet.write_string(0, 0, self.words("report.protocol"), self.soft)
        title, _language = self.edition.title(self.words.language)
        sheet.set_row(1, 26)
        sheet.write_string(1, 0, safe_cell(title), self.title)
        row = 3
        for name, value in cover(self.edition, self.words, address):
            sheet.write_string(row, 0, name, self.name)
            sheet.write_string(row, 1, safe_cell(value), self.text)
            row += 1
        row += 1
        sheet.write_string(row, 0, self.words("tables.sheet"), self.head)
        sheet.write_string(row, 1, self.words("tables.holds"), self.head)
        for table in tables:
            row += 1
            sheet.write_string(row, 0, table.tab, self.cell)
            sheet.write_string(row, 1, table.title, self.cell)

    def _notes(self, tables: Sequence[Sheet]) -> None:
        sheet = self._sheet(self.words("tables.notes_sheet"))
        sheet.set_column(0, 0, 110)
        sheet.set_row(0, 26)
        sheet.write_string(0, 0, self.words("tables.notes_sheet"), self.title)
        notes = self.words.notes("tables.notes")
        for row, note in enumerate([*notes, *(self.words.under(table.title, table.note) for table in tables)], 2):
            sheet.set_row(row, _height([note], [110]))
            sheet.write_string(row, 0, note, self.text)

    def _table(self, table: Sheet) -> None:
        sheet = self._sheet(table.tab)
        sheet.set_row(0, 26)
        sheet.write_string(0, 0, table.title, self.title)
        sheet.write_string(1, 0, table.note, self.soft)
        if self.edition.is_demonstration:
            sheet.write_string(2, 0, self.words("demonstration"), self.warning)
        widths = [
            _width(heading, [row[place] for row in table.rows]) for place, (heading, _name) in enumerate(table.columns)
        ]
        for place, ((heading, _name), width) in enumerate(zip(table.columns, widths, strict=True)):
            are_numbers = any(isinstance(row[place], int | float) for row in table.rows)
            sheet.write_string(4, place, heading, self.head_of_numbers if are_numbers else self.head)
            sheet.set_column(place, place, width)
        sheet.set_row(4, HEAD)
        for at, row in enumerate(table.rows, 5):
            # A file that nobody opened yet has no heights of its own.
            sheet.set_row(at, _height(row, widths))
            for place, value in enumerate(row):
                self._value(sheet, at, place, value)
        named = 3 if len(table.columns) > 6 else 1
        sheet.freeze_panes(5, named)
        sheet.repeat_rows(4)
        _printed(sheet, widths, named)
        if table.rows:
            sheet.autofilter(4, 0, 4 + len(table.rows), len(table.columns) - 1)

    def _value(self, sheet: Worksheet, row: int, column: int, value: Cell) -> None:
        if value is None or value == "":
            sheet.write_blank(row, column, None, self.cell)
        elif isinstance(value, str):
            sheet.write_string(row, column, safe_cell(value), self.cell)
        else:
            sheet.write_number(row, column, value, self.decimal if isinstance(value, float) else self.number)


def _printed(sheet: Worksheet, widths: Sequence[float], named: int) -> None:
    """A table that is too wide for a page goes over several, side by side, each with what names its rows."""
    of_names = sum(widths[:named])
    pages = ceil((sum(widths) - of_names) / (PRINTED_WIDTH - of_names))
    if pages > 1:
        sheet.fit_to_pages(pages, 0)
        sheet.repeat_columns(0, named - 1)
        sheet.print_across()


def _width(heading: str, values: Sequence[Cell]) -> float:
    """Room for the longest word of the heading and for what stands below, within reason."""
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return float(min(max(longest + 2, max(len(word) for word in heading.split()) + 3, 8), WIDEST))


def _height(row: Sequence[Cell], widths: Sequence[float]) -> float:
    """Room for as many lines as the longest text of a row takes."""
    lines = (-(-len(str(value)) // width) for value, width in zip(row, widths, strict=True) if value)
    return 14.5 * max([1, *lines]) + 2
