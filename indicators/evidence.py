"""What the method computes from and to: evidence and rows as plain data, without Django."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from indicators.bindings import Binding
from indicators.calculations import Share, Standing
from indicators.findings import STANDARD, TargetRule, Thresholds
from indicators.registry import MeasureReadings
from parties.all_parties import ALL

Standings = Mapping[str, Standing]


@dataclass(frozen=True)
class CycleEvidence:
    """What one cycle's report set says: for every Party its answers, and which parts it reported at all."""

    code: str
    deadline: date
    population: frozenset[str]
    groups: Mapping[str, frozenset[str]]
    cut_offs: Mapping[str, date]
    # By part: when each Party whose report is counted was first heard.
    received: Mapping[str, Mapping[str, date]]
    answers: Mapping[str, Mapping[str, frozenset[str]]]
    # The same of every Party that was heard by the cut-off, also where only a later revision is held.
    first_received: Mapping[str, Mapping[str, date]] = field(default_factory=dict)
    # The due days of Parties that have a later one than the deadline, by a decision.
    due: Mapping[str, date] = field(default_factory=dict)
    # The day whose Parties are counted; None where it is the deadline.
    population_on: date | None = None
    # By Party: questions whose answer cannot be true. It counts as unanswered, whatever an earlier answer implies.
    implausible: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def members(self, group: str) -> frozenset[str]:
        return self.population if group == ALL else self.groups[group] & self.population

    @property
    def population_day(self) -> date:
        return self.population_on or self.deadline

    def date_of(self, parts: Iterable[str]) -> date:
        """The day that an answer speaks for: the deadline, or the later date of a part kept with the cycle."""
        return max(self.deadline if part == "" else self.cut_offs[part] for part in parts)


@dataclass(frozen=True)
class TreatyDates:
    deposited: Mapping[str, date | None]
    in_force: Mapping[str, date | None]


@dataclass(frozen=True)
class Recorded:
    as_of: date
    value: Decimal
    unit: str
    source: str


@dataclass(frozen=True)
class MeasureRule:
    """A measure as the method sees it."""

    pk: int
    kind: str
    direction: str
    bindings: Mapping[str, Binding]
    comparisons: Mapping[tuple[str, str], tuple[bool, str]]
    target: TargetRule | None
    facts: Mapping[str, Any]
    stored: Mapping[str, Any] = field(default_factory=dict)
    recorded: tuple[Recorded, ...] = ()


@dataclass(frozen=True)
class CountedOn:
    """Who can have a record on the day of a count: the Parties, and the members of each group."""

    population: frozenset[str]
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Evidence:
    cycles: Mapping[str, CycleEvidence]
    treaties: Mapping[str, TreatyDates]
    groups: tuple[str, ...]
    # By measure: what was counted in the Clearing-House's registry, if anything.
    registry: Mapping[int, MeasureReadings] = field(default_factory=dict)
    # By the day of a count of the registry; editions frozen before have none.
    counted_on: Mapping[date, CountedOn] = field(default_factory=dict)
    # Of those editions: the Parties on the day of the latest snapshot.
    population_now: frozenset[str] = frozenset()
    thresholds: Thresholds = STANDARD
    # What happened later is unknown to the figures.
    until: date = date.max


@dataclass(frozen=True)
class ValueRow:
    """One figure; the fields are those of the stored IndicatorValue."""

    measure: int
    kind: str
    unit: str
    source: str
    group: str = ALL
    cycle: str | None = None
    as_of: date | None = None
    threshold: int | None = None
    reading: str = ""
    share: Share | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    low: int | None = None
    high: int | None = None
    reason: str = ""
    # The numbers of some Parties lie on both sides of the threshold: no share of those answering is told.
    straddled: bool = False


@dataclass(frozen=True)
class FindingRow:
    """One finding; the fields are those of the stored Finding."""

    measure: int
    group: str = ALL
    baseline: str | None = None
    current: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """Which figures are asked for: by cycle, the groups in which something is otherwise; None is every figure."""

    groups: Mapping[str, frozenset[str]] | None = None

    def holds(self, group: str, *cycles: str | None) -> bool:
        """Whether a figure of this group and of these cycles is asked for; one of no cycle only with all of them."""
        return self.groups is None or any(group in self.groups.get(cycle or "", ()) for cycle in cycles)

    def holds_cycle(self, cycle: str) -> bool:
        """Whether anything of this cycle is asked for."""
        return self.groups is None or cycle in self.groups


EVERY_FIGURE = Wanted()


@dataclass(frozen=True)
class Result:
    values: list[ValueRow]
    findings: list[FindingRow]
    standings: Mapping[tuple[int, str], Standings]
