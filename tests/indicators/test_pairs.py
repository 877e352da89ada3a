"""A measure between two cycles, for all Parties and for a group: level, trend, pace and silence together. §4, §6."""

from datetime import date
from fractions import Fraction

import pytest

from indicators.calculations import SILENT, PartyClass, Standing
from indicators.computing import Counted, compute_from
from indicators.evidence import CycleEvidence, Evidence, MeasureRule
from indicators.findings import Level, Pace, TargetRule, Thresholds, Trend
from indicators.reasons import NotAssessed
from indicators.strength import Strength

PARTIES = [f"P{n:03}" for n in range(100)]
AFRICA = frozenset(PARTIES[:50])
YES, NO = Standing(PartyClass.YES), Standing(PartyClass.NO)
NOT_APPLICABLE = Standing(PartyClass.NOT_APPLICABLE)
FIRST, LAST = date(2011, 9, 30), date(2015, 10, 31)


def held(**ranges):
    """A standing for each run of Parties: yes=(0, 40) are the first forty; the rest are silent."""
    kinds = {"yes": YES, "no": NO, "not_applicable": NOT_APPLICABLE}
    found = dict.fromkeys(PARTIES, SILENT)
    for name, (first, last) in ranges.items():
        found |= dict.fromkeys(PARTIES[first:last], kinds[name])
    return found


def findings(before, now, *, value=50, direction="up", due=date(2020, 6, 1), thresholds=None):
    def cycle(code, deadline):
        return CycleEvidence(code, deadline, frozenset(PARTIES), {"africa": AFRICA}, {"": deadline}, {}, {})

    rule = MeasureRule(
        1,
        "share_of_parties",
        direction,
        {},
        {("NR2", "NR3"): (True, "Same question.")},
        TargetRule(">=", value, due=due),
        {},
    )
    evidence = Evidence(
        cycles={"NR2": cycle("NR2", FIRST), "NR3": cycle("NR3", LAST)},
        treaties={},
        groups=("all", "africa"),
        thresholds=thresholds or Thresholds(),
    )
    ends = {(1, "NR2"): before, (1, "NR3"): now}
    # None: the cycle does not ask.
    counted = Counted({place: end for place, end in ends.items() if end is not None}, {})
    result = compute_from([rule], evidence, counted)
    return {row.group: row.values for row in result.findings}


RISING = held(yes=(0, 20), no=(20, 80)), held(yes=(0, 40), no=(40, 80))


def test_a_direction_stands_with_its_strength_and_with_what_silence_could_do():
    said = findings(*RISING)["all"]
    assert (said["trend"], said["strength"], said["gained"], said["lost"]) == (Trend.IMPROVED, Strength.CLEAR, 20, 0)
    # Twenty are silent both times: each could have gained or lost.
    assert (said["silence_low"], said["silence_high"], said["silence_among"]) == (0, 40, 100)
    assert said["could_offset"] == 20
    assert (said["panel"], said["eligible"]) == (80, 100)


def test_a_group_is_not_judged_against_a_target_of_all_parties_together():
    said = findings(*RISING)
    assert said["all"]["level"] is Level.CANNOT_TELL
    assert said["all"]["pace"] is Pace.ON_TRACK
    for name in ("level", "pace"):
        assert (said["africa"][name], said["africa"][f"{name}_reason"]) == ("", NotAssessed.OF_ALL_PARTIES)
    assert said["africa"]["trend"] is Trend.IMPROVED


@pytest.mark.parametrize(
    ("direction", "reason"), [("none", NotAssessed.NO_DIRECTION), ("per_period", NotAssessed.PER_PERIOD)]
)
def test_what_has_no_direction_has_a_level_and_neither_trend_nor_pace(direction, reason):
    said = findings(*RISING, direction=direction)["all"]
    assert said["level"] is Level.CANNOT_TELL
    for name in ("trend", "pace"):
        assert (said[name], said[f"{name}_reason"]) == ("", reason)


def test_a_group_is_judged_against_a_target_of_every_party():
    said = findings(*RISING, value=100)["africa"]
    assert said["level"] is Level.NOT_MET
    # From 20 of 50 to 40 of 50, against a line to 50 of 50 at the end of 2020.
    assert (said["pace"], said["pace_reason"]) == (Pace.ON_TRACK, "")


def test_a_later_cycle_that_does_not_ask_is_the_reason_of_level_trend_and_pace():
    said = findings(RISING[0], None)["all"]
    for name in ("level", "trend", "pace"):
        assert (said.get(name, ""), said[f"{name}_reason"]) == ("", "not asked?cycle=NR3")


def test_past_due_there_is_a_level_and_no_pace():
    said = findings(*RISING, due=date(2014, 12, 31))["all"]
    assert said["level"] is Level.CANNOT_TELL
    assert (said["pace"], said["pace_reason"]) == ("", NotAssessed.PAST_DUE)


@pytest.mark.parametrize(
    ("direction", "reason"), [("none", NotAssessed.NO_DIRECTION), ("per_period", NotAssessed.PER_PERIOD)]
)
def test_without_a_direction_there_is_no_trend_whatever_moved(direction, reason):
    said = findings(*RISING, direction=direction)["all"]
    assert (said["trend"], said["strength"], said["trend_reason"]) == ("", "", reason)


def test_a_party_to_which_it_does_not_apply_at_one_end_is_in_neither_panel_nor_silence():
    before, now = RISING
    said = findings(before | dict.fromkeys(PARTIES[90:], NOT_APPLICABLE), now)["all"]
    assert (said["eligible"], said["silence_among"], said["panel"]) == (90, 90, 80)


def test_below_the_gate_there_is_no_direction_and_other_gates_may_be_asked_for():
    before, now = held(no=(0, 50)), held(yes=(0, 20), no=(20, 50))
    said = findings(before, now)["all"]
    assert (said["trend"], said["strength"], said["trend_reason"]) == ("", "", NotAssessed.TOO_FEW)
    assert (said["panel"], said["eligible"]) == (50, 100)
    lower = findings(before, now, thresholds=Thresholds(gate=Fraction(40, 100)))["all"]
    assert lower["trend"] is Trend.IMPROVED


def test_a_fall_may_be_offset_by_those_who_could_have_gained():
    lower, higher = RISING
    said = findings(higher, lower)["all"]
    assert (said["trend"], said["strength"]) == (Trend.WORSENED, Strength.CLEAR)
    assert (said["silence_low"], said["silence_high"], said["could_offset"]) == (-40, 0, 20)
