"""The examples that the method itself gives, so that the two hands cannot both be wrong in the same way unseen."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from tests.recomputed import changes, classes, facts, ledger, plausible, shares, verdicts
from tests.recomputed.few import MEASURES
from tests.recomputed.inputs import bound, day_of, read_measures, read_parties


@pytest.mark.parametrize(
    ("day", "parties"),
    [
        (date(2005, 9, 11), 121),
        (date(2007, 9, 11), 141),
        (date(2009, 12, 8), 157),
        (date(2011, 9, 30), 161),
        (date(2015, 10, 31), 170),
        (date(2019, 10, 1), 171),
    ],
)
def test_so_many_are_parties_on_a_day(world, day, parties):
    assert len(bound(read_parties(), "cpb", "in_force", day)) == parties


def test_convention_parties_that_joined_or_stay_outside(world):
    parties = read_parties()
    by_name = {(one["indicator"], one["key"]): one for one in read_measures(MEASURES)}
    joined = [facts.membership(parties, one) for one in by_name["3.1.1", "headline"]["membership"]["readings"]]
    assert joined == [(1, 33), (2, 34)]
    inside, all_of_them = facts.membership(parties, by_name["3.1.2", "headline"]["membership"]["readings"][0])
    assert all_of_them - inside == 26


def counts(**numbers):
    given = dict.fromkeys((*shares.CLASSES, "settled_yes", "settled_not_yes"), 0) | numbers
    return given | {"population": sum(given[name] for name in shares.CLASSES)}


def test_a_share_with_its_bounds():
    of_161 = counts(yes=60, partial=10, no=30, not_applicable=40, unanswered=3, silent=18)
    assert of_161["population"] == 161
    assert shares.share_of_those_answering(of_161) == Fraction(60, 100)
    assert (shares.fewest_yes(of_161), shares.most_yes(of_161), shares.applicable(of_161)) == (60, 81, 121)


def test_a_scale_that_gained_a_middle_answer():
    before = dict.fromkeys(range(100), ("yes", None))
    after = {number: ("yes" if number < 70 else "partial", None) for number in range(100)}
    assert changes.bounds_of_changed_scale(before, after, set(before), partly_now=True) == (-30, 0)
    assert changes.bounds_of_changed_scale(after, before, set(before), partly_now=False) == (0, 30)


@pytest.mark.parametrize(
    ("gained", "lost", "panel", "said"),
    [
        (1, 0, 20, ("little or no change", "")),  # one Party is no direction
        (2, 0, 100, ("improved", "slight")),  # 2 Parties and 2 points
        (2, 0, 101, ("little or no change", "")),  # less than 2 points
        (5, 0, 50, ("improved", "slight")),  # 2 of 32: 6 %
        (6, 0, 50, ("improved", "clear")),  # 2 of 64: 3 %
        (1, 8, 50, ("worsened", "clear")),  # 20 of 512: 4 %
        (2, 8, 50, ("worsened", "slight")),  # 112 of 1024: 11 %
    ],
)
def test_directions_and_their_strength(gained, lost, panel, said):
    assert changes.trend_of(gained, lost, panel, "up") == said


@pytest.mark.parametrize(
    ("combine", "given", "settled"),
    [("all", "n", "not_yes"), ("all", "y", None), ("any", "y", "yes"), ("any", "n", None)],
)
def test_a_missing_part_settles_bounds_and_nothing_else(combine, given, settled):
    two = [{"key": "A", "yes": ["y"], "no": ["n"]}, {"key": "B", "yes": ["y"], "no": ["n"]}]
    binding = {"combine": combine, "questions": two}
    assert classes.class_of_party(binding, {"A": {}, "B": {}}, {"A": [given]}) == ("unanswered", settled)


def test_an_answer_to_a_hidden_question_never_counts():
    asked = {"A": {}, "B": {"enabled_by": [{"question": "A", "values": ["y"]}]}}
    rule = {"key": "B", "yes": ["y"], "implied": [{"class": "no", "when": [{"question": "A", "values": ["n"]}]}]}
    assert classes.class_of_question(rule, asked, {"A": ["y"], "B": ["y"]}) == "yes"
    assert classes.class_of_question(rule, asked, {"A": ["n"], "B": ["y"]}) == "no"
    assert classes.class_of_question(rule, asked, {"B": ["y"]}) is None


def test_bands_of_two_groups():
    assert classes.joined_bands("sum", [(10, 49), (50, 99)]) == (60, 148, True)
    assert classes.joined_bands("union", [(10, 49), (50, 99)]) == (50, 148, True)
    assert classes.joined_bands("sum", [(10, 49), (100, None)]) == (110, None, True)
    assert classes.joined_bands("sum", [(10, 49), None]) == (10, None, False)


@pytest.mark.parametrize(
    ("yes_then", "yes_now", "said"),
    [
        (40, 100, ("on track", "")),
        (40, 70, ("on track", "")),
        (40, 60, ("acceleration needed", "")),
        (40, 50, ("limited progress", "")),
        (40, 39, ("moving away", "")),
        (100, 100, ("", "the panel was at the target already")),
    ],
)
def test_pace_half_way_to_the_due_day(yes_then, yes_now, said):
    target = {"operator": ">=", "value": 100}
    moved = {"panel": 100, "baseline_yes": yes_then, "current_yes": yes_now}
    days = date(2010, 12, 31), date(2015, 12, 31), date(2020, 12, 30)
    assert verdicts.pace_of(target, moved, *days) == said


@pytest.mark.parametrize(
    ("yes_now", "said"), [(59, "moving away"), (60, "limited progress"), (61, "on track"), (80, "on track")]
)
def test_pace_from_exactly_the_share_that_must_be_passed(yes_now, said):
    moved = {"panel": 100, "baseline_yes": 60, "current_yes": yes_now}
    days = date(2010, 12, 31), date(2015, 12, 31), date(2020, 12, 30)
    assert verdicts.pace_of({"operator": ">", "value": 60}, moved, *days) == (said, "")


def test_a_day_ends_at_noon_of_the_next_in_utc():
    assert day_of(None, datetime(2020, 1, 2, 11, 59, 59, tzinfo=UTC)) == date(2020, 1, 1)
    assert day_of(None, datetime(2020, 1, 2, 12, tzinfo=UTC)) == date(2020, 1, 2)
    assert day_of(date(2020, 1, 2), None) == date(2020, 1, 2)


def held(identifier, revision, *, first, content, **columns):
    return {
        "party": "KEN",
        "state": "published",
        "origin": "clearing-house",
        "preferred": False,
        "identifier": identifier,
        "revision": revision,
        "version": revision,
        "first": first,
        "content": content,
        "first_received_at": None,
        "received_at": None,
        **columns,
    }


def test_which_report_counts():
    cut_off = date(2020, 1, 1)
    early = held("B", 1, first=date(2019, 9, 1), content=date(2019, 9, 1))
    revised = held("b", 2, first=date(2019, 9, 1), content=date(2019, 12, 1))
    too_late = held("B", 3, first=date(2019, 9, 1), content=date(2020, 3, 1))
    other = held("A", 1, first=date(2019, 10, 1), content=date(2019, 10, 1))
    for order in ([early, revised, too_late], [too_late, revised, early]):
        assert ledger.counted(order, cut_off) == {"KEN": revised}
    for order in ([revised, other], [other, revised]):
        assert ledger.counted(order, cut_off) == {"KEN": other}
    assert ledger.counted([too_late], cut_off) == {}
    assert ledger.received([too_late], {"KEN": date(2019, 10, 1)}, cut_off) == {"KEN": "yes"}
    equal = held("C", 1, first=date(2019, 10, 1), content=date(2019, 10, 1))
    for order in ([equal, other], [other, equal]):
        assert ledger.counted(order, cut_off) == {"KEN": other}
    chosen = {**early, "preferred": True}
    assert ledger.counted([chosen, revised, other], cut_off) == {"KEN": chosen}


@pytest.mark.parametrize(
    ("shares", "said"),
    [((80, 80, 80), True), ((33, 33, 33), False), ((60,), True), ((120,), True), ((20, 30, 50), False), ((), False)],
)
def test_shares_that_cannot_be_true(shares, said):
    question = {"plausible": {"lowest": 0, "highest": 100, "sum": 100}}
    options = ["a", "b", "c"][: len(shares)]
    assert plausible.is_untrue(question, None, dict(zip(options, shares, strict=True)), options) is said
