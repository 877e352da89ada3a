"""Every held report with its standing, as rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from indicators.models import ReportingCycle
from national_reports.ledger import Why
from national_reports.ledger_rows import Ledger, LedgerRow, Line, ledgers_of
from national_reports.ledger_words import standing_in_words


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One held report in the ledger of its cycle, or of a part kept with it."""

    ledger: Ledger
    row: LedgerRow
    line: Line

    @property
    def part(self) -> str:
        return self.line.report.part

    @property
    def due_on(self) -> date:
        return self.row.due_on

    @property
    def is_late(self) -> bool | None:
        """Whether the Party was late; None where it was not heard by the cut-off, or was no Party."""
        return None if self.row.heard is None or not self.row.is_party else not self.row.is_on_time

    @property
    def in_words(self) -> str:
        return standing_in_words(self.line, self.ledger)

    @property
    def days_after_cut_off(self) -> int | None:
        return self.line.entry.days or None

    @property
    def counts_instead(self) -> int | None:
        """The version of the Party's report that counts and not this one."""
        counts = self.line.entry.counts
        return next((one.report.version for one in self.row.lines if counts and one.report.pk == counts.key), None)

    @property
    def why(self) -> Why | None:
        return self.line.entry.why


def report_rows(cycles: Iterable[ReportingCycle]) -> list[ReportRow]:
    """In the order of the cycles, their parts and the Parties; four queries a cycle or part."""
    return [
        ReportRow(ledger, row, line)
        for cycle in cycles
        for ledger in ledgers_of(cycle).values()
        for row in (*ledger.rows, *ledger.apart)
        for line in row.lines
    ]
