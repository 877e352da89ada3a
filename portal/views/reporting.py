"""Who reported when."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from figures import drawings
from figures.query import chosen, with_query
from figures.selectors import ReportingRecord, reporting_records
from indicators.models import ReportingCycle
from national_reports.models import Report
from parties.asked import reads
from parties.models import PartyGroup
from parties.selectors import groups_on

STATUS = ("on time", "late", "only later", "after the cut-off", "undated", "taken off", "none")


def status_label(status: str) -> str:
    return {
        "on time": _("By the deadline"),
        "late": _("Late, by the cut-off"),
        "only later": _("In time, only a later revision is held"),
        "after the cut-off": _("After the cut-off"),
        "undated": _("Without a date"),
        "taken off": _("Taken off at the Party's request"),
        "none": _("No report"),
    }[status]


def held_apart(records: Sequence[ReportingRecord]) -> str:
    """What is held and not counted, in words; empty where all that is held counts."""
    count = {status: sum(record.status == status for record in records) for status in STATUS}
    if count["undated"] and not any(count[status] for status in STATUS[: STATUS.index("undated")]):
        return _("%(n)d held, none dated") % {"n": count["undated"]}
    said = {
        "only later": _("%(n)d in time, only a later revision is held"),
        "after the cut-off": _("%(n)d after the cut-off"),
        "undated": _("%(n)d without a date"),
    }
    parts = [text % {"n": count[status]} for status, text in said.items() if count[status]]
    return _("Held and not counted: %(parts)s") % {"parts": "; ".join(parts)} if parts else ""


def chosen_cycle(request: HttpRequest) -> tuple[ReportingCycle, list[ReportingCycle]]:
    cycles = list(ReportingCycle.objects.prefetch_related("published_counts", "parts").order_by("deadline"))
    reported = set(Report.objects.published().values_list("cycle__code", flat=True))
    # Where no report is held here, the last cycle of which a number was published.
    known = [c.code for c in cycles if c.code in reported] or [c.code for c in cycles if c.published_counts.all()]
    default = known[-1] if known else cycles[-1].code
    code = chosen(request, "cycle", [cycle.code for cycle in cycles], default)
    return next(cycle for cycle in cycles if cycle.code == code), cycles


@reads("cycle")
def reporting(request: HttpRequest) -> HttpResponse:
    cycle, cycles = chosen_cycle(request)
    records = reporting_records(cycle)
    members = groups_on(cycle.deadline)
    count = {status: sum(r.status == status for r in records) for status in STATUS}
    by_group = [
        {
            "group": group,
            "population": sum(r.party.code in members[group.slug] for r in records),
            "counts": [
                sum(r.status == status and r.party.code in members[group.slug] for r in records) for status in STATUS
            ],
        }
        for group in PartyGroup.objects.all()
    ]
    address = f"?cycle={cycle.code}"
    context = {
        "nav": "reporting",
        "cycle": cycle,
        "tabs": [
            {"title": one.code, "url": with_query(request, cycle=one.code), "current": one == cycle} for one in cycles
        ],
        "records": [{"record": r, "status": status_label(r.status)} for r in records],
        "any": any(r.held or r.taking_off for r in records),
        "population": len(records),
        "counted": count["on time"] + count["late"],
        "statuses": [(status_label(status), count[status]) for status in STATUS],
        "status_labels": [status_label(status) for status in STATUS],
        "by_group": by_group,
        "chart": drawings.timeline_chart(cycle, records),
        "chart_sentence": _(
            "%(counted)d of %(population)d Parties reported by the cut-off, %(on_time)d by the deadline."
        )
        % {"counted": count["on time"] + count["late"], "population": len(records), "on_time": count["on time"]},
        "chart_title": _("Reports received, %(cycle)s") % {"cycle": cycle.title},
        "parts": [(part, _received(cycle, part.key)) for part in cycle.parts.all()],
        "downloads": [
            {"format": "CSV", "url": reverse("portal:reporting-csv") + address},
            {"format": "SVG", "url": reverse("portal:reporting-svg") + address},
        ],
    }
    return render(request, "portal/reporting.html", context)


def _received(cycle: ReportingCycle, part: str) -> int:
    return sum(bool(record.held) for record in reporting_records(cycle, part))
