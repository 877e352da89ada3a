"""Counting, shares, bounds, panels and bands: method.md §2 to §5."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.calculations import (
    CLASSES,
    SILENT,
    Panel,
    PartyClass,
    Share,
    Standing,
    at_or_above,
    count,
    joined_within,
    members_on,
    merge_bands,
    panel,
    percent,
    total_of_bands,
)

YES, PARTIAL, NO = Standing(PartyClass.YES), Standing(PartyClass.PARTIAL), Standing(PartyClass.NO)
NA, UNANSWERED = Standing(PartyClass.NOT_APPLICABLE), Standing(PartyClass.UNANSWERED)
SETTLED_YES = Standing(PartyClass.UNANSWERED, must_be_yes=True)
SETTLED_NOT = Standing(PartyClass.UNANSWERED, may_be_yes=False)

PARTIES = [f"P{n:02}" for n in range(14)]
any_standing = st.sampled_from([YES, PARTIAL, NO, NA, UNANSWERED, SETTLED_YES, SETTLED_NOT, SILENT])
standings_of_all = st.fixed_dictionaries(dict.fromkeys(PARTIES, any_standing))
substantive = st.sampled_from([YES, PARTIAL, NO])


# -- shares -----------------------------------------------------------------------------------------------


def test_the_worked_example_of_the_method_comes_out_as_printed():
    share = Share(yes=60, partial=10, no=30, not_applicable=40, unanswered=3, silent=18)
    assert share.population == 161
    assert (share.answering, percent(share.share)) == (100, 60)
    assert share.applicable == 121
    assert (percent(share.lowest), percent(share.highest)) == (50, 67)
    assert (share.lowest, share.highest) == (Fraction(60, 121), Fraction(81, 121))


@pytest.mark.parametrize(
    ("exact", "printed"),
    [
        (Fraction(15, 40), 38),
        (Fraction(5, 36), 14),
        (Fraction(14, 21), 67),
        (Fraction(15, 50), 30),
        (Fraction(0), 0),
        (Fraction(1), 100),
        (Fraction(5, 1000), 1),
        (Fraction(4, 1000), 0),
        (Fraction(-5, 1000), -1),
        (Fraction(-15, 40), -38),
        (Fraction(-4, 1000), 0),
    ],
)
def test_percent_is_rounded_half_away_from_zero(exact, printed):
    assert percent(exact) == printed


@pytest.mark.parametrize(
    ("exact", "places", "printed"),
    [
        (Fraction(15, 40), 1, Fraction(375, 10)),
        (Fraction(1, 3), 1, Fraction(333, 10)),
        (Fraction(-1, 800), 1, Fraction(-1, 10)),
    ],
)
def test_percent_keeps_the_places_asked_for(exact, places, printed):
    assert percent(exact, places) == printed


@given(st.fractions(min_value=-1, max_value=1))
def test_rounding_moves_a_share_by_at_most_half_a_point_and_mirrors_its_sign(share):
    assert abs(percent(share) - share * 100) <= Fraction(1, 2)
    assert percent(-share) == -percent(share)


def test_a_change_is_rounded_after_the_difference_is_taken():
    # 33.5 and 34.4 print as 34 and 34, but the change is one point.
    assert percent(Fraction(344, 1000) - Fraction(335, 1000)) == 1
    assert percent(Fraction(344, 1000)) - percent(Fraction(335, 1000)) == 0


def test_a_missing_answer_is_never_a_no():
    share = count({"A": YES, "B": UNANSWERED}, ["A", "B", "C"])
    assert (share.no, share.unanswered, share.silent) == (0, 1, 1)
    assert share.share == 1


def test_a_party_without_a_standing_is_silent():
    assert count({}, ["A", "B"]).silent == 2


def test_partial_is_never_merged_with_yes():
    share = count({"A": YES, "B": PARTIAL, "C": NO}, "ABC")
    assert (share.yes, share.partial, share.share) == (1, 1, Fraction(1, 3))
    assert share.highest == Fraction(1, 3)


def test_a_zero_is_not_missing():
    share = count({"A": NO}, ["A"])
    assert share.share == 0
    assert share.reason == ""


@pytest.mark.parametrize(
    ("share", "reason"),
    [
        (Share(0, 0, 0, 4, 0, 0), "applies to nobody"),
        (Share(0, 0, 0, 0, 0, 0), "applies to nobody"),
        (Share(0, 0, 0, 0, 2, 3), "nobody answered"),
        (Share(0, 0, 0, 0, 0, 5), "no report counted"),
    ],
)
def test_without_anybody_applicable_or_answering_there_is_a_reason_and_no_share(share, reason):
    assert share.share is None
    assert share.reason == reason
    if reason == "applies to nobody":
        assert (share.lowest, share.highest) == (None, None)
    else:
        assert (share.lowest, share.highest) == (0, 1)


def test_more_parties_cannot_be_settled_than_are_unanswered():
    with pytest.raises(ValueError, match="settled"):
        Share(0, 0, 0, 0, 1, 0, settled_yes=1, settled_not_yes=1)


@given(standings_of_all, st.sets(st.sampled_from(PARTIES)))
def test_the_classes_add_up_to_the_population_in_every_group(standings, group):
    share = count(standings, group)
    assert share.population == len(group)
    rest = count(standings, set(PARTIES) - group)
    for name in (*CLASSES, "settled_yes", "settled_not_yes"):
        assert getattr(share, name) + getattr(rest, name) == getattr(count(standings, PARTIES), name)


@given(standings_of_all, st.data())
def test_the_bounds_hold_the_share_of_any_completion_of_silence_and_of_missing_answers(standings, data):
    share = count(standings, PARTIES)
    completed = {}
    for party, standing in standings.items():
        if standing == SETTLED_YES:
            completed[party] = YES
        elif standing == SETTLED_NOT:
            completed[party] = data.draw(st.sampled_from([NO, PARTIAL]))
        elif standing.party_class in (PartyClass.UNANSWERED, PartyClass.SILENT):
            completed[party] = data.draw(st.sampled_from([YES, PARTIAL, NO, NA]))
        else:
            completed[party] = standing
    whole = count(completed, PARTIES)
    if whole.share is not None and share.lowest is not None:
        assert share.lowest <= whole.share <= share.highest


@given(standings_of_all)
def test_both_bounds_are_reached_by_some_completion(standings):
    share = count(standings, PARTIES)
    if share.lowest is None:
        return
    open_classes = (PartyClass.UNANSWERED, PartyClass.SILENT)
    worst = {p: (YES if s.must_be_yes else NO) if s.party_class in open_classes else s for p, s in standings.items()}
    best = {p: (YES if s.may_be_yes else NO) if s.party_class in open_classes else s for p, s in standings.items()}
    assert count(worst, PARTIES).share == share.lowest
    assert count(best, PARTIES).share == share.highest


# -- panels -----------------------------------------------------------------------------------------------


def test_a_panel_holds_only_those_with_a_substantive_answer_in_both_cycles():
    before = {"A": YES, "B": NO, "C": UNANSWERED, "D": NA, "E": SILENT, "F": SETTLED_YES, "G": PARTIAL}
    now = {"A": NO, "B": YES, "C": YES, "D": YES, "E": YES, "F": YES, "G": PARTIAL, "H": YES}
    found = panel(before, now, "ABCDEFGH")
    assert found.size == 3
    assert (found.gained, found.lost, found.stayed, found.net) == ({"B"}, {"A"}, 1, 0)
    assert (found.baseline_partial, found.current_partial) == (1, 1)


def test_the_panel_is_taken_among_the_members_only():
    assert panel({"A": NO, "B": NO}, {"A": YES, "B": YES}, ["A"]).gained == {"A"}


def test_partly_to_yes_is_gained_and_yes_to_partly_is_lost():
    found = panel({"A": PARTIAL, "B": YES, "C": PARTIAL}, {"A": YES, "B": PARTIAL, "C": NO}, "ABC")
    assert (found.gained, found.lost, found.stayed) == ({"A"}, {"B"}, 1)


def test_an_empty_panel_has_no_change():
    assert panel({}, {}, PARTIES).change is None


@given(standings_of_all, standings_of_all)
def test_turning_a_panel_round_turns_its_change_round(before, now):
    there, back = panel(before, now, PARTIES), panel(now, before, PARTIES)
    assert (there.size, there.stayed) == (back.size, back.stayed)
    assert (there.gained, there.lost) == (back.lost, back.gained)
    assert there.net == -back.net
    assert there.change == (None if back.change is None else -back.change)


@given(standings_of_all, standings_of_all)
def test_gained_less_lost_is_the_difference_of_the_two_yes_counts(before, now):
    found = panel(before, now, PARTIES)
    assert found.net == found.current_yes - found.baseline_yes
    assert len(found.gained) + len(found.lost) + found.stayed == found.size
    if found.size:
        shares = Fraction(found.current_yes, found.size) - Fraction(found.baseline_yes, found.size)
        assert found.change == shares


def test_a_hundred_yes_that_become_seventy_yes_and_thirty_partial_lie_between_minus_thirty_and_none():
    before = {f"P{n}": YES for n in range(100)}
    now = {f"P{n}": YES if n < 70 else PARTIAL for n in range(100)}
    assert panel(before, now, before).net_bounds == (-30, 0)
    assert panel(now, before, before).net_bounds == (0, 30)


@given(
    st.dictionaries(st.sampled_from(PARTIES), substantive),
    st.dictionaries(st.sampled_from(PARTIES), substantive),
    st.data(),
)
def test_the_bounds_of_a_changed_scale_hold_every_way_to_read_the_middle_answers(before, now, data):
    found = panel(before, now, PARTIES)

    def read(standings):
        either = st.sampled_from([YES, NO])
        return {party: data.draw(either) if s == PARTIAL else s for party, s in standings.items()}

    low, high = found.net_bounds
    assert low <= panel(read(before), read(now), PARTIES).net <= high


# -- bands ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bands", "rule", "merged"),
    [
        ([(1, 9), (10, 49)], "sum", (11, 58)),
        ([(1, 9), (10, 49)], "union", (10, 58)),
        ([(0, 0), (100, None)], "sum", (100, None)),
        ([(50, 99), (100, None)], "union", (100, None)),
        ([(0, 0), (0, 0)], "sum", (0, 0)),
        ([(1, 9)], "single", (1, 9)),
    ],
)
def test_bands_add_up_for_different_people_and_overlap_for_the_same(bands, rule, merged):
    assert merge_bands(bands, rule) == merged


bands = st.tuples(st.integers(0, 200), st.one_of(st.none(), st.integers(0, 200))).map(
    lambda pair: (pair[0], None if pair[1] is None else pair[0] + pair[1])
)


@given(st.lists(bands, min_size=1, max_size=5), st.data())
def test_a_sum_of_bands_holds_the_sum_of_any_true_numbers(given_bands, data):
    true = [data.draw(st.integers(low, high if high is not None else low + 500)) for low, high in given_bands]
    low, high = merge_bands(given_bands, "sum")
    assert low <= sum(true)
    assert high is None or sum(true) <= high
    low, high = merge_bands(given_bands, "union")
    # People in overlapping groups: at least the largest group, at most all of them.
    assert low <= max(true)
    assert high is None or sum(true) <= high


def test_a_total_counts_the_members_that_gave_a_band_and_stays_open_above():
    total = total_of_bands({"A": (1, 9), "B": (100, None), "X": (10, 49)}, ["A", "B", "C"])
    assert (total.low, total.high, total.parties) == (101, None, 2)
    assert total_of_bands({"A": (1, 9), "B": (0, 0)}, ["A", "B"]).high == 9
    nobody = total_of_bands({}, ["A"])
    assert (nobody.low, nobody.high, nobody.parties) == (0, 0, 0)


@pytest.mark.parametrize(
    ("band", "threshold", "party_class"),
    [
        ((10, 49), 10, PartyClass.YES),
        ((10, 49), 1, PartyClass.YES),
        ((1, 9), 10, PartyClass.NO),
        # A band that ends at the step may reach it.
        ((1, 9), 9, PartyClass.UNANSWERED),
        ((10, 49), 25, PartyClass.UNANSWERED),
        ((100, None), 100, PartyClass.YES),
        ((100, None), 150, PartyClass.UNANSWERED),
        ((0, 0), 1, PartyClass.NO),
    ],
)
def test_at_or_above_a_step_is_yes_no_or_not_to_be_told(band, threshold, party_class):
    assert at_or_above({"A": YES}, {"A": band}, threshold)["A"].party_class is party_class


@pytest.mark.parametrize("standing", [NA, SILENT, UNANSWERED])
def test_at_or_above_keeps_those_that_gave_no_answer(standing):
    assert at_or_above({"A": standing}, {}, 10)["A"].party_class is standing.party_class


def test_at_or_above_asks_nothing_of_a_substantive_answer_without_a_band():
    for threshold in (1, 10):
        assert at_or_above({"A": YES}, {}, threshold)["A"].party_class is PartyClass.UNANSWERED


@pytest.mark.parametrize(("threshold", "is_settled"), [(9, True), (10, True), (11, False)])
def test_what_an_unanswered_party_did_answer_settles_a_yes_from_its_low_end_on(threshold, is_settled):
    found = at_or_above({"A": UNANSWERED}, {"A": (10, None)}, threshold)["A"]
    assert (found.party_class, found.must_be_yes) == (PartyClass.UNANSWERED, is_settled)


def test_a_known_none_stays_settled_at_every_step():
    assert at_or_above({"A": SETTLED_NOT}, {}, 10)["A"] == SETTLED_NOT


@given(
    st.dictionaries(st.sampled_from(PARTIES), bands),
    st.lists(st.integers(1, 150), min_size=2, max_size=4, unique=True).map(sorted),
)
def test_fewer_parties_stand_at_a_higher_step(given_bands, steps):
    standings = dict.fromkeys(given_bands, YES)
    shares = [count(at_or_above(standings, given_bands, step), PARTIES) for step in steps]
    for lower, higher in pairwise(shares):
        assert lower.yes >= higher.yes
        assert lower.most_yes >= higher.most_yes


# -- membership -------------------------------------------------------------------------------------------

DAY = date(2010, 10, 15)
YEAR_LATER = date(2011, 10, 15)


def test_those_that_joined_within_a_year_are_counted_among_those_outside_on_the_day():
    convention = {
        "A": date(1995, 1, 1),
        "B": date(1995, 1, 1),
        "C": date(1995, 1, 1),
        "D": date(2011, 1, 1),
        "E": None,
    }
    protocol = {"A": DAY, "B": YEAR_LATER, "C": date(2011, 10, 16), "D": date(2011, 2, 1)}
    found = joined_within(protocol, convention, DAY, YEAR_LATER)
    assert (found.numerator, found.denominator, found.who) == (1, 2, {"B"})


def test_a_deposit_on_the_very_day_counts_as_made_by_it():
    convention = {"A": DAY, "B": DAY + timedelta(days=1)}
    found = joined_within({"A": YEAR_LATER, "B": YEAR_LATER}, convention, DAY, YEAR_LATER)
    assert (found.numerator, found.denominator, found.who) == (1, 1, {"A"})


def test_members_on_a_day_are_those_in_force_by_then():
    convention = {"A": date(1995, 1, 1), "B": date(1995, 1, 1), "C": date(2016, 1, 1), "D": None}
    protocol = {"A": date(2015, 12, 31), "B": date(2016, 1, 1), "C": date(2003, 1, 1)}
    found = members_on(protocol, convention, date(2015, 12, 31))
    assert (found.numerator, found.denominator, found.who) == (1, 2, {"A"})


def test_a_panel_knows_its_change_exactly():
    found = Panel(size=7, baseline_yes=2, current_yes=3, gained=frozenset("AB"), lost=frozenset("C"))
    assert found.change == Fraction(1, 7)
