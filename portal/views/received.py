"""Where a cycle stands, for everybody: received or not yet, by region; and its days as a calendar."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from figures.query import chosen, with_query
from indicators.models import ReportingCycle
from national_reports.due_days import DueDays
from national_reports.received import received_by_region
from parties.asked import reads
from parties.in_languages import in_reader_language
from portal.deadlines_calendar import deadlines_calendar
from portal.views.reporting import all_cycles


@reads("cycle")
def received(request: HttpRequest) -> HttpResponse:
    """Whose report of a cycle was received; nothing else of a report that is not public."""
    cycles = all_cycles("extensions__party")
    # The last that is open; with none open, the last: no clock, so that the same data give the same page.
    default = next((one for one in reversed(cycles) if one.is_open), cycles[-1])
    code = chosen(request, "cycle", [one.code for one in cycles], default.code)
    cycle = next(one for one in cycles if one.code == code)
    regions = received_by_region(cycle)
    context = {
        "nav": "reporting",
        "cycle": cycle,
        "due_on": DueDays.of(cycle).for_all,
        "regions": regions,
        "received": sum(one.received for one in regions),
        "population": sum(len(one.rows) for one in regions),
        "tabs": [
            {
                "title": in_reader_language(one.code),
                "url": with_query(request, cycle=one.code),
                "current": one == cycle,
            }
            for one in cycles
        ],
        "downloads": [{"format": "ICS", "url": reverse("portal:deadlines-calendar")}],
    }
    return render(request, "portal/received.html", context)


@reads()
def deadlines_ics(request: HttpRequest) -> HttpResponse:
    """The days of every cycle, for a calendar."""
    cycles = ReportingCycle.objects.prefetch_related("extensions__party").order_by("deadline")
    response = HttpResponse(deadlines_calendar(cycles), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="reporting-deadlines.ics"'
    return response
