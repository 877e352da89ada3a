"""What a kind of measure is: how it is computed and kept, and what may be said of it. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from indicators.bindings import Binding
from indicators.calculations import SUBSTANTIVE, Band, PartyClass, Share, Standing, at_or_above, count
from indicators.evidence import CycleEvidence, Evidence, FindingRow, MeasureRule, Standings, ValueRow
from indicators.kinds.figure import Columns, Figure, Stored
from indicators.reasons import NotAssessed


@dataclass(frozen=True)
class Figures:
    """All that is computed of one measure that rests on no classes of Parties."""

    values: list[ValueRow]
    findings: list[FindingRow]


@dataclass(frozen=True)
class Classed:
    """What the Parties of a cycle counted as for one measure, and the numbers that they gave."""

    standings: Standings
    bands: Mapping[str, Band]
    binding: Binding | None

    @cached_property
    def steps(self) -> dict[int, dict[str, Standing]]:
        """By threshold: whether each Party's number is at or above it."""
        thresholds = self.binding.thresholds if self.binding else ()
        return {threshold: at_or_above(self.standings, self.bands, threshold) for threshold in thresholds}

    def straddling(self, threshold: int) -> frozenset[str]:
        """The Parties with a complete answer whose number may be below the threshold, or at or above it."""
        return frozenset(
            party for party in self.complete if self.steps[threshold][party].party_class is PartyClass.UNANSWERED
        )

    @cached_property
    def open_bands(self) -> frozenset[str]:
        """The Parties with a number of one part, of which another part is unanswered."""
        unanswered = PartyClass.UNANSWERED
        return frozenset(party for party in self.bands if self.standings[party].party_class is unanswered)

    @cached_property
    def complete(self) -> dict[str, Band]:
        """The numbers of complete answers: what an unanswered Party did say serves the steps only."""
        return {party: band for party, band in self.bands.items() if self.standings[party].party_class in SUBSTANTIVE}


@dataclass(frozen=True)
class ClassRow:
    """A figure that rests on classes of Parties; `reason` says why there is none."""

    share: Share
    unit: str
    reason: str
    threshold: int | None = None
    numerator: Decimal | None = None
    low: int | None = None
    high: int | None = None
    straddled: bool = False


def of_parties(classed: Classed, members: frozenset[str]) -> Iterable[ClassRow]:
    """One row of the classes themselves, of a group's members (method.md §2)."""
    share = count(classed.standings, members)
    yield ClassRow(share, "Parties", share.reason if members else NotAssessed.NO_PARTY)


def share_columns(row: ValueRow) -> Columns:
    """Yes of those answering, and the yes counts that are possible."""
    share = row.share
    if share is None:
        return {}
    return {
        "numerator": Decimal(share.yes),
        "denominator": Decimal(share.answering),
        "low": share.least_yes,
        "high": share.most_yes,
    }


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of measure; the table of them is `indicators.kinds.KINDS`.

    `tells` is what is said of a stored figure that has no reason not to be one. `others` gives the figures and the
    finding of a measure that rests neither on classes of Parties nor on counted records.
    """

    name: str
    tells: Callable[[Stored], Figure]
    others: Callable[[MeasureRule, Evidence], Figures]
    # Whether the classes of Parties behind it make a share: percents, bounds in percent, drawings of shares.
    is_share: bool
    # What the figure counts, where the kind itself says so and not the measure's facts.
    unit: str = ""
    # Why no level or no trend may be told from classes of Parties; empty where they may.
    no_level: str = ""
    no_trend: str = ""
    # A change of it is known exactly: nothing is estimated, nobody is silent.
    is_exact: bool = False
    # Parties are classed by whether the registry holds records of theirs; else records are counted.
    classes_by_record: bool = False
    # The Secretariat enters its figures; of an event, the day only.
    is_entered: bool = False
    is_event: bool = False
    # Only a text can speak for it.
    is_text: bool = False
    # A total over Parties, shown with the shares of Parties at or above each step; its classes, share and trend are of
    # the Parties at or above the lowest one, which the measure's own `share_label` names.
    has_steps: bool = False
    # The number that each Party gave, read from its answers; None where a kind reads classes only.
    numbers: Callable[[Binding, CycleEvidence], Mapping[str, Band]] | None = None
    class_rows: Callable[[Classed, frozenset[str]], Iterable[ClassRow]] = of_parties
    # What is kept of a row with classes beside the counts of the classes: amounts and what their bounds mean.
    columns: Callable[[ValueRow], Columns] = share_columns
