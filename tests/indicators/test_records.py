"""What is told of counted records: nobody was asked, so nothing is said of answers; one number to another: §5."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from evaluation.documents.figures import bounds as bounds_in_documents
from evaluation.documents.figures import figure_text as figure_in_documents
from evaluation.documents.words import words_in
from evaluation.editions.canonical import plain
from evaluation.editions.form import figure
from figures.wording import chance_in_words, figure_in_words, silence_in_words, trend_detail
from indicators.calculations import PartyClass, count
from indicators.computing import compute
from indicators.evidence import CountedOn, CycleEvidence, Evidence, MeasureRule, ValueRow
from indicators.findings import Trend
from indicators.kinds import KINDS
from indicators.kinds.figure import Amount, Having, Ratio
from indicators.reasons import NotAssessed, Source, decoded
from indicators.registry import Counted, MeasureReadings, Reading
from indicators.registry_measures import standings_in
from indicators.rows import finding_columns, value_columns
from indicators.statements import Moved, statement_of

PARTIES = frozenset(f"P{n:03}" for n in range(173))
FIRST, LAST = date(2015, 10, 31), date(2019, 10, 1)
OF_ANSWERS = re.compile(r"\b(?:answer|answered|answering|answers|reported|reporting|said)\b")


def reading(having, on=LAST, *, rebuilt=False):
    governments = {f"P{n:03}": 1 for n in range(having)}
    return Reading(on, rebuilt, {"numerator": Counted(sum(governments.values()), governments)})


def cycle(code, deadline):
    return CycleEvidence(code, deadline, PARTIES, {"africa": frozenset(sorted(PARTIES)[:54])}, {"": deadline}, {}, {})


def figures(first, last, *, kind="parties_with_record", latest=None, counted_on=None, **facts):
    rule = MeasureRule(
        1, kind, "up", {}, {("NR3", "NR4"): (True, "Same filter.")}, None, {"counts": [{}], "unit": "records"} | facts
    )
    evidence = Evidence(
        cycles={"NR3": cycle("NR3", FIRST), "NR4": cycle("NR4", LAST)},
        treaties={},
        groups=("all", "africa"),
        registry={1: MeasureReadings({"NR3": first, "NR4": last}, latest)},
        population_now=PARTIES,
        counted_on=counted_on or {},
    )
    return compute([rule], evidence)


def row_of(value: ValueRow):
    return plain({"measure": "2.2.3/headline", "cycle": value.cycle, **value_columns(value)})


def current(result, group="all"):
    return row_of(next(row for row in result.values if (row.cycle, row.group) == ("NR4", group)))


def words_of(row):
    """The figure as pages and as documents say it."""
    said = figure(row)
    return [figure_in_words(said), figure_in_documents(row, words_in("en")), bounds_in_documents(row, words_in("en"))]


@pytest.mark.parametrize(
    ("rebuilt", "pages", "documents"),
    [
        (False, "82 of 173 Parties", "82 of 173 Parties have a record"),
        (True, "at least 82 of 173 Parties", "at least 82 of 173 Parties have a record"),
    ],
)
def test_parties_with_a_record_are_counted_of_all_parties_and_rebuilt_they_are_at_least(rebuilt, pages, documents):
    row = current(figures(reading(40, FIRST, rebuilt=rebuilt), reading(82, rebuilt=rebuilt)))
    assert figure(row) == Having(82, 173, open_above=rebuilt, day=LAST)
    assert words_of(row) == [pages, f"{documents}, as of 1 October 2019", ""]
    assert not any(OF_ANSWERS.search(text) for text in words_of(row))


@pytest.mark.parametrize("rebuilt", [True, False])
def test_the_columns_hold_those_that_have_one_of_the_parties_and_rebuilt_no_upper_end(rebuilt):
    row = current(figures(reading(40, FIRST, rebuilt=rebuilt), reading(82, rebuilt=rebuilt)))
    assert (row["numerator"], row["denominator"]) == ("82", "173")
    assert (row["low"], row["high"]) == (82, None if rebuilt else 82)


def test_no_record_is_never_a_no_where_the_count_is_rebuilt():
    known = count(standings_in(reading(82), PARTIES), PARTIES)
    rebuilt = count(standings_in(reading(82, rebuilt=True), PARTIES), PARTIES)
    assert (known.yes, known.no, known.unanswered, known.silent) == (82, 91, 0, 0)
    assert (rebuilt.yes, rebuilt.no, rebuilt.unanswered, rebuilt.silent) == (82, 0, 91, 0)
    assert {one.party_class for one in standings_in(reading(0), PARTIES).values()} == {PartyClass.NO}


def test_the_source_says_snapshot_or_rebuilt_and_its_day():
    assert decoded(reading(1).source) == (Source.SNAPSHOT, {"day": "2019-10-01"})
    assert decoded(reading(1, rebuilt=True).source) == (Source.REBUILT, {"day": "2019-10-01"})


def test_records_are_counted_over_the_parties_on_the_day_of_the_count():
    """Of the cycle's Parties three were none any more, and two that joined later have a record."""
    members = (PARTIES - {"P000", "P001", "P100"}) | {"NEW0", "NEW1"}
    having = Counted(84, {f"P{n:03}": 1 for n in range(82)} | {"NEW0": 1, "NEW1": 1})
    later = date(2019, 12, 20)
    counted_on = {later: CountedOn(members, {"africa": frozenset({"P000", "P002", "P150", "NEW0"})})}
    result = figures(
        reading(40, FIRST), Reading(later, False, {"numerator": having}), counted_on=counted_on, latest=reading(82)
    )
    assert figure(current(result)) == Having(82, 172, open_above=False, day=later)
    assert figure(current(result, "africa")) == Having(2, 3, open_above=False, day=later)
    said = next(row.values for row in result.findings if row.group == "all")
    # Those that were Parties on both days of counting: 170, two of those with a record at first were none any more.
    assert (said["population"], said["panel"], said["baseline_yes"], said["current_yes"]) == (172, 170, 38, 80)


@pytest.mark.parametrize("rebuilt", [True, False])
def test_a_count_stands_beside_the_governments_and_kinds_that_its_records_are_of(rebuilt):
    held = Reading(LAST, rebuilt, {"records": Counted(9, {"P001": 8, "P002": 1}, {"a": 5, "b": 4, "c": 1})})
    result = figures(held, held, kind="record_count", latest=held, beside=["governments", "kinds"])
    told = {row.reading: figure_in_words(figure(row_of(row))) for row in result.values}
    at_least = "at least " if rebuilt else ""
    assert told == {
        "": f"{at_least}9 records",
        "governments": f"{at_least}2 governments",
        "kinds": f"{at_least}3 kinds",
        "latest snapshot": f"{at_least}9 records",
        "latest snapshot, governments": f"{at_least}2 governments",
        "latest snapshot, kinds": f"{at_least}3 kinds",
    }


def finding(first, last, group="all"):
    result = figures(first, last)
    row = next(row for row in result.findings if row.group == group)
    return statement_of(finding_columns(row), KINDS["parties_with_record"]).trend


def test_no_change_is_told_from_a_count_that_is_rebuilt():
    said = finding(reading(40, FIRST, rebuilt=True), reading(82))
    assert (said.word, said.reason) == (Trend.NOT_COMPARABLE, NotAssessed.REBUILT)


def test_a_change_between_two_snapshots_says_nothing_of_answers_and_of_nobody_silent():
    said = finding(reading(40, FIRST), reading(82))
    assert isinstance(said, Moved)
    assert (said.panel.size, said.panel.gained, said.panel.lost) == (173, 42, 0)
    assert (said.silent.lowest, said.silent.highest, said.silent.could_offset) == (42, 42, 0)
    assert "42" in trend_detail(said)
    for text in (trend_detail(said), silence_in_words(said), chance_in_words(said)):
        assert not OF_ANSWERS.search(text)


# -- counts and ratios ------------------------------------------------------------------------------------


def counts(first, second, *, rebuilt=False):
    return Reading(LAST, rebuilt, {"numerator": Counted(first, {}), "denominator": Counted(second, {})})


def value(kind, held, **facts):
    result = figures(held, held, kind=kind, **facts)
    return row_of(next(row for row in result.values if not row.reading))


def test_a_ratio_is_one_number_to_another_and_never_of_it():
    row = value("ratio", counts(1941, 1449), unit="assessments / decisions")
    assert figure(row) == Ratio(Decimal(1941), Decimal(1449), "assessments / decisions", LAST)
    pages, documents, _bounds = words_of(row)
    assert pages == "1,941 assessments to 1,449 decisions (1.3 for each)"
    assert documents.startswith(pages)
    assert not re.search(r"\d of", pages + documents)


def test_a_ratio_to_none_is_no_ratio():
    row = value("ratio", counts(5, 0), unit="assessments / decisions")
    assert not isinstance(figure(row), Ratio)


@pytest.mark.parametrize("rebuilt", [True, False])
def test_records_that_are_rebuilt_are_at_least(rebuilt):
    held = replace(reading(82, rebuilt=rebuilt))
    row = value("record_count", held)
    said = figure(row)
    assert isinstance(said, Amount)
    assert said.open_above is rebuilt
    assert figure_in_words(said) == ("at least 82 records" if rebuilt else "82 records")
    assert figure_in_documents(row, words_in("en")).startswith("at least 82" if rebuilt else "82")
