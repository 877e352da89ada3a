"""How answers make a class: method.md §2."""

from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.bindings import BindingInvalid, parse_binding
from indicators.calculations import PartyClass, count

YES, PARTIAL, NO = PartyClass.YES, PartyClass.PARTIAL, PartyClass.NO
NA, UNANSWERED = PartyClass.NOT_APPLICABLE, PartyClass.UNANSWERED

OPTIONS = {"yes": ["true"], "partial": ["some"], "no": ["false"], "not_applicable": ["n/a"]}
CODE = {YES: "true", PARTIAL: "some", NO: "false", NA: "n/a"}
KEYS = ("Q001", "Q002", "Q003")


def question(key="Q001", **overrides):
    return {"key": key, "window": "now", **OPTIONS, **overrides}


def binding(combine="single", *questions, **overrides):
    rule = {"combine": combine, "questions": list(questions) or [question()], **overrides}
    return parse_binding(rule, "a test")


def answers(*classes):
    """Answers to Q001, Q002 … of these classes; unanswered leaves the question out."""
    return {key: frozenset({CODE[c]}) for key, c in zip(KEYS, classes, strict=False) if c is not UNANSWERED}


def combined(combine, *classes):
    found = binding(combine, *(question(key) for key in KEYS[: len(classes)]))
    return found.standing(answers(*classes))


# -- one question -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "party_class"), [(code, party_class) for party_class, code in CODE.items()])
def test_each_option_counts_as_its_class(code, party_class):
    assert binding().standing({"Q001": frozenset({code})}).party_class is party_class


def test_a_question_without_an_answer_is_unanswered():
    standing = binding().standing({})
    assert standing.party_class is UNANSWERED
    assert (standing.may_be_yes, standing.must_be_yes) == (True, False)


def test_an_option_without_a_class_is_no_answer():
    assert binding().standing({"Q001": frozenset({"other"})}).party_class is UNANSWERED


@pytest.mark.parametrize(
    ("ticks", "party_class"),
    [
        ({"true", "false"}, YES),
        ({"some", "false", "n/a"}, PARTIAL),
        ({"false", "n/a"}, NO),
        ({"n/a", "other"}, NA),
    ],
)
def test_the_best_tick_of_a_multiple_choice_wins(ticks, party_class):
    assert binding().standing({"Q001": frozenset(ticks)}).party_class is party_class


# -- implied classes --------------------------------------------------------------------------------------

IMPLIED = question("Q001", implied=[{"class": "no", "when": [{"question": "Q009", "values": ["false"]}]}])


def test_an_earlier_answer_implies_a_class_only_where_the_question_was_not_answered():
    found = binding("single", IMPLIED)
    assert found.standing({"Q009": frozenset({"false"})}).party_class is NO
    assert found.standing({"Q009": frozenset({"false"}), "Q001": frozenset({"true"})}).party_class is YES
    assert found.standing({"Q009": frozenset({"some"})}).party_class is UNANSWERED
    assert found.standing({}).party_class is UNANSWERED


def test_every_condition_of_an_implied_class_must_hold():
    when = [{"question": "Q008", "values": ["a"]}, {"question": "Q009", "values": ["b", "c"]}]
    found = binding("single", question(implied=[{"class": "not_applicable", "when": when}]))
    assert found.standing({"Q008": frozenset("a"), "Q009": frozenset("c")}).party_class is NA
    assert found.standing({"Q008": frozenset("a")}).party_class is UNANSWERED


def test_the_first_implied_class_that_holds_wins():
    when = [{"question": "Q009", "values": ["false"]}]
    found = binding(
        "single", question(implied=[{"class": "no", "when": when}, {"class": "not_applicable", "when": when}])
    )
    assert found.standing({"Q009": frozenset({"false"})}).party_class is NO


def test_an_implied_class_that_no_option_has_is_refused_or_counted_but_never_breaks_the_computation():
    only_yes_and_no = {"key": "Q001", "window": "now", "yes": ["true"], "no": ["false"]}
    implied = {
        **only_yes_and_no,
        "implied": [{"class": "not_applicable", "when": [{"question": "Q009", "values": ["x"]}]}],
    }
    for combine in ("any", "all"):
        try:
            found = binding(combine, implied, question("Q002"))
        except BindingInvalid:
            continue
        assert found.standing({"Q009": frozenset({"x"})}).party_class is UNANSWERED


# -- several questions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("combine", "classes", "party_class"),
    [
        ("any", (NO, YES), YES),
        ("any", (PARTIAL, NO), PARTIAL),
        ("any", (NO, NA), NO),
        ("any", (NA, NA), NA),
        ("any", (NA, YES), YES),
        ("all", (YES, YES), YES),
        ("all", (YES, NO), NO),
        ("all", (YES, PARTIAL), PARTIAL),
        ("all", (PARTIAL, NO), NO),
        ("all", (YES, NA), YES),
        ("all", (NA, NA), NA),
        ("any", (NO, NO, PARTIAL), PARTIAL),
        ("all", (YES, NA, PARTIAL), PARTIAL),
    ],
)
def test_the_first_class_present_in_the_stated_order_wins(combine, classes, party_class):
    assert combined(combine, *classes).party_class is party_class


@pytest.mark.parametrize(
    ("combine", "known", "may_be_yes", "must_be_yes"),
    [
        ("any", YES, True, True),
        ("any", NO, True, False),
        ("any", PARTIAL, True, False),
        ("any", NA, True, False),
        ("all", NO, False, False),
        ("all", PARTIAL, False, False),
        ("all", YES, True, False),
        ("all", NA, True, False),
    ],
)
def test_a_class_settled_while_a_part_is_missing_narrows_the_bounds_only(combine, known, may_be_yes, must_be_yes):
    standing = combined(combine, known, UNANSWERED)
    assert standing.party_class is UNANSWERED
    assert (standing.may_be_yes, standing.must_be_yes) == (may_be_yes, must_be_yes)
    assert count({"A": standing}, "A").answering == 0


complete_classes = st.sampled_from([YES, PARTIAL, NO, NA])
maybe_classes = st.sampled_from([YES, PARTIAL, NO, NA, UNANSWERED])


@given(st.sampled_from(["any", "all"]), st.lists(complete_classes, min_size=2, max_size=3), st.randoms())
def test_the_order_of_the_questions_does_not_matter(combine, classes, random):
    shuffled = random.sample(classes, len(classes))
    assert combined(combine, *classes) == combined(combine, *shuffled)


@st.composite
def bindings(draw):
    """A binding over one to three questions with options of their own, combined in any way."""
    offered = draw(st.lists(st.sets(complete_classes, min_size=1), min_size=1, max_size=3))
    questions = [
        {"key": key, "window": "now"} | {c.value: [CODE[c]] for c in sorted(classes)}
        for key, classes in zip(KEYS, offered, strict=False)
    ]
    combine = "single" if len(questions) == 1 else draw(st.sampled_from(["any", "all", "composite"]))
    rule = {"combine": combine, "questions": questions}
    if combine == "composite":
        rows = list(product(*(sorted(classes) for classes in offered)))
        rule["table"] = [{"in": [c.value for c in row], "out": draw(complete_classes).value} for row in rows]
    return parse_binding(rule, "generated")


@given(bindings(), st.data())
def test_the_bounds_hold_every_way_to_complete_the_missing_parts(found, data):
    """Also for composites: a settled Party is one for which every completion says the same."""
    before, after = {}, {}
    for party in "ABCDEF":
        given_classes = tuple(data.draw(st.sampled_from([*use.possible, UNANSWERED])) for use in found.questions)
        completed = tuple(
            data.draw(st.sampled_from(use.possible)) if c is UNANSWERED else c
            for use, c in zip(found.questions, given_classes, strict=True)
        )
        before[party] = found.standing(answers(*given_classes))
        after[party] = found.standing(answers(*completed))
    share, whole = count(before, before), count(after, after)
    assume(whole.share is not None)
    assert share.lowest <= whole.share <= share.highest


def test_a_party_that_may_yet_be_not_applicable_is_not_settled_as_no():
    """Not applicable, it would leave the denominator, and the share of the others could pass the bound."""
    table = [
        (("yes", "yes"), "yes"),
        (("yes", "no"), "no"),
        (("no", "yes"), "not_applicable"),
        (("no", "no"), "no"),
    ]
    found = parse_binding(composite(table), "a test")
    share = count({"A": found.standing(answers(YES, YES)), "B": found.standing(answers(NO, UNANSWERED))}, "AB")
    completed = count({"A": found.standing(answers(YES, YES)), "B": found.standing(answers(NO, YES))}, "AB")
    assert completed.share == 1
    assert share.highest >= completed.share


@given(bindings())
def test_a_complete_set_of_answers_is_never_unanswered_and_an_incomplete_one_always_is(found):
    for given_classes in product(*((*use.possible, UNANSWERED) for use in found.questions)):
        standing = found.standing(answers(*given_classes))
        assert (standing.party_class is UNANSWERED) == (UNANSWERED in given_classes)


@given(bindings())
def test_what_completing_can_make_is_what_each_way_to_complete_makes(found):
    for given_classes in product(*((*use.possible, UNANSWERED) for use in found.questions)):
        if UNANSWERED not in given_classes:
            continue
        ways = product(
            *(use.possible if c is UNANSWERED else (c,) for use, c in zip(found.questions, given_classes, strict=True))
        )
        ends = {found.outcome(way) for way in ways}
        standing = found.standing(answers(*given_classes))
        assert standing.may_be_yes == bool(ends & {YES, NA})
        assert standing.must_be_yes == (ends == {YES})


def test_a_measure_may_ask_twelve_questions():
    keys = [f"Q{number:03d}" for number in range(1, 13)]
    every = binding("all", *(question(key) for key in keys))
    standing = every.standing({key: frozenset({"true"}) for key in keys[:-1]})
    assert (standing.party_class, standing.may_be_yes, standing.must_be_yes) == (UNANSWERED, True, False)
    assert every.standing({keys[0]: frozenset({"false"})}).may_be_yes is False
    assert every.standing({key: frozenset({"true"}) for key in keys}).party_class is YES


def test_a_truth_table_that_nobody_could_check_is_refused_at_once():
    keys = [f"Q{number:03d}" for number in range(1, 13)]
    with pytest.raises(BindingInvalid, match=r"16777216 rows .* any or all"):
        binding("composite", *(question(key) for key in keys), table=[])


# -- bands ------------------------------------------------------------------------------------------------

BANDED = {"key": "Q001", "window": "now", "yes": ["1+", "10+"], "no": ["0"], "not_applicable": ["n/a"]}
BANDS = {"0": [0, 0], "1+": [1, 9], "10+": [10, None]}


def banded(rule="single", *keys):
    keys = keys or ("Q001",)
    return binding(
        "single" if len(keys) == 1 else "any",
        *({**BANDED, "key": key, "bands": BANDS} for key in keys),
        band_rule=rule,
        thresholds=[1, 10],
    )


def test_a_band_is_that_of_the_answer():
    assert banded().band({"Q001": frozenset({"1+"})}) == (1, 9)
    assert banded().band({"Q001": frozenset({"10+"})}) == (10, None)
    assert banded().band({"Q001": frozenset({"0"})}) == (0, 0)
    assert banded().band({"Q001": frozenset({"n/a"})}) is None
    assert banded().band({}) is None


def test_bands_of_several_questions_are_open_above_where_one_is_missing():
    both = banded("sum", "Q001", "Q002")
    assert both.band({"Q001": frozenset({"1+"}), "Q002": frozenset({"0"})}) == (1, 9)
    assert both.band({"Q001": frozenset({"1+"})}) == (1, None)
    assert both.band({}) is None


def test_an_implied_no_is_a_band_of_none():
    rule = {
        **BANDED,
        "bands": BANDS,
        "implied": [{"class": "no", "when": [{"question": "Q009", "values": ["false"]}]}],
    }
    found = binding("single", rule, band_rule="single")
    assert found.band({"Q009": frozenset({"false"})}) == (0, 0)


# -- refusals ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ({"combine": "most", "questions": [question()]}, "combine is 'most'"),
        ({"questions": [question()]}, "combine is None"),
        ({"combine": "single", "questions": []}, "0 questions"),
        ({"combine": "single", "questions": [question(), question("Q002")]}, "2 questions"),
        ({"combine": "any", "questions": [question()]}, "1 questions"),
        ({"combine": "single", "questions": [question(no=["true"])]}, "stands in two classes"),
        ({"combine": "single", "questions": [question()], "band_rule": "most"}, "band_rule is 'most'"),
        ({"combine": "single", "questions": [question()], "band_rule": "single"}, "needs bands"),
        ({"combine": "single", "questions": [question(bands={"true": [1, 2]})]}, "do not cover its options"),
    ],
)
def test_a_rule_of_another_shape_is_refused_with_its_place_and_reason(rule, reason):
    with pytest.raises(BindingInvalid, match=reason) as refused:
        parse_binding(rule, "2.1.1 headline NR3")
    assert str(refused.value).startswith("2.1.1 headline NR3: ")


def composite(rows):
    plain = {"window": "now", "yes": ["true"], "no": ["false"]}
    return {
        "combine": "composite",
        "questions": [{"key": "Q001", **plain}, {"key": "Q002", **plain}],
        "table": [{"in": list(given_classes), "out": out} for given_classes, out in rows],
    }


FULL = [(("yes", "yes"), "yes"), (("yes", "no"), "partial"), (("no", "yes"), "partial"), (("no", "no"), "no")]


def test_a_truth_table_is_applied_row_by_row():
    found = parse_binding(composite(FULL), "a test")
    for given_classes, out in FULL:
        assert found.standing(answers(*(PartyClass(c) for c in given_classes))).party_class.value == out


@pytest.mark.parametrize(
    "rows",
    [FULL[:3], [*FULL, (("partial", "yes"), "yes")], [*FULL[:3], FULL[0]], []],
    ids=["a row is missing", "a row too many", "a row twice for another", "no rows"],
)
def test_a_truth_table_that_does_not_cover_each_way_to_answer_is_refused(rows):
    with pytest.raises(BindingInvalid, match="truth table"):
        parse_binding(composite(rows), "a test")


def test_a_truth_table_that_says_two_things_of_one_row_is_refused():
    with pytest.raises(BindingInvalid, match="truth table"):
        parse_binding(composite([*FULL, (("yes", "yes"), "no")]), "a test")


@pytest.mark.parametrize("band", [[9, 1], [None, 4], [-1, 4]])
def test_a_band_that_is_no_range_is_refused(band):
    rule = {
        "combine": "single",
        "questions": [{**BANDED, "bands": {**BANDS, "1+": band}}],
        "band_rule": "single",
    }
    with pytest.raises(BindingInvalid):
        parse_binding(rule, "a test")
