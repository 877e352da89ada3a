"""Who reported when."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from figures import drawings
from figures.query import chosen, with_query
from indicators.models import ReportingCycle
from national_reports.due_days import DueDays
from national_reports.ledger import ReportStanding
from national_reports.ledger_rows import LATE, NOTHING, ON_TIME, STATUSES, Ledger, ledger_of
from national_reports.ledger_words import held_apart_in_words, row_in_words
from national_reports.models import Report
from parties.asked import reads
from parties.in_languages import in_reader_language
from parties.models import PartyGroup
from parties.selectors import groups_on


def status_label(status: str, *, is_open: bool) -> str:
    return {
        ON_TIME: _("By the due day"),
        LATE: _("Late, by the cut-off"),
        ReportStanding.ONLY_LATER: _("In time, only a later revision is held"),
        ReportStanding.AFTER: _("After the cut-off"),
        ReportStanding.NO_DATE: _("Without a date"),
        ReportStanding.WITHDRAWN: _("Withdrawn"),
        NOTHING: _("No report yet") if is_open else _("No report"),
    }[status]


def standing_label(standing: ReportStanding) -> str:
    return {
        ReportStanding.WITHDRAWN: _("Withdrawn"),
        ReportStanding.NOT_A_PARTY: _("Not a Party on the population day"),
        ReportStanding.NO_DATE: _("Without a date"),
        ReportStanding.ONLY_LATER: _("In time, only a later revision is held"),
        ReportStanding.AFTER: _("After the cut-off"),
        ReportStanding.REPLACED: _("Replaced by a later version"),
        ReportStanding.ANOTHER: _("Another report of the Party counts"),
        ReportStanding.COUNTED: _("Counted"),
    }[standing]


def all_cycles(*related: str) -> list[ReportingCycle]:
    """Every cycle by its due day, with what a page reads of each. Raises Http404 where none is set up yet."""
    cycles = list(ReportingCycle.objects.prefetch_related(*related).order_by("deadline"))
    if not cycles:
        raise Http404(_("No reporting cycle is set up here yet."))
    return cycles


def chosen_cycle(request: HttpRequest) -> tuple[ReportingCycle, list[ReportingCycle]]:
    cycles = all_cycles("published_counts", "parts", "extensions__party")
    reported = set(Report.objects.published().values_list("cycle__code", flat=True))
    # Where no report is held here, the last cycle of which a number was published.
    known = [c.code for c in cycles if c.code in reported] or [c.code for c in cycles if c.published_counts.all()]
    default = known[-1] if known else cycles[-1].code
    code = chosen(request, "cycle", [cycle.code for cycle in cycles], default)
    return next(cycle for cycle in cycles if cycle.code == code), cycles


@reads("cycle")
def reporting(request: HttpRequest) -> HttpResponse:
    cycle, cycles = chosen_cycle(request)
    ledger = ledger_of(cycle)
    count = {status: sum(row.status == status for row in ledger.rows) for status in STATUSES}
    address = f"?cycle={cycle.code}"
    labels = [(status, status_label(status, is_open=ledger.is_open)) for status in STATUSES]
    context = {
        "nav": "reporting",
        "cycle": cycle,
        "tabs": [
            {
                "title": in_reader_language(one.code),
                "url": with_query(request, cycle=one.code),
                "current": one == cycle,
            }
            for one in cycles
        ],
        "due_on": DueDays.of(cycle).for_all,
        "extensions": cycle.extensions.all(),
        "records": [{"record": row, "words": row_in_words(row, ledger)} for row in ledger.rows],
        "apart": [{"record": row, "words": row_in_words(row, ledger)} for row in ledger.apart],
        "any": any(ledger.lines),
        "population": len(ledger.rows),
        "counted": len(ledger.counted),
        "statuses": [(label, count[status]) for status, label in labels],
        "status_labels": [label for _status, label in labels],
        "standings": [(standing_label(one), number) for one, number in ledger.count().items() if number],
        "held": sum(ledger.count().values()),
        "by_group": _by_group(ledger),
        "chart": drawings.timeline_chart(cycle, ledger.rows),
        "chart_sentence": _(
            "%(counted)d of %(population)d Parties reported by the cut-off, %(on_time)d by the due day."
        )
        % {"counted": len(ledger.counted), "population": len(ledger.rows), "on_time": count[ON_TIME]},
        "chart_title": _("Reports received, %(cycle)s") % {"cycle": cycle.title},
        "parts": [(part, _of_part(cycle, part.key)) for part in cycle.parts.all()],
        "downloads": [
            {"format": "CSV", "url": reverse("portal:reporting-csv") + address},
            {"format": "SVG", "url": reverse("portal:reporting-svg") + address},
        ],
        "ledger_downloads": [{"format": "CSV", "url": reverse("portal:ledger-csv") + address}],
    }
    return render(request, "portal/reporting.html", context)


def _by_group(ledger: Ledger) -> list[dict[str, Any]]:
    """Of every group its members among the population, and how many of them stand how."""
    members = groups_on(ledger.cycle.population_on)
    found = [(row.party.code, row.status) for row in ledger.rows]
    return [
        {
            "group": group,
            "population": sum(code in members[group.slug] for code, _status in found),
            "counts": [
                sum(one == status and code in members[group.slug] for code, one in found) for status in STATUSES
            ],
        }
        for group in PartyGroup.objects.all()
    ]


def _of_part(cycle: ReportingCycle, part: str) -> dict[str, Any]:
    """How many Parties are counted in a collection kept with the cycle, and what is held of it besides."""
    ledger = ledger_of(cycle, part)
    return {"counted": len(ledger.counted), "held_apart": held_apart_in_words(ledger), "any": any(ledger.lines)}
