"""The offline workbook: a report form as XLSX, written and read back. Reading and writing know no store."""
