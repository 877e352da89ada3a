"""How strong a change is, against the whole of Pascal's triangle counted out: method.md §4."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.findings import STANDARD, Trend, direction
from indicators.strength import Strength, by_chance, chance_of_clear, strength

TWENTIETH = Fraction(1, 20)


def counted_out(gained, lost):
    """Of all ways in which so many may go to and fro, the part that is as uneven as this or more."""
    moved = gained + lost
    ways = [sum(way) for way in product((0, 1), repeat=moved)]
    return Fraction(sum(abs(2 * ups - moved) >= abs(gained - lost) for ups in ways), len(ways))


@pytest.mark.parametrize("gained", range(8))
@pytest.mark.parametrize("lost", range(6))
def test_the_chance_of_so_uneven_a_split_is_exact(gained, lost):
    assert by_chance(gained, lost) == counted_out(gained, lost)


@pytest.mark.parametrize(
    ("clear", "slight"),
    [
        # Six of none is 1 in 32; five of none is 1 in 16. No split of few Parties is 1 in 20 itself.
        ((6, 0), (5, 0)),
        ((8, 1), (7, 1)),
        ((10, 2), (9, 2)),
        ((12, 3), (11, 3)),
        ((23, 10), (22, 10)),  # 22 to 10 is 0.0501
        ((39, 22), (38, 22)),
        ((42, 25), (41, 25)),  # 42 to 25 is 0.0498
    ],
)
def test_a_change_is_clear_from_its_border_on(clear, slight):
    assert by_chance(*clear) <= TWENTIETH < by_chance(*slight)
    assert strength(*clear) is Strength.CLEAR
    assert strength(*slight) is Strength.SLIGHT


@given(st.integers(0, 120), st.integers(0, 120))
def test_it_is_clear_at_one_in_twenty_and_below_and_slight_above(gained, lost):
    assert (strength(gained, lost) is Strength.CLEAR) is (by_chance(gained, lost) <= TWENTIETH)
    assert strength(gained, lost) is strength(lost, gained)


@given(st.integers(0, 60), st.integers(0, 60))
def test_one_more_on_the_larger_side_is_never_weaker(gained, lost):
    more, fewer = max(gained, lost), min(gained, lost)
    assert by_chance(more + 1, fewer) <= by_chance(more, fewer)


def test_it_is_never_called_significant():
    assert [str(one) for one in Strength] == ["clear", "slight", "exact"]


@pytest.mark.parametrize("moved", [0, 1, 5, 6, 9, 12])
@pytest.mark.parametrize("panel", [20, 100, 500])
def test_the_chance_to_look_clear_is_that_of_all_ways_counted_out(moved, panel):
    """Thresholds included: what is less than 2 points of the panel, or 2 Parties, looks like no direction at all."""
    looks_clear = 0
    for way in product((1, -1), repeat=moved):
        net, ups = sum(way), way.count(1)
        is_direction = direction(Fraction(net), panel, "up") is not Trend.LITTLE
        looks_clear += is_direction and strength(ups, moved - ups) is Strength.CLEAR
    expected = Fraction(looks_clear, 2**moved)
    assert chance_of_clear(moved, panel, STANDARD.least_share, STANDARD.least_parties) == expected


@given(st.integers(0, 150), st.integers(1, 200))
def test_the_chance_to_look_clear_is_never_more_than_one_in_twenty(moved, panel):
    chance = chance_of_clear(moved, panel, STANDARD.least_share, STANDARD.least_parties)
    assert 0 <= chance <= TWENTIETH


def test_a_direction_begins_at_exactly_so_many_parties_and_so_large_a_share():
    six_to_none = Fraction(2, 2**6)
    assert chance_of_clear(6, 100, Fraction(0), 6) == six_to_none
    assert chance_of_clear(6, 100, Fraction(0), 7) == 0
    assert chance_of_clear(6, 100, Fraction(6, 100), 0) == six_to_none
    assert chance_of_clear(6, 99, Fraction(6, 98), 0) == 0
