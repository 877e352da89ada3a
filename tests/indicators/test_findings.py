"""Level, trend and pace as three statements with their reasons: method.md §6."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.calculations import Panel, Share
from indicators.findings import (
    STANDARD,
    Level,
    Pace,
    TargetRule,
    Thresholds,
    Trend,
    coverage,
    direction,
    level,
    pace,
    trend,
)
from indicators.reasons import NotAssessed
from indicators.strength import Strength

HALF = TargetRule(">=", 50)
MAJORITY = TargetRule(">", 50)
ALL = TargetRule(">=", 100)


def matched(size, before, now):
    """A panel in which nobody moves against the others."""
    gained = frozenset(f"G{n}" for n in range(max(now - before, 0)))
    lost = frozenset(f"L{n}" for n in range(max(before - now, 0)))
    return Panel(size=size, baseline_yes=before, current_yes=now, gained=gained, lost=lost)


def moving(size, gained, lost, before=None):
    """A panel in which so many gained and so many lost."""
    first = lost if before is None else before
    return Panel(
        size=size,
        baseline_yes=first,
        current_yes=first + gained - lost,
        gained=frozenset(f"G{n}" for n in range(gained)),
        lost=frozenset(f"L{n}" for n in range(lost)),
    )


def share(yes=0, no=0, silent=0, unanswered=0, not_applicable=0, partial=0, **settled):
    return Share(yes, partial, no, not_applicable, unanswered, silent, **settled)


# -- level ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "target", "said"),
    [
        ({"yes": 50, "no": 50}, HALF, Level.MET),
        ({"yes": 50, "no": 50}, MAJORITY, Level.NOT_MET),
        ({"yes": 51, "no": 49}, MAJORITY, Level.MET),
        ({"yes": 49, "no": 51}, HALF, Level.NOT_MET),
        ({"yes": 60, "no": 20, "silent": 20}, HALF, Level.MET),
        ({"yes": 40, "no": 20, "silent": 40}, HALF, Level.CANNOT_TELL),
        ({"yes": 20, "no": 60, "silent": 20}, HALF, Level.NOT_MET),
        ({"yes": 99, "partial": 1}, ALL, Level.NOT_MET),
        ({"yes": 99, "silent": 1}, ALL, Level.CANNOT_TELL),
        ({"yes": 5, "not_applicable": 95}, ALL, Level.MET),
        ({"yes": 40, "no": 40, "unanswered": 20, "settled_yes": 10}, HALF, Level.MET),
        ({"yes": 40, "no": 40, "unanswered": 20, "settled_not_yes": 11}, HALF, Level.NOT_MET),
    ],
)
def test_the_level_is_met_or_not_met_only_where_the_bounds_say_so(counts, target, said):
    assert level(share(**counts), target).level is said


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"yes": 10, "no": 90}, Level.MET),
        ({"yes": 20, "no": 80}, Level.MET),
        ({"yes": 21, "no": 79}, Level.NOT_MET),
        ({"yes": 10, "no": 80, "silent": 10}, Level.MET),
        ({"yes": 10, "no": 79, "silent": 11}, Level.CANNOT_TELL),
    ],
)
def test_where_lower_is_better_the_bounds_are_mirrored(counts, said):
    assert level(share(**counts), TargetRule(">=", 20), "down").level is said


@pytest.mark.parametrize(
    ("found", "target", "reason"),
    [
        (share(yes=1), None, NotAssessed.NO_TARGET),
        (share(yes=1), TargetRule(">=", 50, judges="no"), NotAssessed.NOT_MEASURED),
        (None, HALF, NotAssessed.NO_REPORTS),
        (share(not_applicable=3), HALF, NotAssessed.NOBODY),
        (share(yes=9, no=1), TargetRule(">=", 50, judges="not_met_only"), NotAssessed.NOT_MEASURED),
    ],
)
def test_a_level_that_cannot_be_said_has_its_reason(found, target, reason):
    said = level(found, target)
    assert (said.level, said.reason) == (None, reason)


def test_a_measure_that_judges_nothing_does_not_even_say_not_met():
    found = level(share(no=10), TargetRule(">=", 50, judges="no"))
    assert (found.level, found.reason) == (None, NotAssessed.NOT_MEASURED)


def test_a_target_of_all_is_one_of_a_hundred_percent():
    assert ALL.is_of_all
    assert not TargetRule(">=", 99).is_of_all


def test_where_lower_is_better_no_yes_answers_would_settle_it():
    found = level(share(yes=10, no=79, silent=11), TargetRule(">=", 20), "down")
    assert (found.level, found.yes_needed) == (Level.CANNOT_TELL, None)


def test_a_measure_that_judges_failure_only_still_says_not_met():
    assert level(share(yes=1, no=9), TargetRule(">=", 50, judges="not_met_only")).level is Level.NOT_MET


counts = st.integers(0, 40)


@given(counts, counts, counts, counts, counts, st.integers(0, 100), st.sampled_from([">=", ">"]))
def test_the_yes_needed_settle_the_level_and_one_less_does_not(yes, partial, no, unanswered, silent, value, operator):
    target = TargetRule(operator, value)
    before = Share(yes, partial, no, 0, unanswered, silent)
    found = level(before, target)
    if found.level is not Level.CANNOT_TELL:
        assert found.yes_needed is None
        return
    assert 0 < found.yes_needed <= unanswered + silent

    def after(more):
        answered = min(more, unanswered)
        return Share(yes + more, partial, no, 0, unanswered - answered, silent - (more - answered))

    assert level(after(found.yes_needed), target).level is Level.MET
    assert level(after(found.yes_needed - 1), target).level is Level.CANNOT_TELL


def test_a_measure_that_can_never_be_met_names_no_yes_answers_that_would_settle_it():
    found = level(share(yes=4, no=2, silent=4), TargetRule(">=", 50, judges="not_met_only"))
    assert found.level is Level.CANNOT_TELL
    assert found.yes_needed is None


# -- coverage and trend -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "eligible", "enough"),
    [(50, 100, False), (51, 100, True), (1, 1, True), (0, 0, False), (80, 161, False), (81, 161, True)],
)
def test_the_panel_must_be_more_than_half_of_those_eligible(size, eligible, enough):
    assert coverage(matched(size, 0, 0), eligible) is enough


@pytest.mark.parametrize(
    ("size", "before", "now", "said"),
    [
        (100, 50, 52, Trend.IMPROVED),
        (100, 50, 51, Trend.LITTLE),
        (100, 50, 48, Trend.WORSENED),
        (100, 50, 50, Trend.LITTLE),
        (20, 10, 11, Trend.LITTLE),  # five points, but one Party
        (20, 10, 12, Trend.IMPROVED),
        (101, 50, 52, Trend.LITTLE),  # two Parties, but less than two points
        (150, 50, 53, Trend.IMPROVED),
    ],
)
def test_a_trend_needs_two_points_and_two_parties(size, before, now, said):
    found = trend(matched(size, before, now), size)
    assert (found.trend, found.reason) == (said, "")


@pytest.mark.parametrize(
    ("gained", "lost", "said", "strong"),
    [
        (6, 0, Trend.IMPROVED, Strength.CLEAR),
        (5, 0, Trend.IMPROVED, Strength.SLIGHT),
        (0, 6, Trend.WORSENED, Strength.CLEAR),
        (0, 5, Trend.WORSENED, Strength.SLIGHT),
        (22, 20, Trend.IMPROVED, Strength.SLIGHT),
        (6, 5, Trend.LITTLE, None),
        (5, 5, Trend.LITTLE, None),
    ],
)
def test_a_direction_says_how_strong_it_is_and_little_change_does_not(gained, lost, said, strong):
    held = moving(100, gained, lost)
    found = trend(held, 100)
    assert (found.trend, found.strength) == (said, strong)


def test_a_change_that_is_clear_by_chance_but_small_is_no_direction():
    """Seven to none of 400 is uneven, and less than two points."""
    assert trend(moving(400, 7, 0), 400).trend is Trend.LITTLE
    assert trend(moving(400, 8, 0), 400).strength is Strength.CLEAR


def test_where_lower_is_better_a_fall_is_an_improvement():
    assert trend(matched(100, 50, 40), 100, "down").trend is Trend.IMPROVED
    assert trend(matched(100, 50, 60), 100, "down").trend is Trend.WORSENED


@pytest.mark.parametrize(
    ("size", "eligible", "better", "reason"),
    [
        (50, 100, "up", NotAssessed.TOO_FEW),
        (0, 0, "up", NotAssessed.TOO_FEW),
        (100, 100, "none", NotAssessed.NO_DIRECTION),
        (100, 100, "per_period", NotAssessed.PER_PERIOD),
    ],
)
def test_too_small_a_panel_or_no_direction_gives_a_reason(size, eligible, better, reason):
    found = trend(matched(size, 0, size), eligible, better)
    assert (found.trend, found.strength, found.reason) == (None, None, reason)


@pytest.mark.parametrize(
    ("thresholds", "size", "eligible", "said"),
    [
        (Thresholds(gate=Fraction(40, 100)), 41, 100, Trend.IMPROVED),
        (Thresholds(gate=Fraction(40, 100)), 40, 100, None),
        (Thresholds(gate=Fraction(60, 100)), 60, 100, None),
        (Thresholds(least_share=Fraction(5, 100)), 100, 100, Trend.LITTLE),
        (Thresholds(least_share=Fraction(1, 100)), 400, 400, Trend.IMPROVED),
        (STANDARD, 400, 400, Trend.LITTLE),
    ],
)
def test_other_thresholds_may_be_asked_for(thresholds, size, eligible, said):
    assert trend(matched(size, 10, 14), eligible, "up", thresholds).trend is said


def test_one_party_more_is_a_direction_where_one_is_asked_for():
    one = Thresholds(least_parties=1)
    assert direction(Fraction(1), 10, "up", one) is Trend.IMPROVED
    assert direction(Fraction(1), 10, "down", one) is Trend.WORSENED


@given(st.integers(-50, 50), st.integers(50, 200))
def test_a_direction_needs_both_its_points_and_its_parties(net, of):
    found = direction(Fraction(net), of, "up")
    assert (found is Trend.LITTLE) is (abs(net) < 2 or Fraction(abs(net), of) < Fraction(2, 100))
    assert found is not Trend.IMPROVED or net > 0
    assert found is not Trend.WORSENED or net < 0


@given(st.integers(1, 200), st.data())
def test_turning_the_direction_round_turns_the_trend_round(size, data):
    before, now = data.draw(st.integers(0, size)), data.draw(st.integers(0, size))
    up, down = (trend(matched(size, before, now), size, better) for better in ("up", "down"))
    mirrored = {Trend.IMPROVED: Trend.WORSENED, Trend.WORSENED: Trend.IMPROVED, Trend.LITTLE: Trend.LITTLE}
    assert down.trend is mirrored[up.trend]
    assert down.strength is up.strength


# -- pace -------------------------------------------------------------------------------------------------

T0 = date(2010, 12, 31)
HALFWAY = date(2015, 12, 31)
DUE = date(2020, 12, 31)
LINE = Fraction((HALFWAY - T0).days, (DUE - T0).days)


def said(before, now, *, size=10000, target=None, on=HALFWAY, better="up", eligible=None, t0=T0):
    target = target or TargetRule(">=", 100, due=date(2020, 6, 1))
    return pace(matched(size, before, now), eligible or size, target, baseline_on=t0, current_on=on, better=better)


def at_ratio(ratio, size=1000000):
    """The yes count at which R is just this ratio or the next above, from a baseline of none."""
    return -(-ratio * LINE * size // 1)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at_ratio(Fraction(1)), Pace.ON_TRACK),
        (at_ratio(Fraction(95, 100)), Pace.ON_TRACK),
        (at_ratio(Fraction(95, 100)) - 1, Pace.ACCELERATION),
        (at_ratio(Fraction(60, 100)), Pace.ACCELERATION),
        (at_ratio(Fraction(60, 100)) - 1, Pace.LIMITED),
        (0, Pace.LIMITED),
        (1000000, Pace.ON_TRACK),
    ],
)
def test_the_classes_of_pace_begin_at_their_limits(now, expected):
    assert said(0, int(now), size=1000000) == (expected, "")


def test_exactly_95_of_100_of_the_way_is_on_track():
    size = LINE.denominator * 20
    assert said(0, LINE.numerator * 19, size=size) == (Pace.ON_TRACK, "")
    assert said(0, LINE.numerator * 19 - 1, size=size) == (Pace.ACCELERATION, "")


def test_exactly_60_of_100_of_the_way_needs_acceleration_and_less_is_limited():
    size = LINE.denominator * 20
    assert said(0, LINE.numerator * 12, size=size) == (Pace.ACCELERATION, "")
    assert said(0, LINE.numerator * 12 - 1, size=size) == (Pace.LIMITED, "")


def test_where_lower_is_better_a_panel_that_stood_at_the_ceiling_was_at_its_target():
    ceiling = TargetRule(">=", 20, date(2020, 12, 31))
    assert said(20, 10, size=100, target=ceiling, better="down") == (None, NotAssessed.AT_TARGET)
    assert said(40, 20, size=100, target=ceiling, better="down") == (Pace.ON_TRACK, "")


def test_a_fall_is_moving_away():
    assert said(4000, 3999)[0] is Pace.MOVING_AWAY


def test_no_movement_is_limited_progress():
    assert said(4000, 4000)[0] is Pace.LIMITED


@pytest.mark.parametrize("now", [0, 4999, 5000, 10000])
def test_a_panel_that_was_at_the_target_already_has_no_pace(now):
    half = TargetRule(">=", 50, due=DUE)
    assert said(5000, now, target=half) == (None, NotAssessed.AT_TARGET)
    assert said(6000, now, target=half) == (None, NotAssessed.AT_TARGET)


def test_at_or_past_the_target_before_its_day_a_panel_is_on_track_and_never_said_to_have_reached_it():
    half = TargetRule(">=", 50, due=DUE)
    for now in (5000, 5001, 10000):
        assert said(1000, now, target=half) == (Pace.ON_TRACK, "")
    assert {str(one) for one in Pace}.isdisjoint({"reached", "not reached", "maintained"})


def test_the_target_is_due_on_the_last_day_of_its_year():
    target = TargetRule(">=", 100, due=date(2020, 1, 1))
    assert said(0, 5000, target=target, on=date(2020, 12, 31))[1] == ""
    assert said(0, 5000, target=target, on=date(2021, 1, 1)) == (None, NotAssessed.PAST_DUE)


@pytest.mark.parametrize("on", [date(2021, 1, 1), date(2021, 12, 31), date(2022, 10, 1)])
@pytest.mark.parametrize(("before", "now"), [(0, 5000), (0, 10000), (10000, 0), (10000, 10000)])
def test_past_due_there_is_no_pace_whatever_was_reached(on, before, now):
    assert said(before, now, on=on) == (None, NotAssessed.PAST_DUE)


def test_past_due_is_the_reason_before_the_gate_and_before_what_the_baseline_was():
    half = TargetRule(">=", 50, due=date(2012, 12, 31))
    assert said(6000, 7000, target=half, eligible=30000) == (None, NotAssessed.PAST_DUE)


def test_the_line_ends_on_the_due_day_itself():
    """On the due day all of the way is required; one of 10,000 short of 95 in 100 of it is not on track."""
    assert said(0, 9500, on=DUE) == (Pace.ON_TRACK, "")
    assert said(0, 9499, on=DUE) == (Pace.ACCELERATION, "")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"target": TargetRule(">=", 50)}, NotAssessed.NO_DUE_DATE),
        ({"target": TargetRule(">=", 50, due=DUE, judges="no")}, NotAssessed.NOT_MEASURED),
        ({"eligible": 20000}, NotAssessed.TOO_FEW),
    ],
)
def test_a_pace_that_cannot_be_said_has_its_reason(arguments, reason):
    assert said(1000, 2000, **arguments) == (None, reason)


def test_no_target_is_no_pace():
    assert pace(matched(9, 1, 2), 9, None, baseline_on=T0, current_on=HALFWAY) == (
        None,
        NotAssessed.NO_TARGET,
    )


def test_a_baseline_that_is_not_before_the_current_cycle_gives_no_pace():
    assert said(1000, 2000, t0=HALFWAY) == (None, Trend.NO_BASELINE)


def test_a_measure_that_judges_failure_only_is_never_said_to_be_on_track():
    limited = TargetRule(">=", 50, due=DUE, judges="not_met_only")
    assert said(1000, 9000, target=limited) == (None, NotAssessed.NOT_MEASURED)
    assert said(1000, 500, target=limited) == (Pace.MOVING_AWAY, "")
    assert said(1000, 9000, target=limited, on=date(2022, 1, 31)) == (None, NotAssessed.PAST_DUE)


def test_a_majority_is_not_reached_at_just_a_half():
    majority = TargetRule(">", 50, due=DUE)
    assert said(4000, 5000, target=majority)[0] is Pace.ON_TRACK
    assert said(5000, 5000, target=majority)[0] is Pace.LIMITED
    assert said(5000, 4999, target=majority)[0] is Pace.MOVING_AWAY
    assert said(5000, 5001, target=majority)[0] is Pace.ON_TRACK
    assert said(5001, 5001, target=majority) == (None, NotAssessed.AT_TARGET)


def test_where_lower_is_better_the_line_falls():
    tenth = TargetRule(">=", 10, due=DUE)
    assert said(8000, 1000, target=tenth, better="down")[0] is Pace.ON_TRACK
    assert said(8000, 4400, target=tenth, better="down")[0] is Pace.ON_TRACK
    assert said(8000, 8100, target=tenth, better="down")[0] is Pace.MOVING_AWAY
    assert said(500, 900, target=tenth, better="down") == (None, NotAssessed.AT_TARGET)


@given(st.integers(0, 1000), st.integers(0, 1000), st.integers(1, 100))
def test_more_yes_never_makes_the_pace_worse(before, now, value):
    order = [Pace.MOVING_AWAY, Pace.LIMITED, Pace.ACCELERATION, Pace.ON_TRACK]
    target = TargetRule(">=", value, due=DUE)
    first, second = (said(before, n, size=1001, target=target) for n in (now, now + 1))
    if Fraction(before, 1001) >= target.share:
        assert first == second == (None, NotAssessed.AT_TARGET)
    else:
        assert order.index(first[0]) <= order.index(second[0])
