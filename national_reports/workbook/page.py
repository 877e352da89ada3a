"""What all sheets share: protection, paper and what may be printed as it is."""

from national_reports.workbook.identity import WorkbookIdentity
from national_reports.workbook.texts import plain
from national_reports.workbook.xlsx import Worksheet

A4 = 9
MAY = {"format_columns": True, "format_rows": True, "format_cells": True}


def prepare(sheet: Worksheet, identity: WorkbookIdentity) -> None:
    """Protect a sheet against accidents, without a password, and set up its printing."""
    sheet.protect("", MAY)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    footer = f"{identity.cycle} · {identity.party_code} · {identity.report_version}".replace("&", "&&")
    sheet.set_footer(f"&L&8{footer}&C&8&A&R&8&P/&N")


def shown(text: str) -> str:
    """A text to be seen only: plain, and never taken for the writer's own marks of a formatted string."""
    text = plain(text)
    return f" {text}" if text.startswith("<r>") else text
