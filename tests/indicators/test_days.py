"""A deadline is the end of that day anywhere on Earth."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from indicators.days import deadline_day

FIRST = date(2019, 10, 1)


def at(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        # Eight in the evening in Mexico City, four in the afternoon on Niue.
        ("2019-10-02T02:00:00+00:00", FIRST),
        ("2019-10-02T03:00:00+00:00", FIRST),
        ("2019-10-02T11:59:59+00:00", FIRST),
        ("2019-10-02T12:00:00+00:00", date(2019, 10, 2)),
        ("2019-10-01T23:30:00-11:00", FIRST),
        ("2019-10-02T00:30:00+14:00", date(2019, 9, 30)),
        ("2020-01-01T23:30:00-05:00", date(2020, 1, 1)),
    ],
)
def test_a_moment_belongs_to_the_day_that_has_not_ended_everywhere(moment, day):
    assert deadline_day(at(moment)) == day


def test_a_moment_without_a_zone_is_taken_as_it_stands():
    assert deadline_day(datetime(2019, 10, 2, 3, 0)) == date(2019, 10, 2)  # noqa: DTZ001


def test_no_zone_of_the_world_is_late_on_its_own_day():
    for hours in range(-12, 15):
        zone = timezone(timedelta(hours=hours))
        assert deadline_day(datetime(2019, 10, 1, 23, 59, tzinfo=zone)) <= FIRST
        assert deadline_day(datetime(2019, 10, 1, 23, 59, tzinfo=zone).astimezone(UTC)) <= FIRST
