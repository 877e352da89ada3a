"""Spellings of dates: what leaves no doubt is read, what leaves one is named."""

from contextlib import nullcontext, suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from national_reports.dates import DateUnclear, dates_of, read_received, today_first

DAY = date(2019, 9, 30)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2019-09-30", DAY),
        ("2019-9-5", date(2019, 9, 5)),
        ("20190930", DAY),
        ("2019/09/30", DAY),
        ("2019.9.30", DAY),
        ("30/09/2019", DAY),
        ("09/30/2019", DAY),
        ("30.09.2019", DAY),
        ("30-9-2019 14:02", DAY),
        ("09/09/2019", date(2019, 9, 9)),
        ("30 September 2019", DAY),
        ("30 Sep 2019", DAY),
        ("30-Sept-2019", DAY),
        ("September 30, 2019", DAY),
        ("Mon, 30 Sep 2019 14:02:11 GMT", DAY),
        ("Monday, 30 September 2019", DAY),
        (" 2019-09-30 ", DAY),
        ("2019-09-30 23:30", DAY),
        ("2019-09-30T14:02:11.120Z", DAY),
        ("2019-09-30T14:02:11.1234567Z", DAY),
        ("2019-09-30 14:02:11 UTC", DAY),
        ("2019-9-30 14:02:11 +0000", DAY),
        ("20190930T140211Z", DAY),
        # The day where days end last.
        ("2019-09-30T00:00:00Z", date(2019, 9, 29)),
        ("2019-09-30T23:30:00-10:00", DAY),
        ("2020-01-01T23:30:00-05:00", date(2020, 1, 1)),
        # A day that ends at 24:00, and one with a second more.
        ("2019-12-31T24:00:00Z", date(2019, 12, 31)),
        ("2019-12-31T24:00:00+14:00", date(2019, 12, 30)),
        ("20191231T240000Z", date(2019, 12, 31)),
        ("31 Dec 2019 24:00", date(2019, 12, 31)),
        ("2016-12-31T23:59:60Z", date(2016, 12, 31)),
        ("2016-12-31 23:59:60.5 UTC", date(2016, 12, 31)),
        ("2019-W36-4", date(2019, 9, 5)),
        ({"$date": "2019-09-30T14:00:00Z"}, DAY),
        ({"$date": 1569888000000}, DAY),
        ({"$date": {"$numberLong": "1569888000000"}}, DAY),
        (1569888000000, DAY),
        (1569888000, DAY),
        (1569888000.5, DAY),
        ("1569888000000", DAY),
        ("/Date(1569888000000)/", DAY),
        ("/Date(1569888000000+0200)/", DAY),
    ],
)
def test_a_spelling_without_doubt_is_read(value, day):
    assert read_received(value).on == day


@pytest.mark.parametrize(
    "value",
    [
        *("05/09/2019", "5-9-2019", "05.09.2019", "soon", "2019", 2019, 5, "2019-09", "2019-13-01", "30/30/2019", ""),
        *("0000-00-00", "0001-01-01T00:00:00", "1970-01-01T00:00:00Z", 0, -1, 10**30, float("inf"), [], {}, True),
        *({"$date": {"$date": None}}, {"$date": "x", "y": 1}, "9" * 5000, "2019-09-30T25:00:00Z", "Ma 5, 2019"),
        *("2019W36", "2019-W36", "2019-W36T10:00:00Z", "2019-12-31T24:01:00Z", "2019-12-31T10:15:60Z"),
    ],
)
def test_a_spelling_with_a_doubt_is_not(value):
    with pytest.raises(DateUnclear):
        read_received(value)


def test_the_two_ways_to_read_a_day_are_named():
    with pytest.raises(DateUnclear, match="may be 2019-09-05 or 2019-05-09"):
        read_received("05/09/2019")


@pytest.mark.parametrize(
    ("value", "has_come"),
    [
        *(("2026-03-02", True), ("2026-03-03", False), ("2026-03-02T23:59:00+14:00", True)),
        *(("2026-03-02T09:59:00Z", True), ("2026-03-02T10:00:00Z", False), ("2031-01-01", False)),
    ],
)
def test_a_day_that_has_come_nowhere_is_not_read(value, has_come):
    today = today_first(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    with nullcontext() if has_come else pytest.raises(DateUnclear, match="has not come yet"):
        read_received(value, today=today)


@given(st.datetimes(datetime(2001, 1, 1), datetime(2098, 1, 1)))  # noqa: DTZ001
def test_one_moment_is_one_day_in_every_spelling(moment):
    moment = moment.replace(tzinfo=UTC, microsecond=0)
    seconds = int(moment.timestamp())
    spelled = [moment.isoformat(), moment.isoformat().replace("+00:00", "Z"), {"$date": moment.isoformat()}]
    spelled += [seconds * 1000, f"/Date({seconds * 1000})/", moment.strftime("%a, %d %b %Y %H:%M:%S GMT")]
    assert {read_received(one).at for one in spelled} == {moment}


@given(st.text(max_size=40) | st.integers() | st.floats() | st.none() | st.dictionaries(st.text(), st.integers()))
def test_whatever_is_told_is_a_day_or_unclear(value):
    with suppress(DateUnclear):
        assert 2000 <= read_received(value).on.year <= 2099


# -- two dates --------------------------------------------------------------------------------------------


def both(document=None, **info):
    found = dates_of(document or {}, info)
    return tuple(str(one.on) if one else None for one in (found.first, found.content))


def test_first_received_is_the_earliest_and_the_content_is_dated_by_its_update():
    assert both(createdOn="2019-09-28", submittedOn="2019-09-29", updatedOn="2021-10-22", revision=2) == (
        "2019-09-28",
        "2021-10-22",
    )


@pytest.mark.parametrize(
    ("info", "days"),
    [
        ({"submittedOn": "2019-09-28"}, ("2019-09-28", "2019-09-28")),
        ({"createdOn": "2019-09-28"}, ("2019-09-28", "2019-09-28")),
        ({"updatedOn": "2019-09-28"}, ("2019-09-28", "2019-09-28")),
        ({"createdDate_dt": "2019-09-28", "updatedDate_dt": "2019-10-01"}, ("2019-09-28", "2019-10-01")),
        ({"submittedOn": "soon", "createdOn": "2019-09-28"}, ("2019-09-28", "2019-09-28")),
        ({"submittedOn": ""}, ("2019-05-05", "2019-05-05")),
        ({}, ("2019-05-05", "2019-05-05")),
    ],
)
def test_what_is_not_told_is_taken_from_what_is(info, days):
    assert both({"date": "2019-05-05"}, **info) == days


def test_a_report_without_any_date_has_none_and_an_unclear_one_is_named():
    assert both() == (None, None)
    assert dates_of({}, {"createdOn": "05/09/2019"}).unclear == (
        "createdOn: '05/09/2019' may be 2019-09-05 or 2019-05-09.",
    )


def test_an_update_before_the_record_itself_is_named_and_the_earlier_day_counts():
    told = dates_of({}, {"createdOn": "2019-10-20", "updatedOn": "2018-10-20"})
    assert told.first.on == told.content.on == date(2018, 10, 20)
    assert told.unclear == (
        "the update of 2018-10-20 lies before the record, which came on 2019-10-20: the earlier day counts.",
    )
    # A moment and a bare day of it.
    assert not dates_of({}, {"createdOn": "2019-10-20", "updatedOn": "2019-10-20T03:00:00Z"}).unclear
