"""What is said of a finding: decided once here, worded by pages, documents and generated sentences. Pure (§4, §6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from indicators.findings import Trend
from indicators.kinds.kind import Kind
from indicators.reasons import NotAssessed
from indicators.strength import Strength

Columns = Mapping[str, Any]


@dataclass(frozen=True)
class Unsaid:
    """Nothing is said; why, as stored, and empty where the reason is that of another statement."""

    reason: str


@dataclass(frozen=True)
class Said:
    """A level or a pace in the method's word. `yes_needed` more would settle a level that can't be told."""

    word: str
    reason: str = ""
    yes_needed: int | None = None


@dataclass(frozen=True)
class Panel:
    """Who gained and who lost of the Parties that answered both times."""

    size: int
    eligible: int | None
    gained: int
    lost: int
    stayed: int
    baseline_yes: int
    current_yes: int
    reporting: int | None
    population: int | None

    @property
    def baseline_share(self) -> Fraction:
        return Fraction(self.baseline_yes, self.size)

    @property
    def current_share(self) -> Fraction:
        return Fraction(self.current_yes, self.size)

    @property
    def counted(self) -> str:
        """n/N: those that answered both times, of the population."""
        return f"{self.size}/{self.population}"

    @property
    def net(self) -> int:
        return self.gained - self.lost

    @property
    def change(self) -> Fraction:
        """Net change as a share; never of an empty panel."""
        return Fraction(self.net, self.size)


@dataclass(frozen=True)
class Silent:
    """Bounds of the net change over all `among`, and how many of the silent could bring it to nought."""

    lowest: int
    highest: int
    among: int
    could_offset: int

    def holds(self, net: int) -> bool:
        """Whether a change has the same sign whatever the silent say."""
        return (self.lowest > 0 and net > 0) or (self.highest < 0 and net < 0)


@dataclass(frozen=True)
class Once:
    """How the Parties stand that answered only then, or only now."""

    only_before: int
    only_before_yes: int
    only_now: int
    only_now_yes: int


@dataclass(frozen=True)
class Moved:
    """A direction of change, or little: `strength` where a direction is said; the rest None in method 1.0.

    `by_record`: the Parties were not asked, records of theirs were counted at both ends.
    """

    trend: Trend
    strength: Strength | None
    panel: Panel
    silent: Silent | None
    once: Once | None
    by_record: bool = False

    @property
    def counts_as(self) -> Strength | None:
        """How words and the bar count it."""
        return self.strength


@dataclass(frozen=True)
class MovedExactly:
    """A change known exactly from dated status: nothing is estimated, and a direction counts as clear."""

    trend: Trend
    gained: int
    lost: int
    of: int

    @property
    def counts_as(self) -> Strength | None:
        """How words and the bar count it."""
        return None if self.trend is Trend.LITTLE else Strength.CLEAR

    @property
    def change(self) -> Fraction:
        return Fraction(self.gained - self.lost, self.of)


@dataclass(frozen=True)
class NotCompared:
    """Two readings that may not be held against each other, or the first is missing.

    `bounds` of the net change, in Parties of `panel`, where only the scale changed.
    """

    word: Trend
    reason: str
    panel: int | None = None
    bounds: tuple[int, int] | None = None


@dataclass(frozen=True)
class TooFew:
    """Not more than half answered both times: `panel` of the `eligible`."""

    panel: int
    eligible: int


TrendSaid = Moved | MovedExactly | NotCompared | TooFew | Unsaid


def change_of(said: TrendSaid) -> Fraction | None:
    """Net change as a share; None where the method tells none, whatever could be counted."""
    if isinstance(said, Moved):
        return said.panel.change
    return said.change if isinstance(said, MovedExactly) else None


@dataclass(frozen=True)
class Statement:
    """Level, trend and pace, each by itself."""

    level: Said | Unsaid
    trend: TrendSaid
    pace: Said | Unsaid

    @property
    def says_nothing(self) -> bool:
        """One reason for all three: whoever says the figure has said it already."""
        parts = (self.level, self.trend, self.pace)
        return len({part.reason for part in parts if isinstance(part, Unsaid)}) == 1 and all(
            isinstance(part, Unsaid) for part in parts
        )


def statement_of(columns: Columns, kind: Kind) -> Statement:
    """What is said of a finding of a measure of this kind, from its columns."""
    return Statement(
        level=_said(columns, "level", columns["yes_needed"]),
        trend=_trend(columns, kind),
        pace=_said(columns, "pace"),
    )


def _said(columns: Columns, name: str, yes_needed: int | None = None) -> Said | Unsaid:
    word, reason = columns[name], columns[f"{name}_reason"]
    return Said(word, reason, yes_needed) if word else Unsaid(reason)


def _trend(columns: Columns, kind: Kind) -> TrendSaid:
    word, reason = columns["trend"], columns["trend_reason"]
    if word in (Trend.NOT_COMPARABLE, Trend.NO_BASELINE):
        low, high = columns["net_low"], columns["net_high"]
        bounds = None if low is None or high is None else (low, high)
        return NotCompared(Trend(word), reason, columns["panel"], bounds)
    if not word and reason == NotAssessed.TOO_FEW and columns["eligible"] is not None:
        return TooFew(columns["panel"], columns["eligible"])
    if not word:
        return Unsaid(reason)
    if kind.is_exact:
        return MovedExactly(Trend(word), columns["gained"], columns["lost"], columns["panel"])
    names = ("eligible", "gained", "lost", "stayed", "baseline_yes", "current_yes", "reporting", "population")
    return Moved(
        Trend(word),
        Strength(columns["strength"]) if columns.get("strength") else None,
        Panel(size=columns["panel"], **{name: columns[name] for name in names}),
        _silent(columns),
        _once(columns),
        by_record=kind.classes_by_record,
    )


def _silent(columns: Columns) -> Silent | None:
    if columns.get("silence_among") is None:
        return None
    names = ("silence_low", "silence_high", "silence_among", "could_offset")
    return Silent(*(columns[name] for name in names))


def _once(columns: Columns) -> Once | None:
    if columns.get("only_before") is None:
        return None
    return Once(*(columns[name] for name in ("only_before", "only_before_yes", "only_now", "only_now_yes")))
