"""The arithmetic of the method: shares, panels, bands, ratios. Pure, exact, without Django.

method.md explains every rule in words; the section is named in each docstring. Change one, change the other.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from indicators.reasons import NotAssessed

METHOD_VERSION = "2.0"


class PartyClass(StrEnum):
    """What a Party counts as for one measure and cycle (method.md §2)."""

    YES = "yes"
    PARTIAL = "partial"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"
    UNANSWERED = "unanswered"
    SILENT = "silent"


# As columns of a figure are named.
CLASSES = tuple(one.value for one in PartyClass)
SUBSTANTIVE = frozenset({PartyClass.YES, PartyClass.PARTIAL, PartyClass.NO})


@dataclass(frozen=True, slots=True)
class Standing:
    """A Party's class, and what an unanswered Party could still be.

    `may_be_yes` and `must_be_yes` narrow the bounds only; shares and panels never use them.
    """

    party_class: PartyClass
    may_be_yes: bool = True
    must_be_yes: bool = False


SILENT = Standing(PartyClass.SILENT)


@dataclass(frozen=True, slots=True)
class Share:
    """Counts of one measure, cycle and group with the figures of method.md §3; exact Fractions out."""

    yes: int
    partial: int
    no: int
    not_applicable: int
    unanswered: int
    silent: int
    settled_yes: int = 0
    settled_not_yes: int = 0

    def __post_init__(self) -> None:
        if self.settled_yes + self.settled_not_yes > self.unanswered:
            raise ValueError("More Parties are settled than are unanswered.")

    @property
    def population(self) -> int:
        return self.yes + self.partial + self.no + self.not_applicable + self.unanswered + self.silent

    @property
    def applicable(self) -> int:
        return self.population - self.not_applicable

    @property
    def answering(self) -> int:
        return self.yes + self.partial + self.no

    @property
    def is_whole(self) -> bool:
        """Whether every Party is told, as by the day of its report: nobody is silent, and nobody need have answered."""
        return 0 < self.answering == self.population

    @property
    def least_yes(self) -> int:
        return self.yes + self.settled_yes

    @property
    def most_yes(self) -> int:
        return self.yes + self.unanswered - self.settled_not_yes + self.silent

    @property
    def share(self) -> Fraction | None:
        """Yes among those answering; None when nobody answered."""
        return Fraction(self.yes, self.answering) if self.answering else None

    @property
    def lowest(self) -> Fraction | None:
        """The share of the Parties to which it applies if the rest had said no; None when it applies to nobody."""
        return Fraction(self.least_yes, self.applicable) if self.applicable else None

    @property
    def highest(self) -> Fraction | None:
        return Fraction(self.most_yes, self.applicable) if self.applicable else None

    @property
    def reason(self) -> str:
        """Why there is no share; empty when there is one."""
        if self.answering:
            return ""
        if self.population and self.silent == self.population:
            return NotAssessed.NO_REPORTS
        return NotAssessed.NOBODY_ANSWERED if self.applicable else NotAssessed.NOBODY


def count(standings: Mapping[str, Standing], members: Iterable[str]) -> Share:
    """Count the members of a group by class; a member without a standing is silent (method.md §2)."""
    found = [standings.get(party, SILENT) for party in members]
    tally = Counter(standing.party_class for standing in found)
    unanswered = [standing for standing in found if standing.party_class is PartyClass.UNANSWERED]
    return Share(
        **{name: tally[PartyClass(name)] for name in CLASSES},
        settled_yes=sum(standing.must_be_yes for standing in unanswered),
        settled_not_yes=sum(not standing.may_be_yes for standing in unanswered),
    )


def percent(share: Fraction, places: int = 0) -> Fraction:
    """Percent rounded half away from zero for display: 15/40 → 38. Never round before a difference is taken."""
    scale = 100 * 10**places
    doubled = 2 * scale * abs(share)
    rounded = (doubled.numerator + doubled.denominator) // (2 * doubled.denominator)
    return Fraction(rounded if share >= 0 else -rounded, 10**places)


# -- change between two cycles (method.md §4) ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Panel:
    """The Parties with yes, partial or no in both cycles, and what became of them."""

    size: int
    baseline_yes: int
    current_yes: int
    gained: frozenset[str]
    lost: frozenset[str]
    baseline_partial: int = 0
    current_partial: int = 0

    @property
    def stayed(self) -> int:
        return self.size - len(self.gained) - len(self.lost)

    @property
    def net(self) -> int:
        return len(self.gained) - len(self.lost)

    @property
    def change(self) -> Fraction | None:
        """Net change as a share of the panel; None for an empty panel."""
        return Fraction(self.net, self.size) if self.size else None

    @property
    def net_bounds(self) -> tuple[int, int]:
        """Net change if the partial answers of either end had had to be yes or no (a scale that changed)."""
        plain = self.current_yes - self.baseline_yes
        return plain - self.baseline_partial, plain + self.current_partial


def panel(baseline: Mapping[str, Standing], current: Mapping[str, Standing], members: Iterable[str]) -> Panel:
    """Match the members that answered in both cycles; `members` are those that were Parties at both deadlines."""
    both = [
        (party, baseline[party].party_class, current[party].party_class)
        for party in members
        if party in baseline and party in current
    ]
    pairs = [(party, before, now) for party, before, now in both if before in SUBSTANTIVE and now in SUBSTANTIVE]
    yes = PartyClass.YES
    return Panel(
        size=len(pairs),
        baseline_yes=sum(before is yes for _, before, _ in pairs),
        current_yes=sum(now is yes for _, _, now in pairs),
        gained=frozenset(party for party, before, now in pairs if before is not yes and now is yes),
        lost=frozenset(party for party, before, now in pairs if before is yes and now is not yes),
        baseline_partial=sum(before is PartyClass.PARTIAL for _, before, _ in pairs),
        current_partial=sum(now is PartyClass.PARTIAL for _, _, now in pairs),
    )


# -- other kinds of measure (method.md §5) --------------------------------------------------------------

Band = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class BandedTotal:
    """The sum of bands over Parties: at least `low`; `high` is None when open above."""

    low: int
    high: int | None
    parties: int


def merge_bands(bands: Sequence[Band], rule: str) -> Band:
    """One Party's bands over several questions: "sum" of different people, "union" of overlapping ones."""
    lows = [low for low, _ in bands]
    highs = [high for _, high in bands]
    high = None if None in highs else sum(h for h in highs if h is not None)
    return (sum(lows) if rule == "sum" else max(lows)), high


def total_of_bands(bands: Mapping[str, Band], members: Iterable[str]) -> BandedTotal:
    """Add up the bands of the members that gave one."""
    given = [bands[party] for party in members if party in bands]
    low, high = merge_bands(given, "sum")
    return BandedTotal(low=low, high=high, parties=len(given))


def at_or_above(standings: Mapping[str, Standing], bands: Mapping[str, Band], threshold: int) -> dict[str, Standing]:
    """Standings for "at or above this number": a Party whose band straddles it is unanswered.

    Not applicable and silent stay. An unanswered Party's band holds what it did answer: its low end may settle a yes.
    """
    out: dict[str, Standing] = {}
    for party, standing in standings.items():
        low, high = bands.get(party, (0, None))
        if standing.party_class is PartyClass.UNANSWERED:
            out[party] = Standing(PartyClass.UNANSWERED, standing.may_be_yes, must_be_yes=low >= threshold)
        elif standing.party_class not in SUBSTANTIVE:
            out[party] = standing
        elif low >= threshold:
            out[party] = Standing(PartyClass.YES)
        elif high is not None and high < threshold:
            out[party] = Standing(PartyClass.NO)
        else:
            out[party] = Standing(PartyClass.UNANSWERED)
    return out


@dataclass(frozen=True, slots=True)
class Joined:
    """Who of a universe did something by a day, from dated treaty status."""

    who: frozenset[str]
    of_whom: frozenset[str]

    @property
    def numerator(self) -> int:
        return len(self.who)

    @property
    def denominator(self) -> int:
        return len(self.of_whom)


def joined_within(
    universe: Mapping[str, date | None], convention: Mapping[str, date | None], after: date, until: date
) -> Joined:
    """Of the Convention Parties without the date by `after`, those that got it by `until` (indicator 3.1.1).

    `universe` maps each country to the Protocol date that counts (deposit, or entry into force).
    """
    outside = {
        code for code, on in convention.items() if on is not None and on <= after and not _by(universe.get(code), after)
    }
    who = frozenset(code for code in outside if _by(universe.get(code), until))
    return Joined(who=who, of_whom=frozenset(outside))


def members_on(protocol: Mapping[str, date | None], convention: Mapping[str, date | None], on: date) -> Joined:
    """Convention Parties on a day, and those of them for which the Protocol is in force (indicator 3.1.2)."""
    universe = {code for code, since in convention.items() if _by(since, on)}
    who = frozenset(code for code in universe if _by(protocol.get(code), on))
    return Joined(who=who, of_whom=frozenset(universe))


def _by(since: date | None, on: date) -> bool:
    return since is not None and since <= on
