"""What can be said of a measure: level, trend and pace, each with its reason when it can't. Pure (method.md §6)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from indicators.calculations import Panel, Share

COVERAGE_GATE = Fraction(1, 2)
LEAST_NET_SHARE = Fraction(2, 100)
LEAST_NET_PARTIES = 2
ON_TRACK, ACCELERATION = Fraction(95, 100), Fraction(60, 100)


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
    REACHED = "reached"
    NOT_REACHED = "not reached"
    MAINTAINED = "maintained"
    ON_TRACK = "on track"
    ACCELERATION = "acceleration needed"
    LIMITED = "limited progress"
    MOVING_AWAY = "moving away"


FAVOURABLE = frozenset({Pace.REACHED, Pace.MAINTAINED, Pace.ON_TRACK})


class NotAssessed(StrEnum):
    """Reasons for saying nothing; a result, counted and shown like the others."""

    TOO_FEW = "too few answers in both cycles"
    NO_TARGET = "no target in the plan"
    NO_DUE_DATE = "no due date"
    NOT_MEASURED = "the measure cannot judge the target"
    NO_DATA_SOURCE = "no data source"
    NO_SNAPSHOT = "no snapshot"
    QUESTION_CHANGED = "question changed"
    SCALE_CHANGED = "scale changed"
    NARRATIVE_ONLY = "narrative only"
    AWAITING_FIGURE = "awaiting a recorded figure"
    NO_REPORTS = "no report yet"
    NO_DIRECTION = "no direction stated"
    NOBODY = "applies to nobody"
    NOT_BY_PARTY_ANSWERS = "not taken from answers of Parties"


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


def coverage(panel: Panel, eligible: int) -> bool:
    """Whether the panel is more than half of the Parties at both deadlines to which it applies in either."""
    return eligible > 0 and Fraction(panel.size, eligible) > COVERAGE_GATE


def trend(panel: Panel, eligible: int, better: str = "up") -> tuple[Trend | None, str]:
    """Say the direction of change on the matched panel, or why not."""
    if better == "none":
        return None, NotAssessed.NO_DIRECTION
    if not coverage(panel, eligible) or panel.change is None:
        return None, NotAssessed.TOO_FEW
    if abs(panel.change) < LEAST_NET_SHARE or abs(panel.net) < LEAST_NET_PARTIES:
        return Trend.LITTLE, ""
    return (Trend.IMPROVED if (panel.net > 0) == (better == "up") else Trend.WORSENED), ""


def pace(
    panel: Panel,
    eligible: int,
    target: TargetRule | None,
    *,
    baseline_on: date,
    current_on: date,
    better: str = "up",
) -> tuple[Pace | None, str]:
    """Compare progress on the panel with a straight line from the baseline to the target on its due date.

    Returns the class and, past due, the months since; or no class and the reason. A measure that can only disprove
    its target says nothing favourable.
    """
    found, why = _pace(panel, eligible, target, baseline_on=baseline_on, current_on=current_on, better=better)
    if found in FAVOURABLE and target is not None and target.judges != "full":
        return None, NotAssessed.NOT_MEASURED
    return found, why


def _pace(
    panel: Panel,
    eligible: int,
    target: TargetRule | None,
    *,
    baseline_on: date,
    current_on: date,
    better: str = "up",
) -> tuple[Pace | None, str]:
    if target is None:
        return None, NotAssessed.NO_TARGET
    if target.judges == "no":
        return None, NotAssessed.NOT_MEASURED
    if target.due is None:
        return None, NotAssessed.NO_DUE_DATE
    if not coverage(panel, eligible) or not panel.size:
        return None, NotAssessed.TOO_FEW
    due = date(target.due.year, 12, 31)
    before, now = Fraction(panel.baseline_yes, panel.size), Fraction(panel.current_yes, panel.size)

    def reached(share: Fraction) -> bool:
        return share <= target.share if better == "down" else target.reached_by(share)

    if current_on > due:
        months = (current_on.year - due.year) * 12 + current_on.month - due.month - (current_on.day < due.day)
        return (Pace.REACHED if reached(now) else Pace.NOT_REACHED), f"{months} months after the due date"
    if reached(before):
        return (Pace.MAINTAINED if reached(now) else Pace.MOVING_AWAY), ""
    if reached(now):
        return Pace.REACHED, ""
    if not baseline_on < current_on <= due:
        return None, NotAssessed.NO_DUE_DATE
    elapsed = Fraction((current_on - baseline_on).days, (due - baseline_on).days)
    required = before + (target.share - before) * elapsed
    if required == before:  # "more than half" with the baseline at just half: any gain is short of it still
        return (Pace.MOVING_AWAY if now < before else Pace.LIMITED), ""
    ratio = (now - before) / (required - before)
    if ratio < 0:
        return Pace.MOVING_AWAY, ""
    if ratio >= ON_TRACK:
        return Pace.ON_TRACK, ""
    return (Pace.ACCELERATION if ratio >= ACCELERATION else Pace.LIMITED), ""
