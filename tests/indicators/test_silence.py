"""What Parties without an answer could do to a change, against every way in which they could have answered: §4."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.calculations import SILENT, PartyClass, Standing, panel
from indicators.silence import answered_once, possible_yes, silence
from indicators.statements import Silent

YES, PARTIAL, NO = Standing(PartyClass.YES), Standing(PartyClass.PARTIAL), Standing(PartyClass.NO)
NA, UNANSWERED = Standing(PartyClass.NOT_APPLICABLE), Standing(PartyClass.UNANSWERED)
SETTLED_YES = Standing(PartyClass.UNANSWERED, must_be_yes=True)
SETTLED_NOT = Standing(PartyClass.UNANSWERED, may_be_yes=False)
SUBSTANTIVE = (YES, PARTIAL, NO)

FEW = [f"P{n}" for n in range(4)]
MANY = [f"P{n:02}" for n in range(14)]
any_standing = st.sampled_from([YES, PARTIAL, NO, NA, UNANSWERED, SETTLED_YES, SETTLED_NOT, SILENT])


def standings(parties):
    return st.fixed_dictionaries(dict.fromkeys(parties, any_standing))


def may_be(standing):
    """What a Party that is asked may count as, 1 for yes and 0 for not yes, by the words of the method."""
    if standing in SUBSTANTIVE:
        return (int(standing == YES),)
    return {SETTLED_YES: (1,), SETTLED_NOT: (0,)}.get(standing, (0, 1))


def every_net(before, now, parties):
    """The net change in every way in which the open answers could have been given."""
    asked = [party for party in parties if NA not in (before[party], now[party])]
    for first in product(*(may_be(before[party]) for party in asked)):
        for last in product(*(may_be(now[party]) for party in asked)):
            yield sum(last) - sum(first)


@given(standings(FEW), standings(FEW))
def test_the_bounds_are_the_least_and_the_most_of_all_completions(before, now):
    found = silence(before, now, FEW)
    nets = list(every_net(before, now, FEW))
    assert (found.lowest, found.highest) == (min(nets), max(nets))
    assert found.among == sum(NA not in (before[party], now[party]) for party in FEW)


@given(standings(FEW), standings(FEW))
def test_a_direction_holds_whatever_the_silent_say_where_every_completion_has_its_sign(before, now):
    found = silence(before, now, FEW)
    net = panel(before, now, FEW).net
    said = Silent(found.lowest, found.highest, found.among, found.could_lose)
    same = all((one > 0) if net > 0 else (one < 0) for one in every_net(before, now, FEW)) if net else False
    assert said.holds(net) is same


@given(standings(MANY), standings(MANY))
def test_the_change_of_the_panel_lies_within_the_bounds_but_for_what_is_settled(before, now):
    found, matched = silence(before, now, MANY), panel(before, now, MANY)
    settled = [one for one in (*before.values(), *now.values()) if one in (SETTLED_YES, SETTLED_NOT)]
    if not settled:
        assert found.lowest <= matched.net <= found.highest
        assert matched.net - found.could_lose == found.lowest
        assert matched.net + found.could_gain == found.highest


def test_an_open_answer_at_one_end_may_count_one_way_only():
    assert one(SILENT, YES) == (0, 1, 1, 0)
    assert one(YES, SILENT) == (-1, 0, 0, 1)
    assert one(NO, SILENT) == (0, 1, 1, 0)
    assert one(PARTIAL, UNANSWERED) == (0, 1, 1, 0)
    assert one(SILENT, NO) == (-1, 0, 0, 1)
    assert one(SILENT, SILENT) == (-1, 1, 1, 1)


def test_what_is_settled_is_not_open():
    assert one(NO, SETTLED_YES) == (1, 1, 0, 0)
    assert one(SETTLED_YES, SETTLED_NOT) == (-1, -1, 0, 0)
    assert one(SETTLED_NOT, SILENT) == (0, 1, 1, 0)


def one(before, now):
    found = silence({"P": before}, {"P": now}, ["P"])
    assert found.among == 1
    return found.lowest, found.highest, found.could_gain, found.could_lose


@pytest.mark.parametrize("other", [YES, NO, SILENT, UNANSWERED, NA])
def test_a_party_to_which_it_does_not_apply_at_one_end_is_not_among_them(other):
    for before, now in ((NA, other), (other, NA)):
        found = silence({"P": before}, {"P": now}, ["P"])
        assert (found.lowest, found.highest, found.among) == (0, 0, 0)


def test_a_party_without_a_standing_is_silent():
    assert possible_yes(SILENT) == (0, 1)
    assert silence({}, {}, ["A", "B"]).among == 2


def test_what_must_be_a_yes_may_be_one():
    settled_twice = Standing(PartyClass.UNANSWERED, may_be_yes=False, must_be_yes=True)
    assert possible_yes(settled_twice) == (1, 1)


def test_those_who_answered_only_then_or_only_now_stand_apart():
    before = {"A": YES, "B": NO, "C": YES, "D": SILENT, "E": PARTIAL, "F": NA, "G": SETTLED_YES}
    now = {"A": YES, "B": SILENT, "C": UNANSWERED, "D": YES, "E": NA, "F": NO, "G": NO, "H": YES}
    found = answered_once(before, now, "ABCDEFGH")
    assert (found.only_before, found.only_before_yes) == (3, 1)  # B, C, E
    assert (found.only_now, found.only_now_yes) == (4, 2)  # D, F, G, H


@given(standings(MANY), standings(MANY))
def test_the_panel_and_those_who_answered_once_are_all_who_answered(before, now):
    once, matched = answered_once(before, now, MANY), panel(before, now, MANY)
    answered = [sum(one in SUBSTANTIVE for one in held.values()) for held in (before, now)]
    assert [matched.size + once.only_before, matched.size + once.only_now] == answered
    yes = [list(held.values()).count(YES) for held in (before, now)]
    assert [matched.baseline_yes + once.only_before_yes, matched.current_yes + once.only_now_yes] == yes
