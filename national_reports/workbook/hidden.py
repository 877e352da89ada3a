"""The hidden sheets: what the drop-downs offer, and what the workbook is."""

import json
from collections.abc import Sequence
from datetime import datetime

from national_reports.workbook.identity import FORMAT, MARKER, WorkbookIdentity, checksum
from national_reports.workbook.xlsx import Format, Worksheet


class Lists:
    """Lists of labels, one a column, for drop-downs: a list in the rule itself ends at 255 characters or a comma."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.columns: dict[tuple[str, ...], int] = {}
        sheet.very_hidden()

    def reference(self, labels: tuple[str, ...]) -> str:
        """Where a drop-down finds its labels."""
        if labels not in self.columns:
            self.columns[labels] = len(self.columns)
            for row, label in enumerate(labels):
                self.sheet.write_string(row, self.columns[labels], label)
        letters = _letters(self.columns[labels])
        return f"={self.sheet.get_name()}!${letters}$1:${letters}${len(labels)}"


def _letters(column: int) -> str:
    head, last = divmod(column, 26)
    return (_letters(head - 1) if head else "") + chr(65 + last)


def write_identity(
    sheet: Worksheet,
    look: Format,
    *,
    identity: WorkbookIdentity,
    language: str,
    at: datetime,
    lines: Sequence[tuple[str, ...]],
) -> None:
    """Say what the workbook is, in which language it asks, and what its hidden columns hold."""
    told = {
        MARKER: "",
        "format": str(FORMAT),
        "cycle": identity.cycle,
        "party": identity.party_code,
        "party_name": identity.party_name,
        "report_version": str(identity.report_version),
        "form": identity.form_sha256,
        "languages": json.dumps(identity.languages),
        "language": language,
        "made_at": at.isoformat(),
        "checksum": checksum(lines),
    }
    for row, (name, value) in enumerate(told.items()):
        sheet.write_string(row, 0, name, look)
        sheet.write_string(row, 1, value, look)
    sheet.very_hidden()
