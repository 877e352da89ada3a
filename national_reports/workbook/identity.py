"""Which report a workbook belongs to, and how one is refused."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from languages import writing
from parties.in_languages import reader_language

# The first cell of the hidden sheet that says what the workbook is; a user may rename every other sheet.
MARKER = "cartagena-national-report-workbook"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class WorkbookIdentity:
    """The report that a workbook is made from, or is sent back to."""

    party_code: str
    party_name: str
    cycle: str
    report_version: int
    languages: tuple[str, ...]
    form_sha256: str
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one place, and what to do about it."""

    reason: str
    sheet: str = ""
    cell: str = ""

    @property
    def place(self) -> str:
        """The sheet and the cell, each in its own direction, with the comma of the reader's language."""
        language = reader_language()
        parts = (writing.named(part, language) for part in (self.sheet, self.cell) if part)
        return writing.comma(language).join(parts)

    def __str__(self) -> str:
        return writing.after_colon(self.place, self.reason, reader_language()) if self.place else self.reason


class WorkbookRefused(ValueError):
    """Nothing of the workbook was taken; `problems` says all that must be mended."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def checksum(lines: Sequence[tuple[str, ...]]) -> str:
    """SHA-256 over the hidden columns of every row, in the order of the form."""
    return hashlib.sha256(json.dumps(lines, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
