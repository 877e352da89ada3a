"""A share of Parties at or above a step: where a band lies on both sides of it, bounds and no share (method.md §5)."""

from datetime import date

import pytest

from evaluation.editions.canonical import plain
from evaluation.editions.form import figure
from figures.wording import bounds_in_words, figure_in_words
from indicators.bindings import parse_binding
from indicators.computing import compute
from indicators.evidence import CycleEvidence, Evidence, MeasureRule
from indicators.kinds.figure import Bounds, Percent
from indicators.models import IndicatorValue
from indicators.rows import value_columns

ON = date(2015, 10, 31)
RULE = {
    "combine": "single",
    "band_rule": "single",
    "thresholds": [1, 5],
    "questions": [
        {
            "key": "Q1",
            "yes": ["1+", "10+"],
            "no": ["0"],
            "bands": {"0": [0, 0], "1+": [1, 9], "10+": [10, None]},
            "window": "ever",
        }
    ],
}
ANSWERS = {"A": "10+", "B": "10+", "C": "1+", "D": "0"}


def rows(answers=ANSWERS, africa="ABD"):
    given = {party: {"Q1": frozenset({code})} for party, code in answers.items()}
    cycle = CycleEvidence(
        "NR3",
        ON,
        frozenset("ABCDE"),
        {"africa": frozenset(africa)},
        {"": ON},
        received={"": dict.fromkeys(given, ON)},
        answers=given,
    )
    binding = parse_binding(RULE, "1 NR3")
    rule = MeasureRule(1, "banded_number", "up", {"NR3": binding}, {}, None, {}, stored={"NR3": RULE})
    found = compute([rule], Evidence(cycles={"NR3": cycle}, treaties={}, groups=("all", "africa")))
    return {
        (row.group, row.threshold): plain({"measure": "1/headline", "cycle": "NR3", **value_columns(row)})
        for row in found.values
    }


def test_a_step_that_a_band_straddles_has_bounds_and_no_share_of_those_answering():
    row = rows()["all", 5]
    assert (row["numerator"], row["denominator"], row["low"], row["high"]) == (None, None, 2, 4)
    said = figure(row)
    assert isinstance(said, Bounds)
    assert figure_in_words(said) == "between 40 and 80 % of 5 Parties"


def test_a_step_between_bands_has_its_share():
    row = rows()["all", 1]
    assert (row["numerator"], row["denominator"], row["low"], row["high"]) == ("3", "4", 3, 4)
    assert isinstance(figure(row), Percent)


def test_only_the_groups_with_such_a_party_lose_their_share():
    assert isinstance(figure(rows()["africa", 5]), Percent)
    assert isinstance(figure(rows(africa="BC")["africa", 5]), Bounds)


def test_who_gave_no_answer_straddles_nothing():
    assert isinstance(figure(rows({"A": "10+", "D": "0"})["all", 5]), Percent)


@pytest.mark.parametrize(("threshold", "share"), [(5, None), (1, 0.75)])
def test_a_stored_step_tells_the_share_only_where_it_has_one(threshold, share):
    row = rows()["all", threshold]
    columns = {name: value for name, value in row.items() if name not in ("measure", "cycle", "as_of")}
    held = IndicatorValue(**columns)
    assert (held.share and float(held.share)) == share
    assert bounds_in_words(held) == ("" if share is None else "60–80 % of 5 Parties")
