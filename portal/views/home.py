"""The first page: where the plan stands."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evaluation.editions.selectors import brief_of, form_of, latest_edition
from evaluation.editions.shown import title_of
from figures import drawings
from figures.query import chosen_pair, chosen_plan, with_query
from figures.selectors import trend_findings
from figures.strips import strips, totals
from figures.wording import STRIP
from indicators.models import ReportingCycle
from national_reports.due_days import DueDays
from national_reports.ledger_rows import ledger_of
from national_reports.ledger_words import held_apart_in_words
from national_reports.models import Report
from parties.asked import reads
from portal.addresses import plan_address


@reads("pair")
def home(request: HttpRequest, plan: str | None = None) -> HttpResponse:
    shown = chosen_plan(plan)
    (baseline, current), offered = chosen_pair(request, shown)
    findings = trend_findings(shown, baseline, current)
    rows = strips(shown, findings)
    cycles = list(ReportingCycle.objects.order_by("deadline").prefetch_related("extensions"))
    current_cycle = next((cycle for cycle in cycles if cycle.code == current), cycles[-1])
    ledger = ledger_of(current_cycle)
    context = {
        "nav": "home",
        "plan": shown,
        "baseline": baseline,
        "current": current,
        "cycle": current_cycle,
        "pairs": [
            {
                "title": f"{first} → {last}",
                "url": with_query(request, pair=f"{first}-{last}"),
                "current": (first, last) == (baseline, current),
                "note": _("mid-term") if (first, last) == shown.mid_term_pair else None,
            }
            for first, last in offered
        ],
        "totals": totals(rows),
        "indicators": sum(row.indicators for row in rows),
        "reported": len(ledger.counted),
        "held_apart": held_apart_in_words(ledger),
        "population": len(ledger.rows),
        "held": Report.objects.published().exists(),
        "chart": drawings.strip_chart(rows),
        "headings": drawings.strip_headings(),
        "rows": drawings.strip_rows(rows),
        "downloads": [
            {"format": "CSV", "url": plan_address(shown, "findings-csv") + f"?pair={baseline}-{current}"},
            {"format": "SVG", "url": plan_address(shown, "findings-svg") + f"?pair={baseline}-{current}"},
        ],
        "strips": rows,
        "strip_labels": [str(label) for _kind, label in STRIP],
        "deadlines": [{"cycle": cycle, "due_on": DueDays.of(cycle).for_all} for cycle in reversed(cycles)],
        "latest": _latest(),
    }
    return render(request, "portal/home.html", context)


def _latest() -> dict[str, Any] | None:
    """The evaluation published last, with its brief."""
    edition = latest_edition()
    if edition is None:
        return None
    form = form_of(edition)
    return {
        "edition": edition,
        "title": title_of(form),
        "totals": form["summaries"]["whole"]["trend"],
        "indicators": form["summaries"]["whole"]["indicators"],
        "baseline": form.baseline,
        "current": form.current,
        "brief": brief_of(edition, get_language() or "en"),
    }
