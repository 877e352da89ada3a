"""What is told by dates: membership exact for any two days, milestones as of the day of the figures. §4, §5."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from figures.catalogue import stand_label
from figures.wording import trend_detail, trend_word
from indicators.evidence import CycleEvidence, Evidence, MeasureRule, Recorded, TreatyDates
from indicators.findings import TargetRule, Thresholds, Trend
from indicators.kinds import KINDS
from indicators.kinds.figure import Event, NoFigure, Stored
from indicators.reasons import NotAssessed, Source, coded, decoded
from indicators.rows import finding_columns, value_columns
from indicators.stands import Stand, stand_of
from indicators.statements import MovedExactly, Unsaid, statement_of
from indicators.strength import Strength

NR2, NR3 = date(2011, 9, 30), date(2015, 10, 31)


def cycle(code, deadline):
    return CycleEvidence(
        code=code,
        deadline=deadline,
        population=frozenset(),
        groups={},
        cut_offs={},
        received={},
        first_received={},
        answers={},
    )


def evidence(joined=None, convention=None, until=date.max, left=0):
    """Countries C00 to C99 in the Convention; `joined` gives the day from which the Protocol is in force."""
    everybody = {f"C{n:02}": date(1993, 12, 29) for n in range(100 - left)}
    return Evidence(
        cycles={"NR2": cycle("NR2", NR2), "NR3": cycle("NR3", NR3)},
        treaties={
            "cpb": TreatyDates(deposited=joined or {}, in_force=joined or {}),
            "cbd": TreatyDates(deposited={}, in_force=convention or everybody),
        },
        groups=("all", "africa"),
        until=until,
    )


READING = {"until": "2015-12-31", "basis": "entry into force", "label": "in force", "unit": "countries"}


def rule(kind, direction="up", facts=None, target=None, allowed=True, recorded=()):
    comparisons = {("NR2", "NR3"): (allowed, "Same dates.")}
    return MeasureRule(1, kind, direction, {}, comparisons, target, facts or {}, recorded=recorded)


# -- membership -------------------------------------------------------------------------------------------


def membership(direction="up", **held):
    return KINDS["membership"].others(rule("membership", direction, {"readings": [READING]}), evidence(**held))


def said(figures):
    (row,) = figures.findings
    columns = finding_columns(row)
    return statement_of(columns, KINDS["membership"]).trend, columns


def test_membership_changes_by_who_joined_and_who_left_between_the_two_days():
    days = {"C00": date(2003, 9, 11)} | {f"C{n:02}": date(2014, 1, 1) for n in range(1, 4)}
    trend, columns = said(membership(joined=days | {"C50": date(2015, 11, 1)}))
    assert trend == MovedExactly(Trend.IMPROVED, gained=3, lost=0, of=100)
    assert trend.change == Fraction(3, 100)
    assert (columns["baseline_yes"], columns["current_yes"], columns["stayed"]) == (1, 4, 97)


def test_membership_is_known_exactly_so_it_has_no_strength_no_silence_and_counts_as_clear():
    trend, columns = said(membership(joined={f"C{n:02}": date(2014, 1, 1) for n in range(5)}))
    assert trend.trend is Trend.IMPROVED
    assert not hasattr(trend, "strength")
    assert trend.counts_as is Strength.CLEAR
    assert trend_word(trend) == stand_label(Stand.IMPROVED_CLEARLY).lower() == "improved clearly"
    assert trend_detail(trend).endswith("known exactly from treaty dates, so it counts as clear")
    assert columns["strength"] not in ("clear", "slight")
    assert columns["silence_among"] is columns["could_offset"] is None
    assert stand_of(columns["trend"], columns["strength"], says_something=True) is Stand.IMPROVED_CLEARLY


@pytest.mark.parametrize(
    ("joined", "convention", "trend"),
    [
        (1, 20, Trend.LITTLE),  # five points, but one country
        (2, 100, Trend.IMPROVED),
        (2, 101, Trend.LITTLE),  # two, but less than two points of the later day
        (3, 101, Trend.IMPROVED),
        (0, 100, Trend.LITTLE),
    ],
)
def test_a_direction_of_membership_needs_two_countries_and_two_points_of_the_later_day(joined, convention, trend):
    universe = {f"C{n:03}": date(1993, 12, 29) for n in range(convention)}
    days = {f"C{n:03}": date(2014, 1, 1) for n in range(joined)}
    found, columns = said(membership(joined=days, convention=universe))
    assert found.trend is trend
    assert (columns["strength"] == "") is (trend is Trend.LITTLE)


def test_the_universe_is_that_of_the_later_day():
    universe = {f"C{n:03}": date(1993, 12, 29) for n in range(50)} | {"NEW": date(2013, 1, 1)}
    found, columns = said(membership(joined={"NEW": date(2014, 1, 1)}, convention=universe))
    assert (found.gained, found.of, columns["population"]) == (1, 51, 51)


def test_membership_keeps_to_the_thresholds_that_are_asked_for():
    held = replace(
        evidence(joined={f"C{n:02}": date(2014, 1, 1) for n in range(4)}),
        thresholds=Thresholds(least_share=Fraction(5, 100)),
    )
    figures = KINDS["membership"].others(rule("membership", "up", {"readings": [READING]}), held)
    assert figures.findings[0].values["trend"] is Trend.LITTLE


@pytest.mark.parametrize(
    ("direction", "reason"), [("per_period", NotAssessed.PER_PERIOD), ("none", NotAssessed.NO_DIRECTION)]
)
def test_without_a_direction_membership_has_its_figure_and_no_trend(direction, reason):
    figures = membership(direction, joined={f"C{n:02}": date(2014, 1, 1) for n in range(9)})
    trend, _columns = said(figures)
    assert trend == Unsaid(reason)
    assert figures.values[0].numerator == 9


def test_a_reading_after_the_day_of_the_figures_is_not_yet_known():
    figures = membership(joined={"C00": date(2014, 1, 1)}, until=date(2015, 12, 30))
    reason = coded(NotAssessed.NOT_YET, day="2015-12-31")
    assert [row.reason for row in figures.values] == [reason]
    assert figures.values[0].numerator is None
    assert membership(joined={"C00": date(2014, 1, 1)}, until=date(2015, 12, 31)).values[0].numerator == 1


def test_what_changed_between_two_days_is_known_before_the_figure_itself_is():
    trend, columns = said(membership(joined={f"C{n:02}": date(2014, 1, 1) for n in range(5)}, until=date(2015, 12, 30)))
    assert trend == MovedExactly(Trend.IMPROVED, gained=5, lost=0, of=100)
    assert (columns["level"], columns["level_reason"]) == ("", coded(NotAssessed.NOT_YET, day="2015-12-31"))


def test_membership_changes_between_the_days_whose_parties_are_counted():
    """The due day may be another one."""
    held = evidence(joined={f"C{n:02}": date(2014, 1, 1) for n in range(5)})
    later = replace(held.cycles["NR2"], population_on=date(2014, 6, 1))
    held = replace(held, cycles={**held.cycles, "NR2": later})
    figures = KINDS["membership"].others(rule("membership", "up", {"readings": [READING]}), held)
    assert figures.findings[0].values["gained"] == 0


def test_few_that_joined_are_named_and_many_are_not():
    few = membership(joined={"C01": date(2014, 1, 1), "C00": date(2014, 1, 1)}).values[0]
    assert decoded(few.source) == (Source.TREATY, {"basis": "entry into force", "who": "C00 C01"})
    many = membership(joined={f"C{n:02}": date(2014, 1, 1) for n in range(6)}).values[0]
    assert decoded(many.source)[1] == {"basis": "entry into force"}


# -- milestones -------------------------------------------------------------------------------------------

DUE = TargetRule("event", 1, due=date(2014, 12, 31))


def milestone(until=date.max, target=None, recorded=(), **facts):
    figures = KINDS["milestone"].others(
        rule("milestone", "none", facts, target, recorded=recorded), evidence(until=until)
    )
    columns = value_columns(figures.values[0])
    told = ("reason", "share", "threshold", "low", "high", "numerator", "denominator", "unit", "as_of", "source")
    stored = Stored(**{name: columns.get(name) for name in told})
    found = NoFigure(stored.reason) if stored.reason else KINDS["milestone"].tells(stored)
    return found, figures.findings[0].values


def test_what_was_reached_by_the_day_of_the_figures_is_reached_on_its_day():
    found, _said = milestone(until=date(2018, 3, 5), reached_on="2018-03-05")
    assert found == Event(Decimal(1), "events", date(2018, 3, 5))


def test_what_was_reached_later_is_unknown_to_the_figures():
    found, said = milestone(until=date(2018, 3, 4), reached_on="2018-03-05", target=DUE)
    assert found == NoFigure(coded(NotAssessed.NOT_REACHED, day="2018-03-04"))
    assert said["level"] == "not met"


@pytest.mark.parametrize(
    ("until", "reached", "level", "reason"),
    [
        (date(2016, 1, 31), "2014-12-31", "met", ""),
        (date(2016, 1, 31), "2015-01-01", "not met", ""),
        # Before the due day is over nothing is told of what comes.
        (date(2014, 6, 30), "2014-12-31", "", "not reached yet?day=2014-06-30"),
        (date(2014, 6, 30), "2015-01-01", "", "not reached yet?day=2014-06-30"),
        (date(2014, 6, 30), "2014-06-30", "met", ""),
    ],
)
def test_a_milestone_is_held_against_its_due_day_as_of_the_day_of_the_figures(until, reached, level, reason):
    _found, said = milestone(until=until, reached_on=reached, target=DUE)
    assert (said["level"], said["level_reason"]) == (level, reason)


def test_a_list_of_events_is_cut_at_the_day_of_the_figures():
    meetings = [
        {"meeting": "First", "date": "2012-05-01"},
        {"meeting": "Second", "date": "2014-10-03"},
        {"meeting": "Third", "date": "2016-12"},
    ]
    found, _said = milestone(until=date(2014, 10, 3), list=meetings)
    assert found == Event(Decimal(2), "events", None, "First, 2012-05-01; Second, 2014-10-03")
    found, _said = milestone(until=date(2014, 10, 2), list=meetings)
    assert found == Event(Decimal(1), "events", None, "First, 2012-05-01")
    found, _said = milestone(until=date(2016, 11, 30), list=meetings)
    assert found.number == 2
    found, _said = milestone(until=date(2016, 12, 31), list=meetings)
    assert found.number == 3


def test_a_month_is_not_over_before_its_last_day():
    """An event known by its month may have been on any day of it."""
    meetings = [{"meeting": "Third", "date": "2016-12"}]
    found, _said = milestone(until=date(2016, 12, 15), list=meetings)
    assert isinstance(found, NoFigure)


def test_no_event_is_no_figure_and_never_a_number_of_none():
    found, _said = milestone(list=[])
    assert found == NoFigure(NotAssessed.AWAITING_FIGURE)


def test_a_day_that_was_entered_counts_from_that_day():
    entered = (Recorded(date(2015, 6, 1), Decimal(1), "events", "A document"),)
    found, _said = milestone(until=date(2015, 6, 1), recorded=entered)
    assert found == Event(Decimal(1), "events", date(2015, 6, 1))
    found, _said = milestone(until=date(2015, 5, 31), recorded=entered)
    assert found == NoFigure(coded(NotAssessed.NOT_REACHED, day="2015-05-31"))
