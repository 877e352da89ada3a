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
from figures.selectors import reporting_records
from figures.strips import at_a_glance, glance_in_words, labels, placed, strips, totals
from indicators.models import Plan, ReportingCycle
from national_reports.models import Report
from parties.asked import reads
from parties.models import Party
from portal.addresses import plan_address
from portal.views.reporting import held_apart


@reads("pair")
def home(request: HttpRequest, plan: str | None = None) -> HttpResponse:
    shown = chosen_plan(plan)
    (baseline, current), offered = chosen_pair(request, shown)
    rows = strips(shown, placed(shown, baseline, current))
    glance = at_a_glance(totals(rows))
    cycles = list(ReportingCycle.objects.order_by("deadline"))
    current_cycle = next((cycle for cycle in cycles if cycle.code == current), cycles[-1])
    records = reporting_records(current_cycle)
    counted = [record for record in records if record.status in ("on time", "late")]
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
        "glance": glance,
        "sentence": glance_in_words(glance, shown.labels, baseline, current),
        "reported": len(counted),
        "held_apart": held_apart(records),
        "population": len(records),
        "held": Report.objects.published().exists(),
        "chart": drawings.strip_chart(rows),
        "headings": drawings.strip_headings(rows),
        "rows": drawings.strip_rows(rows),
        "downloads": [
            {"format": "CSV", "url": plan_address(shown, "findings-csv") + f"?pair={baseline}-{current}"},
            {"format": "SVG", "url": plan_address(shown, "findings-svg") + f"?pair={baseline}-{current}"},
        ],
        "strips": rows,
        "strip_labels": labels(rows),
        "cycles": cycles,
        "latest": _latest(shown),
        "parties": Party.objects.in_force(current_cycle.deadline).only("code", "name_en").order_by("name_en"),
    }
    return render(request, "portal/home.html", context)


def _latest(plan: Plan) -> dict[str, Any] | None:
    """The plan's evaluation that was published last, with its brief."""
    edition = latest_edition(plan)
    if edition is None:
        return None
    form = form_of(edition)
    return {
        "edition": edition,
        "title": title_of(form),
        "sentence": glance_in_words(
            at_a_glance(form["summaries"]["whole"]["trend"]), form["plan"]["labels"], form.baseline, form.current
        ),
        "brief": brief_of(edition, get_language() or "en"),
    }
