"""What can be said of a measure: level, trend and pace, each with its reason when it can't. Pure (method.md §6)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from indicators.calculations import Panel, Share
from indicators.reasons import NotAssessed
from indicators.strength import Strength, strength

ON_TRACK, ACCELERATION = Fraction(95, 100), Fraction(60, 100)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What a change must pass: `gate` of those to which it applies must be in the panel, more than that exactly.

    A net change of fewer points of the panel, or of fewer Parties, is no direction.
    """

    gate: Fraction = Fraction(1, 2)
    least_share: Fraction = Fraction(2, 100)
    least_parties: int = 2


STANDARD = Thresholds()


class Level(StrEnum):
    MET = "met"
    NOT_MET = "not met"
    CANNOT_TELL = "cannot be told from the reports received"


class Trend(StrEnum):
    IMPROVED = "improved"
    LITTLE = "little or no change"
    WORSENED = "worsened"
    NOT_COMPARABLE = "not comparable"
    NO_BASELINE = "no baseline"


class Pace(StrEnum):
    ON_TRACK = "on track"
    ACCELERATION = "acceleration needed"
    LIMITED = "limited progress"
    MOVING_AWAY = "moving away"


@dataclass(frozen=True, slots=True)
class TargetRule:
    """A target in percent of Parties: ">= 50", "> 50"; `judges` is full, not_met_only or no."""

    operator: str
    value: int
    due: date | None = None
    judges: str = "full"

    @property
    def share(self) -> Fraction:
        return Fraction(self.value, 100)

    @property
    def due_day(self) -> date | None:
        """The last day of the year in which it is due."""
        return date(self.due.year, 12, 31) if self.due else None

    @property
    def is_of_all(self) -> bool:
        """Whether it asks for every Party: only then can a group of them be held against it."""
        return self.value == 100

    def reached_by(self, share: Fraction) -> bool:
        return share > self.share if self.operator == ">" else share >= self.share

    def yes_to_reach(self, applicable: int) -> int:
        """The least yes count that reaches the target among so many Parties."""
        exact = self.share * applicable
        return floor(exact) + 1 if self.operator == ">" else ceil(exact)


@dataclass(frozen=True, slots=True)
class LevelFinding:
    level: Level | None
    reason: str = ""
    yes_needed: int | None = None


def level(share: Share | None, target: TargetRule | None, better: str = "up") -> LevelFinding:
    """Hold the bounds against the target; for "down" the bounds are mirrored: the target is a ceiling.

    `yes_needed`: how many more yes answers would settle it as met, where it cannot be told.
    """
    if target is None:
        return LevelFinding(None, NotAssessed.NO_TARGET)
    if target.judges == "no":
        return LevelFinding(None, NotAssessed.NOT_MEASURED)
    if share is None or share.lowest is None or share.highest is None:
        return LevelFinding(None, NotAssessed.NOBODY if share is not None else NotAssessed.NO_REPORTS)
    if better == "down":
        met, not_met = share.highest <= target.share, share.lowest > target.share
    else:
        met, not_met = target.reached_by(share.lowest), not target.reached_by(share.highest)
    if not_met:
        return LevelFinding(Level.NOT_MET)
    if met and target.judges == "full":
        return LevelFinding(Level.MET)
    if met:
        return LevelFinding(None, NotAssessed.NOT_MEASURED)
    settles = better == "up" and target.judges == "full"
    needed = target.yes_to_reach(share.applicable) - share.least_yes if settles else None
    return LevelFinding(Level.CANNOT_TELL, yes_needed=needed)


def coverage(panel: Panel, eligible: int, thresholds: Thresholds = STANDARD) -> bool:
    """Whether the panel is more than half of the Parties at both deadlines to which it applies in both."""
    return eligible > 0 and Fraction(panel.size, eligible) > thresholds.gate


@dataclass(frozen=True, slots=True)
class TrendFinding:
    """A direction with its strength, or why there is none."""

    trend: Trend | None
    strength: Strength | None = None
    reason: str = ""


# Why a measure whose direction is one of these has no trend.
WITHOUT_TREND = {"none": NotAssessed.NO_DIRECTION, "per_period": NotAssessed.PER_PERIOD}


def trend(panel: Panel, eligible: int, better: str = "up", thresholds: Thresholds = STANDARD) -> TrendFinding:
    """Say the direction of change on the matched panel and how strong it is, or why not."""
    if better in WITHOUT_TREND:
        return TrendFinding(None, reason=WITHOUT_TREND[better])
    if not coverage(panel, eligible, thresholds):
        return TrendFinding(None, reason=NotAssessed.TOO_FEW)
    towards = direction(Fraction(panel.net), panel.size, better, thresholds)
    if towards is Trend.LITTLE:
        return TrendFinding(towards)
    return TrendFinding(towards, strength(len(panel.gained), len(panel.lost)))


def direction(net: Fraction, of: int, better: str, thresholds: Thresholds = STANDARD) -> Trend:
    """What a net change of so many of a panel is called."""
    if abs(net) < thresholds.least_parties or abs(net) < thresholds.least_share * of:
        return Trend.LITTLE
    return Trend.IMPROVED if (net > 0) == (better == "up") else Trend.WORSENED


def pace(
    panel: Panel,
    eligible: int,
    target: TargetRule | None,
    *,
    baseline_on: date,
    current_on: date,
    better: str = "up",
    thresholds: Thresholds = STANDARD,
) -> tuple[Pace | None, str]:
    """Compare progress on the panel with a straight line from the baseline to the target on its due date.

    Returns the class, or no class and the reason. A measure that can only disprove its target says nothing favourable.
    """
    why = _no_pace(target, baseline_on=baseline_on, current_on=current_on)
    if not why and better in WITHOUT_TREND:
        # Where no direction of change is said, none is held against a line.
        why = WITHOUT_TREND[better]
    if not why and not coverage(panel, eligible, thresholds):
        why = NotAssessed.TOO_FEW
    if not why and target and _reached(panel.baseline_yes, panel.size, target, better):
        why = NotAssessed.AT_TARGET
    if why or target is None or target.due_day is None:
        return None, why
    found = _pace(panel, target, target.due_day, baseline_on=baseline_on, current_on=current_on, better=better)
    if found is Pace.ON_TRACK and target.judges != "full":
        return None, NotAssessed.NOT_MEASURED
    return found, ""


def _no_pace(target: TargetRule | None, *, baseline_on: date, current_on: date) -> str:
    """Why the target and the days allow no pace; empty where they do."""
    if target is None:
        return NotAssessed.NO_TARGET
    if target.judges == "no":
        return NotAssessed.NOT_MEASURED
    if target.due_day is None:
        return NotAssessed.NO_DUE_DATE
    if current_on > target.due_day:
        return NotAssessed.PAST_DUE
    return "" if baseline_on < current_on else Trend.NO_BASELINE


def _reached(yes: int, of: int, target: TargetRule, better: str) -> bool:
    share = Fraction(yes, of)
    return share <= target.share if better == "down" else target.reached_by(share)


def _pace(panel: Panel, target: TargetRule, due: date, *, baseline_on: date, current_on: date, better: str) -> Pace:
    if _reached(panel.current_yes, panel.size, target, better):
        # Of a panel it is never said that the target is reached: the Parties are not all in it.
        return Pace.ON_TRACK
    before, now = Fraction(panel.baseline_yes, panel.size), Fraction(panel.current_yes, panel.size)
    elapsed = Fraction((current_on - baseline_on).days, (due - baseline_on).days)
    required = before + (target.share - before) * elapsed
    if required == before:  # "more than half" with the baseline at just half: any gain is short of it still
        return Pace.MOVING_AWAY if now < before else Pace.LIMITED
    ratio = (now - before) / (required - before)
    if ratio < 0:
        return Pace.MOVING_AWAY
    if ratio >= ON_TRACK:
        return Pace.ON_TRACK
    return Pace.ACCELERATION if ratio >= ACCELERATION else Pace.LIMITED
