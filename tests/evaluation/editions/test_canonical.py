"""One content, one sequence of bytes."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.editions.canonical import canonical, plain
from indicators.calculations import PartyClass, Standing
from indicators.rows import packed, unpacked


def test_numbers_and_days_are_written_one_way():
    assert plain([Decimal("1.0000"), Decimal("100"), Fraction(2, 4), date(2015, 10, 31), frozenset({"b", "a"})]) == [
        "1",
        "100",
        "1/2",
        "2015-10-31",
        ["a", "b"],
    ]


def test_the_order_of_keys_says_nothing():
    assert canonical({"b": 1, "a": "é"}) == canonical({"a": "é", "b": 1}) == '{"a":"é","b":1}'.encode()


def test_an_inexact_number_is_refused():
    with pytest.raises(TypeError):
        plain({"share": 0.1})


CLASSES = st.sampled_from(list(PartyClass))


@given(st.dictionaries(st.sampled_from([f"A{a}{b}" for a in "ABC" for b in "ABC"]), CLASSES), st.randoms())
def test_standings_survive_packing(classes, random):
    standings = {
        party: Standing(name, *random.choice([(True, False), (False, False), (True, True)]))
        if name is PartyClass.UNANSWERED
        else Standing(name)
        for party, name in classes.items()
    }
    assert unpacked(packed(standings)) == standings
