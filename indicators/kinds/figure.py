"""What is said of one figure: decided once here, worded by pages, documents and generated sentences. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from indicators.calculations import Share


@dataclass(frozen=True)
class Stored:
    """A figure as it is kept, in a run or in a frozen form; amounts in `unit`, counts of Parties in `share`."""

    reason: str
    share: Share | None
    threshold: int | None
    low: int | None
    high: int | None
    numerator: Decimal | None
    denominator: Decimal | None
    unit: str
    as_of: date | None
    source: str = ""


@dataclass(frozen=True)
class NotAsked:
    """The cycle does not bear on the measure."""


@dataclass(frozen=True)
class NoFigure:
    """Why there is none, as stored."""

    reason: str


@dataclass(frozen=True)
class Percent:
    """A share of the Parties answering; somebody answered."""

    share: Share


@dataclass(frozen=True)
class Bounds:
    """A share of which only the lowest and the highest possible are told; it applies to somebody."""

    share: Share


@dataclass(frozen=True)
class Number:
    """How many Parties of those answering; somebody answered."""

    share: Share


@dataclass(frozen=True)
class Total:
    """A sum over Parties, never one exact number; `high` is None where it is open above, `low` where none was given."""

    low: int | None
    high: int | None
    share: Share


@dataclass(frozen=True)
class Event:
    """Something that took place, on a day where one is known; of several `listed` names each with its date."""

    number: Decimal
    unit: str
    day: date | None
    listed: str = ""


@dataclass(frozen=True)
class Amount:
    """A counted or recorded number, of so many where there are any; `open_above`: it may have been more."""

    number: Decimal
    of: Decimal | None
    unit: str
    open_above: bool
    day: date | None


@dataclass(frozen=True)
class Having:
    """How many Parties have a record; `open_above`: there may have been more."""

    number: int
    of: int
    open_above: bool
    day: date | None


@dataclass(frozen=True)
class Ratio:
    """Two numbers held against each other, neither a part of the other.

    `unit` names both: "assessments / decisions".
    """

    first: Decimal
    second: Decimal
    unit: str
    day: date | None

    @property
    def units(self) -> tuple[str, str]:
        first, _mark, second = self.unit.partition(" / ")
        return first, second or first

    @property
    def each(self) -> Decimal:
        """How many of the first for one of the second, to one decimal, half up."""
        return (self.first / self.second).quantize(Decimal("0.1"), ROUND_HALF_UP)


Figure = NotAsked | NoFigure | Percent | Bounds | Number | Total | Event | Amount | Having | Ratio


def amount(stored: Stored) -> Figure:
    """The number itself. Without one there is no figure, and the reason is not known."""
    if stored.numerator is None:
        return NoFigure("")
    return Amount(
        number=stored.numerator,
        of=stored.denominator or None,
        unit=stored.unit,
        # What can't be known any more may have been there too.
        open_above=not stored.denominator and stored.low is not None and stored.high is None,
        day=stored.as_of,
    )


def percent_of_parties(stored: Stored) -> Figure:
    """The share of the Parties answering; where the figure was entered or counted, the number."""
    if stored.share is None:
        return amount(stored)
    return Percent(stored.share) if stored.share.answering else NoFigure(stored.share.reason)


def number_of_parties(stored: Stored) -> Figure:
    """The yes count of the Parties answering; where the figure was entered or counted, the number."""
    said = percent_of_parties(stored)
    return Number(said.share) if isinstance(said, Percent) else said


Columns = Mapping[str, int | Decimal | None]
