"""One indicator, one page: figure, change, groups, Parties, formula, questions."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluation.models import Adjustment
from figures import drawings
from figures.bindings_in_words import bindings_in_words
from figures.catalogue import class_label
from figures.query import chosen, chosen_group, chosen_plan, group_filter, groups, with_query
from figures.selectors import classification, findings_of, measures_of, values_of
from figures.targets import readings_in_words
from figures.wording import (
    ShareView,
    bounds_in_words,
    chance_in_words,
    once_in_words,
    points,
    share_view,
    silence_in_words,
    statement_items,
    trend_item,
    value_in_words,
)
from indicators.calculations import PartyClass, Share
from indicators.findings import TargetRule
from indicators.kinds.figure import Number
from indicators.models import Finding, Indicator, IndicatorValue, Measure, Plan
from indicators.readings import Read, target_readings
from indicators.statements import Moved, TooFew, change_of
from parties.all_parties import ALL
from parties.asked import reads
from parties.models import PartyGroup
from portal.addresses import plan_address
from portal.parties_behind import moved, parties_by_class
from portal.silences import Silences


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
        raise Http404(_("This indicator has no measure."))
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
        context |= _of_cycle(request, measure, values, findings, cycles, cycle, group, all_groups)
    else:
        single = [value for value in values if value.reading == ""]
        context["single"] = [{"value": value, "words": value_in_words(value)} for value in (single or values)]
        context["readings"] = [{"value": value, "words": value_in_words(value)} for value in values if value.reading]
        context["findings"] = statement_items(findings[0].statement if findings else None)
    return render(request, "portal/indicator.html", context)


def _first_shown(values: list[IndicatorValue]) -> str:
    """The last cycle whose cut-off is over and that has answers, else the last that has any."""
    today = timezone.localdate()
    answered = [v.cycle for v in values if v.cycle and v.group == ALL and v.classes and v.classes.answering]
    closed = [cycle for cycle in answered if cycle.cut_off < today]
    return next((cycle.code for cycle in reversed(closed or answered)), "")


def _of_cycle(
    request: HttpRequest,
    measure: Measure,
    values: list[IndicatorValue],
    findings: list[Finding],
    cycles: list[str],
    cycle: str,
    group: str,
    all_groups: list[PartyGroup],
) -> dict[str, Any]:
    """What the page shows of a measure that rests on Parties' answers, for one cycle and group."""
    plain = [value for value in values if value.threshold is None]
    by_group = {value.group: value for value in plain if value.cycle and value.cycle.code == cycle}
    value = by_group[group]
    share = value.classes
    assert share is not None
    ending = [f for f in findings if f.group == group and f.current and f.current.code == cycle]
    finding = ending[0] if ending else None
    earlier = [f for f in findings if f.group == group]
    over_cycles = [v for v in plain if v.group == group]
    joined = {
        (f.baseline.code, f.current.code): isinstance(f.statement.trend, Moved | TooFew)
        for f in earlier
        if f.baseline and f.current
    }
    counted = classification(measure, cycle)
    silences = Silences()

    def items_of(one: Finding | None) -> list[dict[str, Any]]:
        ends = (one.baseline, one.current) if one else ()
        items = statement_items(one.statement if one else None)
        return [item | {"reason": silences.in_place_of(item["reason"], measure, ends)} for item in items]

    def shown(one: Share) -> ShareView:
        view = share_view(one)
        return replace(view, reason=silences.in_place_of(view.reason, measure, [value.cycle]))

    return {
        "value": value,
        "share": shown(share),
        "counts": share,
        "banded": value_in_words(value) if measure.of_kind.has_steps or not measure.of_kind.is_share else "",
        "is_number": isinstance(value.figure, Number),
        "thresholds": [
            {"value": v, "share": shown(v.classes)}
            for v in values
            if v.threshold is not None and v.classes and v.group == group and v.cycle and v.cycle.code == cycle
        ],
        "cycle_tabs": [
            {
                "title": code,
                "url": with_query(request, cycle=code),
                "current": code == cycle,
                "note": next(
                    f"n {v.classes.answering}" for v in over_cycles if v.classes and v.cycle and v.cycle.code == code
                ),
            }
            for code in cycles
        ],
        "filters": group_filter(group, all_groups),
        "hidden": [{"name": k, "value": v} for k, v in request.GET.items() if k in ("cycle", "measure")],
        "findings": items_of(finding),
        "target_readings": _target_in_words(measure, over_cycles, finding, group),
        "finding": finding,
        "changes": [_change(f) | {"items": items_of(f)} for f in earlier],
        "any_answer": any(v.classes.answering for v in over_cycles if v.classes),
        "cycles_chart": drawings.cycles_chart(measure, over_cycles, joined),
        "cycles_rows": [[v.cycle.code if v.cycle else "", value_in_words(v), bounds_in_words(v)] for v in over_cycles],
        "cycles_headings": [_("Cycle"), _("Figure"), _("Lowest to highest possible")],
        "groups_chart": drawings.groups_chart(by_group, all_groups, _("By group, %(cycle)s") % {"cycle": cycle}),
        "group_downloads": [
            {"format": "CSV", "url": plan_address(measure.indicator.plan, "indicator-csv", measure.indicator.code)},
            {
                "format": "SVG",
                "url": plan_address(measure.indicator.plan, "indicator-svg", measure.indicator.code)
                + with_query(request, chart="groups", group=None, cycle=cycle),
            },
        ],
        "group_rows": [
            {"name": name, "counts": counts, "share": shown(counts)}
            for slug, name in [(ALL, _("All Parties")), *((g.slug, _(g.name)) for g in all_groups)]
            if slug in by_group and (counts := by_group[slug].of_parties) is not None
        ],
        "classes_chart": drawings.class_chart(
            share, _("What the Parties counted as, %(cycle)s") % {"cycle": cycle}, measure.kind
        ),
        "classes_rows": [[class_label(c, measure.kind), getattr(share, c)] for c in PartyClass],
        "classes_headings": [_("Class"), _("Parties")],
        "parties": parties_by_class(measure, counted, group, cycle, silences),
        "moved": moved(measure, finding) if finding and group == ALL else [],
    }


def _change(finding: Finding) -> dict[str, Any]:
    """One pair of cycles: what is said, in points only where a change is told, and what it rests on."""
    statement = finding.statement
    said, change = statement.trend, change_of(statement.trend)
    more = []
    if isinstance(said, Moved) and finding.baseline and finding.current:
        more = [
            silence_in_words(said),
            chance_in_words(said),
            once_in_words(said, finding.baseline.code, finding.current.code),
        ]
    return {
        "finding": finding,
        "points": points(change) if change is not None else "",
        "more": [text for text in more if text],
    }


def _target_in_words(measure: Measure, values: list[IndicatorValue], finding: Finding | None, group: str) -> str:
    """The verdict of the target at every reading; empty where the plan states none in percent of all these Parties."""
    target = getattr(measure, "target", None)
    if target is None or finding is None:
        return ""
    rule = TargetRule(target.operator, target.value, target.due, target.assess)
    if group != ALL and not rule.is_of_all:
        return ""
    read = [Read(v.cycle.code, v.as_of, v.classes) for v in values if v.cycle and v.as_of]
    return readings_in_words(target_readings(rule, measure.direction, read), finding.statement.level)


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
