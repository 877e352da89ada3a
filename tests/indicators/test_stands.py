"""Seven parts of one bar, exclusive and adding up; the five that editions of method 1.0 were frozen with: §6."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.findings import Trend
from indicators.stands import WITH_TREND, WITHOUT_STRENGTH, Stand, stand_before, stand_of
from indicators.strength import Strength

# What the method can say of a trend: a direction has a strength, nothing else has one.
SAID = [
    *product((Trend.IMPROVED, Trend.WORSENED), Strength),
    *product((Trend.LITTLE, Trend.NOT_COMPARABLE, Trend.NO_BASELINE, ""), ("",)),
]


@pytest.mark.parametrize(
    ("trend", "strength", "stand"),
    [
        (Trend.IMPROVED, Strength.CLEAR, Stand.IMPROVED_CLEARLY),
        (Trend.IMPROVED, Strength.SLIGHT, Stand.IMPROVED_SLIGHTLY),
        # Known exactly: counts as clear.
        (Trend.IMPROVED, Strength.EXACT, Stand.IMPROVED_CLEARLY),
        (Trend.WORSENED, Strength.CLEAR, Stand.WORSENED_CLEARLY),
        (Trend.WORSENED, Strength.SLIGHT, Stand.WORSENED_SLIGHTLY),
        (Trend.WORSENED, Strength.EXACT, Stand.WORSENED_CLEARLY),
        (Trend.LITTLE, "", Stand.UNCHANGED),
    ],
)
@pytest.mark.parametrize("says_something", [True, False])
def test_a_trend_decides_the_part_whatever_else_is_given(trend, strength, stand, says_something):
    assert stand_of(trend, strength, says_something=says_something) is stand


@pytest.mark.parametrize("trend", [Trend.NOT_COMPARABLE, Trend.NO_BASELINE, ""])
def test_without_a_trend_it_has_no_direction_where_anything_is_given_and_else_is_not_assessed(trend):
    assert stand_of(trend, "", says_something=True) is Stand.NO_DIRECTION
    assert stand_of(trend, "", says_something=False) is Stand.NOT_ASSESSED


def test_the_parts_are_seven_and_every_one_of_them_is_reached():
    reached = {
        stand_of(trend, strength, says_something=something)
        for (trend, strength), something in product(SAID, (True, False))
    }
    assert reached == set(Stand)
    assert len(Stand) == 7
    assert set(WITH_TREND) == set(Stand) - {Stand.NO_DIRECTION, Stand.NOT_ASSESSED}


@given(st.lists(st.tuples(st.sampled_from(SAID), st.booleans()), max_size=80))
def test_the_parts_add_up_to_the_indicators(findings):
    counts = Counter(stand_of(trend, strong, says_something=something) for (trend, strong), something in findings)
    assert sum(counts[stand] for stand in Stand) == len(findings)
    assert sum(counts[stand] for stand in WITH_TREND) == sum(
        trend in (Trend.IMPROVED, Trend.LITTLE, Trend.WORSENED) for (trend, _strong), _something in findings
    )


@pytest.mark.parametrize(
    ("trend", "part"),
    [
        ("improved", "improved"),
        ("little or no change", "unchanged"),
        ("worsened", "worsened"),
        ("not comparable", "not_comparable"),
        ("no baseline", "not_assessed"),
        ("", "not_assessed"),
    ],
)
def test_what_was_frozen_with_method_1_0_is_counted_in_its_five_parts(trend, part):
    assert stand_before(trend) == part
    assert part in WITHOUT_STRENGTH
    assert len(WITHOUT_STRENGTH) == 5
