"""Tables as CSV: UTF-8 with a mark for spreadsheets where people open it, none in the data pack. Pure."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from evaluation.documents.tables import Sheet
from parties.spreadsheets import safe_cell

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def csv_of(header: Sequence[str], rows: Iterable[Sequence[object]], *, mark: bool = False) -> bytes:
    """One table; text that a spreadsheet would take for a formula is quoted as text."""
    held = StringIO()
    if mark:
        held.write(MARK)
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow(["" if value is None else safe_cell(value) for value in row])
    return held.getvalue().encode()


def csv_of_sheet(sheet: Sheet) -> bytes:
    return csv_of([heading for heading, _name in sheet.columns], sheet.rows, mark=True)
