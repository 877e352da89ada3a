"""What the rule of a measure promises is what is computed: docs/rules.md, and each word of a rule against its data."""

import re

import measure_rules
import pytest
from django.conf import settings

MEASURES = measure_rules.measures_in(measure_rules.MEASURES)
NO_PAST = measure_rules.without_past(MEASURES)
BY_NAME = pytest.mark.parametrize("name", MEASURES)

# Nobody holds what these would need.
NEVER = r"by year|by kind\b|country group|covers its members|amendment, |tool, period|with tool|with a list|facet"


def bindings(measure):
    return measure.get("bindings", {})


def counts(measure):
    return measure.get("registry", {}).get("counts", [])


def beside(what):
    return lambda one: what in one["registry"].get("beside", ())


def is_rebuilt(measure):
    return not any(set(count["schemas"]) & NO_PAST for count in counts(measure))


def any_use(measure, name):
    return any(use.get(name) for rule in bindings(measure).values() for use in rule["questions"])


# What a rule that says so must have.
PROMISES = {
    r"number of governments": beside("governments"),
    r"number of kinds": beside("kinds"),
    r"rebuilt from the days of registration": is_rebuilt,
    r"snapshot": lambda one: bool(counts(one)),
    r"single (?:question|band)\b": lambda one: {rule["combine"] for rule in list(bindings(one).values())} == {"single"},
    r"partial =|= partial|count as partial": lambda one: any_use(one, "partial") or "reports" in one,
    r"not-applicable": lambda one: any_use(one, "not_applicable"),
    r"a no to the parent (?:question )?counts as no|who uses none counts as no|no publications = no": (
        lambda one: any_use(one, "implied")
    ),
    r"one question in NR4|one question from NR4": lambda one: bindings(one)["NR4"]["combine"] == "single",
    r"no question of the cycles held here": lambda one: not bindings(one),
    r"not asked in NR3": lambda one: "NR3" not in bindings(one),
    r"asked in NR3 only": lambda one: list(bindings(one)) == ["NR3"],
    r"developing countries or economies in transition": lambda one: (
        counts(one)[0]["groups"] == ["developing", "economies-in-transition"]
    ),
    r"of all decisions": lambda one: [count["name"] for count in counts(one)] == ["numerator", "denominator"],
    r"entered by the Secretariat": lambda one: one["kind"] == "recorded_figure",
    r"[Tt]ext only|^Text from|^No (?:usable )?data source": lambda one: one["kind"] == "narrative",
    r"at or above each step|at least N": lambda one: all("thresholds" in rule for rule in bindings(one).values()),
    r"the larger of the two lower ends": lambda one: {r["band_rule"] for r in bindings(one).values()} == {"union"},
    r"add lower ends and add upper ends": lambda one: {r["band_rule"] for r in bindings(one).values()} == {"sum"},
}


def test_the_page_is_what_the_data_say():
    rows = measure_rules.rows_of((settings.BASE_DIR / "docs" / "rules.md").read_text(encoding="utf-8"))
    assert [row[:4] for row in rows] == measure_rules.rows()
    assert {row[4] for row in rows} > {"–", "reworded"}
    for _name, _rule, _computed, where, _since in rows:
        for file in where.split(", "):
            assert (settings.BASE_DIR / "indicators" / file).is_file(), file


@BY_NAME
def test_a_rule_promises_nothing_that_its_data_do_not_give(name):
    measure = MEASURES[name]
    assert not re.search(NEVER, measure["rule"]), measure["rule"]
    for words, has in PROMISES.items():
        if re.search(words, measure["rule"]):
            assert has(measure), (words, measure["rule"])


def test_every_promise_is_made_by_some_rule():
    for words in PROMISES:
        assert any(re.search(words, one["rule"]) for one in MEASURES.values()), words


@BY_NAME
def test_what_is_computed_is_said(name):
    """The other way round: rebuilt counts, numbers beside, what becomes of a missing part."""
    measure = MEASURES[name]
    rule = measure["rule"]
    if counts(measure):
        assert ("rebuilt from" in rule or measure["kind"] == "ratio") is is_rebuilt(measure), rule
        for what in measure["registry"].get("beside", ()):
            assert f"number of {what}" in rule
    combined = {one["combine"] for one in bindings(measure).values()} - {"single"}
    if combined and measure["kind"] != "banded_number" and name != "2.1.1/assessed-and-sent-to-the-clearing-house":
        assert "unanswered" in rule, rule
        assert "narrows only the bounds" in rule, rule
    if not bindings(measure) and measure["kind"] in ("share_of_parties", "number_of_parties"):
        assert "reports" in measure or "no question of the cycles held here" in rule, rule


@BY_NAME
def test_a_window_has_both_ends(name):
    for count in counts(MEASURES[name]):
        for condition in count.get("where", ()):
            assert ("from" in condition) is ("until" in condition), condition


@BY_NAME
def test_two_snapshots_are_spoken_of_only_as_a_condition(name):
    """Whether both are held is known to the figures, not to the data."""
    for pair in MEASURES[name].get("comparisons", ()):
        if counts(MEASURES[name]):
            assert "at two" not in pair["reason"]
            assert "where a snapshot is held for each" in pair["reason"]
