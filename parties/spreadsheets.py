"""What a spreadsheet makes of a file of ours."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


class _Line:
    """What a CSV writer writes to: one line at a time."""

    def __init__(self) -> None:
        self.held = ""

    def write(self, text: str) -> None:
        self.held += text

    def take(self) -> bytes:
        taken, self.held = self.held, ""
        return taken.encode()


def csv_lines(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """A table as CSV, line by line, with the mark by which spreadsheets know UTF-8."""
    line = _Line()
    writer = csv.writer(line)
    yield b"\xef\xbb\xbf"
    writer.writerow(columns)
    yield line.take()
    for row in rows:
        writer.writerow([safe_cell(row[column]) for column in columns])
        yield line.take()
