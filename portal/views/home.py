"""The first page: where the plan stands."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evaluation.editions.form import FrozenForm
from evaluation.editions.selectors import brief_of, form_of, latest_edition
from evaluation.editions.shown import title_of
from evaluation.since import stands_otherwise
from figures import drawings
from figures.catalogue import stand_label
from figures.query import chosen_pair, chosen_plan, with_query
from figures.selectors import current_run
from figures.strips import AtAGlance, Placed, at_a_glance, glance_in_words, placed, stand_labels, strips, totals
from indicators.models import Plan, ReportingCycle
from national_reports.due_days import DueDays
from national_reports.ledger_rows import ledger_of
from national_reports.ledger_words import held_apart_in_words
from national_reports.models import Report
from parties.asked import reads
from parties.in_languages import in_reader_language
from portal.addresses import plan_address


@reads("pair")
def home(request: HttpRequest, plan: str | None = None) -> HttpResponse:
    cycles = list(ReportingCycle.objects.order_by("deadline").prefetch_related("extensions"))
    try:
        shown = chosen_plan(plan)
    except Http404:
        if plan is not None:
            raise
        return _not_ready(request)
    if not cycles:
        return _not_ready(request)
    (baseline, current), offered = chosen_pair(request, shown)
    stands = placed(shown, baseline, current)
    rows = strips(shown, stands)
    glance = at_a_glance(totals(rows))
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
        "glance": glance,
        "sentence": glance_in_words(glance, shown.labels, baseline, current),
        "reported": len(ledger.counted),
        "held_apart": held_apart_in_words(ledger),
        "population": len(ledger.rows),
        "held": Report.objects.published().exists(),
        "chart": drawings.strip_chart(rows, shown.labels),
        "headings": drawings.strip_headings(rows, shown.labels),
        "rows": drawings.strip_rows(rows),
        "downloads": [
            {"format": "CSV", "url": plan_address(shown, "findings-csv") + f"?pair={baseline}-{current}"},
            {"format": "SVG", "url": plan_address(shown, "findings-svg") + f"?pair={baseline}-{current}"},
        ],
        "strips": rows,
        "strip_labels": stand_labels(rows),
        "deadlines": [{"cycle": cycle, "due_on": DueDays.of(cycle).for_all} for cycle in reversed(cycles)],
        "latest": _latest(shown, glance, stands, (baseline, current)),
    }
    return render(request, "portal/home.html", context)


def _not_ready(request: HttpRequest) -> HttpResponse:
    """Before there is a plan and a cycle there is nothing to tell."""
    return render(request, "portal/not_ready.html", {"nav": "home"})


def _latest(plan: Plan, today: AtAGlance, stands: Mapping[int, Placed], pair: tuple[str, str]) -> dict[str, Any] | None:
    """The plan's evaluation that was published last, with its brief, and what it counts otherwise than today."""
    edition = latest_edition(plan)
    if edition is None:
        return None
    form = form_of(edition)
    frozen = at_a_glance(form["summaries"]["whole"]["trend"])
    run = current_run()
    is_of_pair = pair == (form.baseline, form.current)
    return {
        "edition": edition,
        "title": title_of(form),
        "sentence": glance_in_words(frozen, form.levels, form.baseline, form.current),
        "differs": frozen != today and is_of_pair,
        "otherwise": _otherwise(plan, form, stands) if is_of_pair else [],
        "cut_off": date.fromisoformat(form["cycles"][form.current]["cut_offs"][""]),
        "computed_at": run and run.finished_at,
        "brief": brief_of(edition, get_language() or "en"),
    }


def _otherwise(plan: Plan, form: FrozenForm, stands: Mapping[int, Placed]) -> list[dict[str, str]]:
    """The indicators that make the difference, each with its part of the bar in the edition and today."""
    held = {one.code: one for one in plan.indicators.all()}
    found = stands_otherwise(form, {code: stands[one.pk].stand for code, one in held.items()})
    return [
        {
            "title": f"{one.code} {in_reader_language(held[one.code].label)}",
            "url": plan_address(plan, "indicator", one.code),
            "before": str(stand_label(one.before)),
            "now": str(stand_label(one.now)),
        }
        for one in found
    ]
