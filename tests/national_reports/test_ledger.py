"""One standing for every held report: the rule alone, by example and generated."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from national_reports.dates import Received
from national_reports.ledger import Held, ReportStanding, Why, entries, first_received, standings

CUT_OFF = date(2020, 1, 1)
EARLY, IN_TIME, LATE = date(2019, 9, 1), date(2019, 12, 1), date(2020, 1, 13)


def held(key, record="A", revision=1, first=IN_TIME, content=IN_TIME, **more):
    def of(day):
        return None if day is None else Received(day)

    return Held(key, ("elsewhere", record), revision, of(first), of(content), **more)


def test_the_first_standing_that_is_true_holds_in_the_order_of_the_method():
    every = [
        held("withdrawn", "W", withdrawn=True),
        held("undated", "U", first=None, content=None),
        held("only later", "L", 2, first=EARLY, content=LATE),
        held("after", "F", first=LATE, content=LATE),
        held("replaced", "C", 1),
        held("another", "B", first=EARLY),
        held("counted", "C", 2),
    ]
    found = standings(every, CUT_OFF)
    assert [found[one.key] for one in every] == [
        ReportStanding.WITHDRAWN,
        ReportStanding.NO_DATE,
        ReportStanding.ONLY_LATER,
        ReportStanding.AFTER,
        ReportStanding.REPLACED,
        ReportStanding.ANOTHER,
        ReportStanding.COUNTED,
    ]
    assert list(ReportStanding) == [
        *("withdrawn", "not a Party on the population day", "no date", "only a later revision is held"),
        *("after the cut-off", "replaced by a later version", "another report of the Party counts", "counted"),
    ]
    apart = standings(every, CUT_OFF, is_party=False)
    assert apart.pop("withdrawn") is ReportStanding.WITHDRAWN
    assert set(apart.values()) == {ReportStanding.NOT_A_PARTY}


def test_after_the_cut_off_is_told_in_days():
    (entry,) = entries([held(1, first=LATE, content=LATE)], CUT_OFF)
    assert (entry.standing, entry.days) == (ReportStanding.AFTER, 12)


def test_what_was_taken_off_tells_nothing_of_timeliness_and_replaces_nothing():
    gone = held(1, revision=2, first=EARLY, content=EARLY, withdrawn=True)
    stays = held(2, revision=1, first=IN_TIME)
    assert standings([gone, stays], CUT_OFF) == {1: ReportStanding.WITHDRAWN, 2: ReportStanding.COUNTED}
    assert first_received([gone, stays], CUT_OFF) == Received(IN_TIME)


MOMENT = Received(IN_TIME, datetime(2019, 12, 1, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        (held("b", "B", preferred=True, first=EARLY), Why.DECIDED),
        (held("b", "B", first=IN_TIME + timedelta(1), content=IN_TIME + timedelta(1)), Why.LATER_SUBMISSION),
        (held("b", "B", content=IN_TIME + timedelta(1)), Why.LATER_UPDATE),
        (replace(held("b", "0"), first=MOMENT, content=MOMENT), Why.IDENTIFIER),
    ],
)
def test_another_report_counts_for_the_reason_that_is_true(counts, why):
    other = held("a", "A")
    if why is Why.IDENTIFIER:
        other = replace(other, first=MOMENT, content=MOMENT)
    for order in permutations([other, counts]):
        (entry,) = [one for one in entries(order, CUT_OFF) if one.held is other]
        assert (entry.standing, entry.counts, entry.why) == (ReportStanding.ANOTHER, counts, why)


days = st.none() | st.dates(date(2019, 11, 1), date(2020, 3, 1))


@st.composite
def of_one_party(draw):
    found = []
    for key in range(draw(st.integers(0, 6))):
        content = draw(days)
        first = draw(days)
        found.append(
            held(
                key,
                draw(st.sampled_from("ABC")),
                draw(st.integers(1, 3)),
                first=first,
                content=content,
                withdrawn=draw(st.booleans()),
                sha256=str(key),
            )
        )
    if found and draw(st.booleans()):
        chosen = draw(st.sampled_from(found))
        found[chosen.key] = replace(chosen, preferred=not chosen.withdrawn)
    return found


@given(reports=of_one_party(), is_party=st.booleans(), random=st.randoms(use_true_random=False))
def test_every_held_report_has_one_standing_whatever_the_order(reports, is_party, random):
    found = standings(reports, CUT_OFF, is_party=is_party)
    assert found.keys() == {one.key for one in reports}
    shuffled = random.sample(reports, len(reports))
    assert standings(shuffled, CUT_OFF, is_party=is_party) == found
    counted = [one for one in reports if found[one.key] is ReportStanding.COUNTED]
    assert len(counted) <= 1
    in_time = [one for one in reports if one.content and one.content.on <= CUT_OFF and not one.withdrawn]
    # One counts exactly where a Party has content by the cut-off that it did not take back.
    assert bool(counted) == (is_party and bool(in_time))
    assert set(counted) <= set(in_time)
    assert {one.key for one in reports if one.withdrawn} == {
        key for key, standing in found.items() if standing is ReportStanding.WITHDRAWN
    }


@given(reports=of_one_party())
def test_each_standing_says_what_explains_it(reports):
    for entry in entries(reports, CUT_OFF):
        assert (entry.days > 0) == (entry.standing in (ReportStanding.AFTER, ReportStanding.ONLY_LATER))
        assert (entry.counts is not None) == (entry.why is not None) == (entry.standing is ReportStanding.ANOTHER)
