"""The programme of work as a calendar file (RFC 5545); the same meetings give the same bytes."""

from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from evaluation.programme import sittings
from indicators.models import Plan

PRODUCT = "-//Strategic Plan of the Cartagena Protocol//Programme of work//EN"


def programme_calendar(plan: Plan) -> bytes:
    """Each meeting whose first day is recorded, and the deadline of its national reports; others are left out."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for sitting in sittings(plan):
        meeting, due = sitting.meeting, sitting.reports_due_on
        if meeting is None or meeting.starts_on is None or due is None or meeting.changed_at is None:
            continue
        told = f"{meeting.name}. {_('Reports due twelve months before')}"
        ends = meeting.ends_on or meeting.starts_on
        calendar.add_component(
            _event(f"meeting/{meeting.code}", meeting.name, meeting.starts_on, ends, meeting.changed_at)
        )
        calendar.add_component(_event(f"reports/{meeting.code}", told, due, due, meeting.changed_at))
    content: bytes = calendar.to_ical()
    return content


def _event(name: str, summary: str, first: date, last: date, changed_at: datetime) -> Event:
    """Whole days, the end told as the day after; stamped with when the meeting was entered, not with the clock."""
    event = Event()
    event.add("uid", str(uuid5(NAMESPACE_URL, name)))
    event.add("dtstamp", changed_at)
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    event.add("summary", summary)
    return event
