"""One indicator, one page: figure, change, groups, Parties, formula, questions."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluation.models import Adjustment
from figures.bindings_in_words import bindings_in_words
from figures.catalogue import MEASURABILITY
from figures.query import chosen, chosen_group, chosen_plan, groups, with_query
from figures.selectors import findings_of, measures_of, values_of
from figures.strips import stand_alone
from figures.wording import bounds_in_words, statement_items, trend_item, value_in_words
from indicators.models import Finding, Indicator, IndicatorValue, Measure, Plan
from parties.all_parties import ALL
from parties.asked import reads
from portal.addresses import plan_address
from portal.indicator_in_cycle import InCycle


def chosen_indicator(plan: Plan, code: str) -> Indicator:
    return get_object_or_404(
        Indicator.objects.select_related("operational_objective__strategic_objective", "plan").prefetch_related(
            "links__outcome"
        ),
        plan=plan,
        code=code,
    )


def chosen_measure(request: HttpRequest, measures: list[Measure]) -> Measure:
    by_key = {measure.key: measure for measure in measures}
    if not by_key:
        raise Http404(_("Nothing is measured under this code."))
    return by_key[chosen(request, "measure", by_key, measures[0].key)]


@reads("measure", "group", "cycle")
def indicator(request: HttpRequest, code: str, plan: str | None = None) -> HttpResponse:
    shown = chosen_plan(plan)
    one = chosen_indicator(shown, code)
    measures = measures_of(one)
    measure = chosen_measure(request, measures)
    all_groups = groups()
    group = chosen_group(request, all_groups)
    all_values, all_findings = values_of(one), findings_of(one)
    values = [value for value in all_values if value.measure_id == measure.pk]
    findings = [finding for finding in all_findings if finding.measure_id == measure.pk]
    cycles = list(dict.fromkeys(value.cycle.code for value in values if value.cycle))
    cycle = chosen(request, "cycle", cycles, _first_shown(values) or cycles[-1]) if cycles else ""
    context: dict[str, Any] = {
        "nav": "plan",
        "plan": shown,
        "indicator": one,
        "measure": measure,
        "measurability": MEASURABILITY[one.measurability],
        "target": getattr(measure, "target", None),
        "measures": _measure_rows(request, measures, all_values, all_findings),
        "group": group,
        "group_name": next((_(g.name) for g in all_groups if g.slug == group), _("All Parties")),
        "cycle": cycle,
        "crumbs": _crumbs(one),
        "wrong": urlencode({"plan": shown.slug, "measure": f"{one.code}/{measure.key}", "cycle": cycle}),
        "downloads": _downloads(one),
        "bindings": bindings_in_words(measure),
        "comparisons": measure.comparisons.all(),
        "adjustments": Adjustment.objects.holding().of_plan(shown).about(f"indicator/{one.code}").told(),
    }
    if cycles:
        context |= InCycle(request, measure, values, findings, all_findings, cycle, group, all_groups).context
    else:
        single = [value for value in values if value.reading == ""]
        context["single"] = [{"value": value, "words": value_in_words(value)} for value in (single or values)]
        # Where there is no other figure they stand for it already.
        others = [value for value in values if value.reading and single]
        context["readings"] = [{"value": value, "words": value_in_words(value)} for value in others]
        stand = stand_alone(findings[0] if findings else None, [value.figure for value in single or values])
        context["findings"] = statement_items(findings[0].statement if findings else None, stand=stand)
    return render(request, "portal/indicator.html", context)


def _first_shown(values: list[IndicatorValue]) -> str:
    """The last cycle whose cut-off is over and that has answers, else the last that has any."""
    today = timezone.localdate()
    answered = [v.cycle for v in values if v.cycle and v.group == ALL and v.classes and v.classes.answering]
    closed = [cycle for cycle in answered if cycle.cut_off < today]
    return next((cycle.code for cycle in reversed(closed or answered)), "")


def _measure_rows(
    request: HttpRequest, measures: list[Measure], values: list[IndicatorValue], findings: list[Finding]
) -> list[dict[str, Any]]:
    return [
        {
            "measure": measure,
            "url": with_query(request, measure=measure.key, cycle=None),
            "figures": [
                {
                    "cycle": v.cycle.code if v.cycle else "",
                    "words": value_in_words(v),
                    "bounds": bounds_in_words(v),
                }
                for v in values
                if v.measure_id == measure.pk and v.group == ALL and v.threshold is None and not v.reading
            ],
            "trend_by": measure.share_label,
            "trends": [
                {"pair": f"{f.baseline.code} → {f.current.code}", "item": trend_item(f.statement.trend)}
                for f in findings
                if f.measure_id == measure.pk and f.group == ALL and f.baseline and f.current and f.trend
            ],
        }
        for measure in measures
    ]


def _crumbs(one: Indicator) -> list[dict[str, str]]:
    objective, plan = one.operational_objective, one.plan
    goal = objective.strategic_objective
    above = [{"title": goal.code, "url": plan_address(plan, "plan") + f"#objective-{goal.code}"}]
    return [
        {"title": _("Plan"), "url": plan_address(plan, "plan")},
        *(above if plan.has_operational_level else []),
        {"title": objective.code, "url": plan_address(plan, "objective", objective.code)},
    ]


def _downloads(one: Indicator) -> list[dict[str, str]]:
    return [
        {"format": kind.upper(), "url": plan_address(one.plan, f"indicator-{kind}", one.code)}
        for kind in ("csv", "json", "svg")
    ]
