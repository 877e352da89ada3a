"""Where an indicator stands: the seven parts of one bar, exclusive and adding up (method.md §6). Pure."""

from enum import StrEnum

from indicators.findings import Trend
from indicators.strength import Strength


class Stand(StrEnum):
    IMPROVED_CLEARLY = "improved_clearly"
    IMPROVED_SLIGHTLY = "improved_slightly"
    UNCHANGED = "unchanged"
    WORSENED_SLIGHTLY = "worsened_slightly"
    WORSENED_CLEARLY = "worsened_clearly"
    # A level, a figure or a milestone is given, and no trend.
    NO_DIRECTION = "no_direction"
    # Nothing can be given.
    NOT_ASSESSED = "not_assessed"


# Those that say a direction of change, little or none among them.
WITH_TREND = (
    Stand.IMPROVED_CLEARLY,
    Stand.IMPROVED_SLIGHTLY,
    Stand.UNCHANGED,
    Stand.WORSENED_SLIGHTLY,
    Stand.WORSENED_CLEARLY,
)

# The parts that editions of method 1.0 were frozen with: they told no strength.
WITHOUT_STRENGTH = ("improved", "unchanged", "worsened", "not_comparable", "not_assessed")

_CLEARLY = {Trend.IMPROVED: Stand.IMPROVED_CLEARLY, Trend.WORSENED: Stand.WORSENED_CLEARLY}
_SLIGHTLY = {Trend.IMPROVED: Stand.IMPROVED_SLIGHTLY, Trend.WORSENED: Stand.WORSENED_SLIGHTLY}
_BEFORE = {
    Trend.IMPROVED: "improved",
    Trend.LITTLE: "unchanged",
    Trend.WORSENED: "worsened",
    Trend.NOT_COMPARABLE: "not_comparable",
}


def stand_of(trend: str, strength: str, *, says_something: bool) -> Stand:
    """The part that an indicator is counted in; `says_something`: its level, figure or milestone is given."""
    if trend == Trend.LITTLE:
        return Stand.UNCHANGED
    if trend in (Trend.IMPROVED, Trend.WORSENED):
        return (_SLIGHTLY if strength == Strength.SLIGHT else _CLEARLY)[Trend(trend)]
    return Stand.NO_DIRECTION if says_something else Stand.NOT_ASSESSED


def stand_before(trend: str) -> str:
    """The part of method 1.0, by the trend alone."""
    return next((part for word, part in _BEFORE.items() if word == trend), "not_assessed")
