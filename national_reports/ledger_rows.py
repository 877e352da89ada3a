"""The ledger of a cycle: every Party, what is held of it, and how each held report stands; method.md §1.

Every page, file and figure that counts reports reads it here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from indicators.days import deadline_day
from indicators.models import CyclePart, ReportingCycle
from national_reports.due_days import DueDays
from national_reports.ledger import Entry, ReportStanding, entries, first_received
from national_reports.models import Report
from parties.models import Party
from parties.name_order import by_name

# What is told of a Party none of whose reports counts: the nearest to counting.
TELLING = (
    *(
        ReportStanding.ONLY_LATER,
        ReportStanding.AFTER,
        ReportStanding.NO_DATE,
        ReportStanding.WITHDRAWN,
        ReportStanding.NOT_A_PARTY,
    ),
    # Never the last word: where one of these is, another report counts.
    *(ReportStanding.REPLACED, ReportStanding.ANOTHER),
)

ON_TIME, LATE, NOTHING = "on time", "late", "none"
# What the row of a Party of the population can say, in the order of lists.
STATUSES = (ON_TIME, LATE, *(str(one) for one in TELLING[:4]), NOTHING)


@dataclass(frozen=True)
class Line:
    """One held report with its standing; `answered` says whether it holds any answer that the form knows."""

    report: Report
    entry: Entry
    answered: bool

    @property
    def standing(self) -> ReportStanding:
        return self.entry.standing


@dataclass(frozen=True)
class LedgerRow:
    """One Party with all that is held of it; `is_party` says whether it is of the population."""

    party: Party
    is_party: bool
    due_on: date
    cut_off: date
    lines: tuple[Line, ...]

    @property
    def counted(self) -> Line | None:
        return next((line for line in self.lines if line.standing is ReportStanding.COUNTED), None)

    @property
    def telling(self) -> Line | None:
        """The report whose standing says why none counts; None where nothing is held."""
        return (
            min(self.lines, key=lambda line: TELLING.index(line.standing), default=None) if not self.counted else None
        )

    @property
    def public(self) -> Report | None:
        """The version that anybody may read now, whether or not it counts."""
        return next((line.report for line in self.lines if line.report.state == Report.State.PUBLISHED), None)

    @property
    def first(self) -> date | None:
        """When the Party was first heard, by the cut-off or after it."""
        return self._first_by(date.max)

    @property
    def heard(self) -> date | None:
        """When the Party was first heard by the cut-off: what timeliness goes by."""
        return self._first_by(self.cut_off)

    @property
    def content(self) -> date | None:
        """When what counts was received, or the first content that might have counted."""
        shown = [self.counted] if self.counted else self.lines
        known = [line.report.received_on for line in shown if line.standing is not ReportStanding.WITHDRAWN]
        return min((day for day in known if day is not None), default=None)

    @property
    def is_on_time(self) -> bool:
        """Whether it was first heard by its due day, which an extension may have moved."""
        return self.heard is not None and self.heard <= self.due_on

    @property
    def status(self) -> str:
        """'on time' or 'late' where one counts, else the standing that says why none does; 'none': nothing is held."""
        if self.counted:
            return ON_TIME if self.is_on_time else LATE
        return str(self.telling.standing) if self.telling else NOTHING

    def _first_by(self, day: date) -> date | None:
        found = first_received([line.entry.held for line in self.lines], day)
        return found.on if found else None


@dataclass(frozen=True)
class Ledger:
    """A cycle, or a part of one, at a cut-off. `rows` are the population's Parties, `apart` the other governments'."""

    cycle: ReportingCycle
    part: CyclePart | None
    cut_off: date
    population_on: date
    is_open: bool
    rows: tuple[LedgerRow, ...]
    apart: tuple[LedgerRow, ...]

    @property
    def lines(self) -> Iterator[Line]:
        """Every held report, also of governments that were no Party."""
        return (line for row in (*self.rows, *self.apart) for line in row.lines)

    @property
    def counted(self) -> list[LedgerRow]:
        """The report set: the Parties one of whose reports counts."""
        return [row for row in self.rows if row.counted]

    @property
    def silent(self) -> list[LedgerRow]:
        return [row for row in self.rows if not row.counted]

    @property
    def later_due_days(self) -> dict[str, date]:
        """Of the population's Parties those that have a later due day than the cycle's own, with that day."""
        return {row.party.code: row.due_on for row in self.rows if row.due_on > self.cycle.deadline}

    def of(self, party: str) -> LedgerRow | None:
        """The row of a Party by its code, of the population or apart; None where nothing is known of it."""
        return self._by_code.get(party)

    @cached_property
    def _by_code(self) -> dict[str, LedgerRow]:
        return {row.party.code: row for row in (*self.rows, *self.apart)}

    def count(self) -> dict[ReportStanding, int]:
        """How many held reports have each standing, in the order of the rule; they add up to those held."""
        found = [line.standing for line in self.lines]
        return {standing: found.count(standing) for standing in ReportStanding}


def ledger_of(cycle: ReportingCycle, part: str = "", *, population_on: date | None = None) -> Ledger:
    """The ledger of a cycle, or of a part kept with it, at its cut-off. Three queries, one more for a part.

    The cycle's own population day holds unless another is given. Raises CyclePart.DoesNotExist.
    """
    day = population_on or cycle.population_on
    reports = Report.objects.held().filter(cycle=cycle, part=part)
    return _ledger(cycle, part, day, reports, Party.objects.in_force(day).by_name(), others=())


def ledger_of_party(cycle: ReportingCycle, party: Party, part: str = "") -> Ledger:
    """The same with the row of one Party alone, which is there whether or not anything is held of it."""
    day = cycle.population_on
    reports = Report.objects.held().filter(cycle=cycle, part=part, party=party)
    population = Party.objects.in_force(day).filter(pk=party.pk)
    return _ledger(cycle, part, day, reports, population, others=[party])


def _ledger(
    cycle: ReportingCycle,
    part: str,
    day: date,
    reports: Iterable[Report],
    population: Iterable[Party],
    *,
    others: Sequence[Party],
) -> Ledger:
    of_part = next((one for one in cycle.parts.all() if one.key == part), None) if part else None
    if part and of_part is None:
        raise CyclePart.DoesNotExist(f"{cycle.code} {part}")
    cut_off = of_part.cut_off if of_part else cycle.cut_off
    due = DueDays.of(cycle)
    held: dict[int, list[Report]] = {}
    for report in reports:
        held.setdefault(report.party_id, []).append(report)
    rows = [_row(party, held.pop(party.pk, ()), due, cut_off, is_party=True) for party in population]
    known = {row.party.pk for row in rows}
    others = [*(one for one in others if one.pk not in known | held.keys()), *(held[pk][0].party for pk in held)]
    apart = [_row(party, held.get(party.pk, ()), due, cut_off, is_party=False) for party in others]
    return Ledger(
        cycle=cycle,
        part=of_part,
        cut_off=cut_off,
        population_on=day,
        is_open=cycle.is_open or deadline_day(timezone.now()) <= cut_off,
        rows=tuple(rows),
        apart=tuple(sorted(apart, key=lambda row: str(getattr(row.party, by_name())))),
    )


def ledgers_of(cycle: ReportingCycle, *, population_on: date | None = None) -> dict[str, Ledger]:
    """The ledger of the cycle's own reports, as "", and of each part kept with it."""
    parts = ["", *(part.key for part in cycle.parts.all())]
    return {part: ledger_of(cycle, part, population_on=population_on) for part in parts}


def _row(party: Party, reports: Sequence[Report], due: DueDays, cut_off: date, *, is_party: bool) -> LedgerRow:
    found = entries([report.as_held for report in reports], cut_off, is_party=is_party)
    lines = (
        Line(report, entry, bool(report.has_answers))  # type: ignore[attr-defined]
        for report, entry in zip(reports, found, strict=True)
    )
    return LedgerRow(party, is_party, due.of_party(party.pk), cut_off, tuple(lines))
