"""A target at each reading, with whole months from the reading's day to the last of the year of its due day: §6."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.targets import readings_in_words
from indicators.calculations import Share
from indicators.evidence import MeasureRule
from indicators.findings import Level, LevelFinding, TargetRule
from indicators.pairs import level_of
from indicators.readings import Read, months_between, read_before, target_readings
from indicators.reasons import NotAssessed
from indicators.statements import Said, Unsaid

NR2, NR3 = date(2011, 9, 30), date(2015, 10, 31)
MET, NOT_MET = Share(60, 0, 40, 0, 0, 0), Share(40, 0, 60, 0, 0, 0)
OPEN = Share(40, 0, 20, 0, 0, 40)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2011, 9, 30), date(2012, 12, 31), 15),
        (date(2014, 12, 31), date(2015, 10, 31), 10),
        (date(2014, 12, 31), date(2015, 10, 30), 9),
        (date(2015, 10, 31), date(2015, 12, 31), 2),
        (date(2015, 12, 1), date(2015, 12, 31), 0),
        (date(2015, 12, 31), date(2015, 12, 31), 0),
    ],
)
def test_only_whole_months_count(first, last, months):
    assert months_between(first, last) == months


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(0, 4000))
def test_months_never_reach_over_the_later_day(first, days):
    last = date.fromordinal(first.toordinal() + days)
    months = months_between(first, last)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    assert (year, month + 1) <= (last.year, last.month)
    assert months * 28 <= days


def read(*shares):
    days = (NR2, NR3)
    return [Read(code, on, share) for code, on, share in zip(("NR2", "NR3"), days, shares, strict=True)]


def readings(*shares, due, value=50, better="up"):
    target = TargetRule(">=", value, due=due)
    return target_readings(target, better, read(*shares))


def test_the_verdict_of_the_earlier_cycle_alone_is_told_where_the_later_one_does_not_ask():
    both = readings(NOT_MET, MET, due=None)
    assert read_before(both, "NR3") is None
    assert read_before(both[:1], "NR3") == both[0]
    assert read_before([], "NR3") is None
    # Without any report there is no verdict, not one that cannot be told.
    assert read_before(readings(Share(0, 0, 0, 0, 0, 100), MET, due=None)[:1], "NR3") is None
    not_judged = target_readings(TargetRule(">=", 50, judges="no"), "up", read(MET, MET)[:1])
    assert read_before(not_judged, "NR3") is None


def words(*shares, due, latest=None):
    found = readings(*shares, due=due)
    last = found[-1].level
    return readings_in_words(found, latest or Said(str(last.level), last.reason, last.yes_needed))


def test_each_reading_has_one_verdict_from_the_bounds():
    found = readings(MET, OPEN, due=date(2012, 6, 1))
    assert [one.level.level for one in found] == [Level.MET, Level.CANNOT_TELL]
    assert [(one.months, one.is_past) for one in found] == [(15, False), (34, True)]


def test_a_target_met_before_it_was_due_and_later_is_still_met():
    said = words(MET, MET, due=date(2012, 1, 1))
    assert said == "met already at NR2, 15 months before it was due; still met at NR3"


def test_what_was_met_and_is_not_any_more_is_not_still_met():
    said = words(MET, NOT_MET, due=date(2014, 12, 31))
    assert said == "met already at NR2, 39 months before it was due; not met at NR3, 10 months after it was due"


def test_what_cannot_be_told_is_a_reading_too():
    said = words(OPEN, MET, due=date(2014, 12, 31))
    assert said.startswith("cannot be told at NR2 from the reports received, 39 months before it was due; met at NR3")
    assert "still" not in said


def test_the_last_reading_says_what_would_settle_it():
    assert words(MET, OPEN, due=date(2014, 12, 31)).endswith("; 10 more yes answers would settle it")


def test_a_distance_of_one_month_is_singular_and_of_none_is_said_in_words():
    target = TargetRule(">=", 50, due=date(2015, 12, 31))
    one = target_readings(target, "up", [Read("NR3", date(2015, 11, 15), NOT_MET)])
    assert readings_in_words(one, Said("not met")) == "not met at NR3, 1 month before it was due"
    none = target_readings(target, "up", [Read("NR3", date(2015, 12, 15), NOT_MET)])
    assert "0 month" not in readings_in_words(none, Said("not met"))


def test_on_the_very_day_that_it_is_due_a_target_is_not_past():
    target = TargetRule(">=", 50, due=date(2015, 12, 31))
    days = [date(2015, 12, 31), date(2016, 1, 1)]
    found = target_readings(target, "up", [Read("NR3", on, NOT_MET) for on in days])
    assert [(one.months, one.is_past) for one in found] == [(0, False), (0, True)]


def test_a_target_without_a_day_is_read_without_a_distance():
    found = target_readings(TargetRule(">=", 50), "up", read(MET, NOT_MET))
    assert [(one.months, one.is_past) for one in found] == [(None, False), (None, False)]
    assert readings_in_words(found, Said("not met")) == "met at NR2; not met at NR3"


def test_without_readings_the_level_or_its_reason_stands_alone():
    assert readings_in_words([], Unsaid(NotAssessed.NOT_MEASURED)) == "the measure cannot judge the target"
    assert readings_in_words([], Said("met")) == "met"


def test_a_reading_that_cannot_be_judged_says_why():
    nobody = Share(0, 0, 0, 100, 0, 0)
    assert words(nobody, MET, due=date(2012, 1, 1)).startswith("not judged at NR2 (applies to nobody); met at NR3")


# -- groups -----------------------------------------------------------------------------------------------


def judged(group, value):
    target = TargetRule(">=", value, due=date(2015, 12, 31))
    rule = MeasureRule(1, "share_of_parties", "up", {}, {}, target, {})
    return level_of(rule, group, Share(10, 0, 0, 0, 0, 0))


@pytest.mark.parametrize("value", [1, 50, 99])
def test_a_group_is_shown_beside_a_target_of_all_parties_together_without_a_verdict(value):
    assert judged("africa", value) == LevelFinding(None, NotAssessed.OF_ALL_PARTIES)
    assert judged("all", value).level is Level.MET


def test_a_group_is_held_against_a_target_of_every_party():
    assert judged("africa", 100).level is Level.MET
    assert judged("all", 100).level is Level.MET
