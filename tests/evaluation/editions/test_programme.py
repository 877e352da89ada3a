"""The programme of work says what each meeting needs and when, and never a day that nobody entered."""

from datetime import date

import pytest
from icalendar import Calendar

from evaluation.evaluations import create_meeting
from evaluation.programme import twelve_months_before
from indicators.models import ProgrammeItem, ReportingCycle
from tests.evaluation.editions.making import AT

PAGE = "/en/plan/programme-of-work/"


@pytest.fixture
def meeting(evaluation, author):
    ProgrammeItem.objects.create(
        plan=evaluation.plan, meeting_code="2.3", meeting="Eighth meeting", letter="a", position=0
    )
    ProgrammeItem.objects.create(
        plan=evaluation.plan, meeting_code="2.4", meeting="Ninth meeting", letter="a", position=1
    )
    return create_meeting(
        code="m-8",
        title="Eighth meeting, with a title so long that a line of a calendar file cannot hold it; folded, escaped",
        place="",
        starts_on=date(2016, 12, 4),
        ends_on=date(2016, 12, 17),
        source="A timeline",
        in_programme="Eighth meeting",
        cycles=[ReportingCycle.objects.get(code="NR3")],
        by=author,
        at=AT,
    )


def test_a_meeting_says_its_days_and_what_it_needs_by_when(client, meeting):
    page = client.get(PAGE).content.decode()
    eighth, ninth = page.split("2.3 Eighth meeting")[1].split("2.4 Ninth meeting")
    assert "Third national reports" in eighth
    assert "4 December 2015" in eighth or "Dec. 4, 2015" in eighth
    assert "date not recorded here" not in eighth
    assert "date not recorded here" in ninth


def test_twelve_months_before_a_leap_day_is_the_28th():
    assert twelve_months_before(date(2024, 2, 29)) == date(2023, 2, 28)


def test_the_calendar_is_well_formed_and_repeats_to_the_byte(client, meeting):
    first, again = client.get(PAGE + "calendar.ics"), client.get(PAGE + "calendar.ics")
    assert first.content == again.content
    assert first["Content-Type"].startswith("text/calendar")
    lines = first.content.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    held = {str(one["summary"]): one for one in Calendar.from_ical(first.content).walk("VEVENT")}
    days = held[meeting.title]
    assert (days["dtstart"].dt, days["dtend"].dt) == (date(2016, 12, 4), date(2016, 12, 18))
    assert days["dtstamp"].dt == AT
    assert len({str(one["uid"]) for one in held.values()}) == 2
