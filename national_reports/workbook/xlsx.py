"""XlsxWriter, which carries no types, in the one place that says so."""

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

__all__ = ["Format", "Workbook", "Worksheet"]
