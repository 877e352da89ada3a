"""How strong a change is: an exact sign test of those who gained against those who lost (method.md §4). Pure."""

from enum import StrEnum
from fractions import Fraction
from functools import cache
from math import comb

# A split as uneven as this, or more so, comes up at most so often where answers only go to and fro.
MOST_BY_CHANCE = Fraction(5, 100)


class Strength(StrEnum):
    """Never called significant: the Parties are no sample of anything."""

    CLEAR = "clear"
    SLIGHT = "slight"
    # Of a change that is known exactly nothing of the kind is asked; it counts as clear.
    EXACT = "exact"


def by_chance(gained: int, lost: int) -> Fraction:
    """How easily as uneven a split of those who moved comes from answers that go to and fro: exact, two-sided."""
    moved = gained + lost
    one_side = sum(comb(moved, fewer) for fewer in range(min(gained, lost) + 1))
    return min(Fraction(1), Fraction(2 * one_side, 2**moved))


def strength(gained: int, lost: int) -> Strength:
    return Strength.CLEAR if by_chance(gained, lost) <= MOST_BY_CHANCE else Strength.SLIGHT


@cache
def chance_of_clear(moved: int, panel: int, least_share: Fraction, least_parties: int) -> Fraction:
    """How often so many that moved at random would look like a clear direction, thresholds included.

    `least_share` of the panel and `least_parties` are what the net change must reach to be a direction at all.
    """
    splits = (
        gained
        for gained in range(moved + 1)
        if (net := abs(2 * gained - moved)) >= least_parties
        and net >= least_share * panel
        and strength(gained, moved - gained) is Strength.CLEAR
    )
    return Fraction(sum(comb(moved, gained) for gained in splits), 2**moved)
