"""The days of the reporting cycles as a calendar file (RFC 5545); the same days give the same bytes."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from indicators.models import ReportingCycle
from parties.formats import under

PRODUCT = "-//Strategic Plan of the Cartagena Protocol//Reporting//EN"
# A day begins and ends somewhere: it is told as a whole day, with where it ends last.
STAMPED = time(0, tzinfo=UTC)


def deadlines_calendar(cycles: Iterable[ReportingCycle]) -> bytes:
    """Due day, later due days that were decided, and cut-off of each cycle, by whole days."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for cycle in cycles:
        zone = _("The day ends when it has ended everywhere on Earth (UTC−12).")
        calendar.add_component(_event(cycle, "due", under(cycle.title, _("report due")), cycle.deadline, zone))
        for one in cycle.extensions.all():
            who = one.party.name if one.party else _("All Parties")
            said = under(cycle.title, under(who, _("report due")))
            calendar.add_component(_event(cycle, f"due/{one.pk}", said, one.due_on, f"{one.decision}\n{zone}"))
        if cycle.cut_off:
            said = under(cycle.title, _("cut-off: what comes later is counted in no figure"))
            calendar.add_component(_event(cycle, "cut-off", said, cycle.cut_off, zone))
    content: bytes = calendar.to_ical()
    return content


def _event(cycle: ReportingCycle, name: str, summary: str, day: date, more: str) -> Event:
    """A whole day, the end told as the day after; stamped with the day itself, not with the clock."""
    event = Event()
    event.add("uid", str(uuid5(NAMESPACE_URL, f"cycle/{cycle.code}/{name}")))
    event.add("dtstamp", datetime.combine(day, STAMPED))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", summary)
    event.add("description", more)
    return event
