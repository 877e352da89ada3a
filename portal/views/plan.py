"""The plan's own pages: tree, objective, background, audit of what can be measured."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from charts import DumbbellRow
from evaluation.models import Adjustment
from evaluation.programme import sittings
from figures import drawings
from figures.catalogue import class_label
from figures.query import chosen_group, chosen_pair, chosen_plan, group_filter, groups, with_query
from figures.selectors import (
    bound_cycles,
    headline_classes,
    headline_findings,
    headline_values,
    plan_tree,
    trend_findings,
)
from figures.strips import Placed, placed
from figures.wording import bounds_in_words, limit_of, statement_items, value_in_words
from indicators.models import Finding, Indicator, IndicatorValue, OperationalObjective, Plan, ReportingCycle
from parties.all_parties import ALL
from parties.asked import reads
from parties.models import Party
from portal.addresses import plan_address
from portal.measurability import measurability
from portal.programme_calendar import programme_calendar


@reads()
def tree(request: HttpRequest, plan: str | None = None) -> HttpResponse:
    shown = chosen_plan(plan)
    context = {
        "nav": "plan",
        "plan": shown,
        "about": _about(shown),
        "objectives": plan_tree(shown),
        "has_goals": shown.convention_goals.exists(),
        "has_programme": _has_programme(shown),
        "background": shown.background.all(),
        "adjustments": Adjustment.objects.holding().of_plan(shown).about_the_whole().told(),
    }
    return render(request, "portal/plan.html", context)


def _about(plan: Plan) -> str:
    """The heading over what the plan's file says of the plan itself; nothing where it says nothing."""
    if plan.vision and plan.mission:
        return _("Vision and mission")
    if plan.vision or plan.mission:
        return _("Vision") if plan.vision else _("Mission")
    return _("Period and source") if plan.periods or plan.adopted_on or plan.source else ""


def _has_programme(plan: Plan) -> bool:
    return plan.programme_items.exists() or bool(sittings(plan))


@reads("pair", "group")
def objective(request: HttpRequest, code: str, plan: str | None = None) -> HttpResponse:
    shown = chosen_plan(plan)
    held = get_object_or_404(
        OperationalObjective.objects.select_related("strategic_objective").prefetch_related(
            "outcomes__links__indicator", "indicators__links__outcome"
        ),
        plan=shown,
        code=code,
    )
    (baseline, current), offered = chosen_pair(request, shown)
    all_groups = groups()
    group = chosen_group(request, all_groups)
    findings = trend_findings(shown, baseline, current, group)
    judged = headline_findings(shown, baseline, current, group)
    stands = placed(shown, baseline, current, group)
    values = headline_values(shown, group)
    cycles = bound_cycles(shown)
    codes = [cycle.code for cycle in cycles]
    indicators = list(held.indicators.all())
    dumbbells = [_dumbbell(one, findings.get(one.pk), values.get(one.pk, {}).get(current)) for one in indicators]
    context = {
        "nav": "plan",
        "plan": shown,
        "objective": held,
        "table": _table(held),
        "baseline": baseline,
        "current": current,
        "cycles": cycles,
        "pairs": _pairs(request, offered, (baseline, current)),
        "indicators": [
            _indicator_row(
                one,
                findings.get(one.pk),
                judged.get(one.pk),
                values.get(one.pk, {}),
                codes,
                stands[one.pk],
            )
            for one in indicators
        ],
        **_chart(shown, dumbbells, baseline, current),
        "downloads": [
            {"format": "CSV", "url": plan_address(shown, "findings-csv") + f"?pair={baseline}-{current}&group={group}"}
        ],
        "group": group,
        "filters": group_filter(group, all_groups),
        "matrix": _matrix(held, current, group),
        "crumbs": _crumbs(shown, held),
        "adjustments": Adjustment.objects.holding().of_plan(shown).about(*_subjects(held, indicators)).told(),
    }
    return render(request, "portal/objective.html", context)


def _pairs(request: HttpRequest, offered: list[tuple[str, str]], chosen: tuple[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "title": f"{first} → {last}",
            "url": with_query(request, pair=f"{first}-{last}"),
            "current": (first, last) == chosen,
        }
        for first, last in offered
    ]


def _chart(plan: Plan, rows: list[DumbbellRow], baseline: str, current: str) -> dict[str, Any]:
    title = _("From %(baseline)s to %(current)s") % {"baseline": baseline, "current": current}
    return {
        "chart_title": title,
        "chart": drawings.dumbbell_chart(rows, baseline, current, title, "change"),
        "chart_headings": drawings.dumbbell_headings(plan.labels, baseline, current),
        "chart_rows": drawings.dumbbell_table(rows),
    }


def _subjects(objective: OperationalObjective, indicators: list[Indicator]) -> list[str]:
    """The objective and its indicators as an edition names them; in a plan of two levels, its goal stands for it."""
    goal = objective.strategic_objective.code
    kind = "objective" if objective.code == goal else "operational"
    return [f"{kind}/{objective.code}", *(f"indicator/{one.code}" for one in indicators)]


def _dumbbell(one: Indicator, finding: Finding | None, value: IndicatorValue | None) -> DumbbellRow:
    """The measure that carries the indicator's trend; the interval is drawn where it is the headline's own."""
    if finding is None:
        return drawings.dumbbell_row(f"{one.code} {one.label}", None, None, None)
    own = value if finding.measure.is_headline else None
    target = getattr(finding.measure, "target", None)
    return drawings.dumbbell_row(f"{one.code} {finding.measure.share_of}", finding.statement, own, target)


def _crumbs(plan: Plan, objective: OperationalObjective) -> list[dict[str, str]]:
    top = {"title": _("Plan"), "url": plan_address(plan, "plan")}
    if not plan.has_operational_level:
        # The page is of the goal itself.
        return [top]
    return [
        top,
        {
            "title": objective.strategic_objective.code,
            "url": plan_address(plan, "plan") + f"#objective-{objective.strategic_objective.code}",
        },
    ]


def _table(objective: OperationalObjective) -> list[dict[str, object]]:
    """The rows of the source's table: which outcomes and indicators stand side by side."""
    outcomes, indicators = list(objective.outcomes.all()), list(objective.indicators.all())
    return [
        {
            "outcomes": [outcome for outcome in outcomes if outcome.row == row],
            "indicators": [indicator for indicator in indicators if indicator.row == row],
        }
        for row in sorted({indicator.row for indicator in indicators} | {outcome.row for outcome in outcomes})
    ]


def _indicator_row(
    one: Indicator,
    finding: Finding | None,
    judged: Finding | None,
    held: dict[str, IndicatorValue],
    cycles: list[str],
    place: Placed,
) -> dict[str, object]:
    shown = {"": held[""]} if "" in held else {code: held.get(code) for code in cycles}
    return {
        "indicator": one,
        "figures": [
            {
                "name": code or _("Figure"),
                "words": value_in_words(value),
                "bounds": bounds_in_words(value) if value else "",
            }
            for code, value in shown.items()
        ],
        "findings": statement_items(
            finding.statement if finding else None,
            judged.statement if judged else None,
            place.stand,
            limit_of(judged.measure if judged else None),
            place.before,
        ),
        "finding_label": finding.measure.trend_by if finding else "",
    }


def _matrix(objective: OperationalObjective, cycle: str, group: str) -> dict[str, object]:
    """Party × indicator: what every Party counted as for each headline measure of the objective."""
    columns = headline_classes(objective, cycle)
    if not columns:
        return {}
    codes = sorted({code for _measure, classes in columns for code in classes})
    parties = Party.objects.filter(code__in=codes).by_name()
    if group != ALL:
        parties = parties.in_group(group, ReportingCycle.objects.get(code=cycle).population_on)
    return {
        "cycle": cycle,
        "indicators": [measure.indicator for measure, _classes in columns],
        "rows": [
            {
                "party": party,
                "cells": [
                    {"class": classes.get(party.code, ""), "label": class_label(classes[party.code], measure.kind)}
                    for measure, classes in columns
                    if party.code in classes
                ],
            }
            for party in parties
        ],
    }


@reads()
def background(request: HttpRequest, page: str, plan: str | None = None) -> HttpResponse:
    shown = chosen_plan(plan)
    held = get_object_or_404(shown.background, slug=page)
    context = {"nav": "plan", "plan": shown, "page": held, "pages": shown.background.all()}
    return render(request, "portal/background.html", context)


@reads()
def convention(request: HttpRequest, plan: str | None = None) -> HttpResponse:
    shown = chosen_plan(plan)
    goals = list(shown.convention_goals.prefetch_related("objectives__progress"))
    if not goals:
        raise Http404(_("This plan's source names no objectives of the Convention's plan."))
    return render(request, "portal/convention.html", {"nav": "plan", "plan": shown, "goals": goals})


def _plan_with_programme(slug: str | None) -> Plan:
    plan = chosen_plan(slug)
    if not _has_programme(plan):
        raise Http404(_("This plan has no programme of work."))
    return plan


@reads()
def programme(request: HttpRequest, plan: str | None = None) -> HttpResponse:
    shown = _plan_with_programme(plan)
    context = {
        "nav": "plan",
        "plan": shown,
        "standing": shown.programme_items.filter(meeting_code=""),
        "sittings": sittings(shown),
        "downloads": [{"format": "ICS", "url": plan_address(shown, "programme-calendar")}],
    }
    return render(request, "portal/programme.html", context)


@reads()
def programme_ics(request: HttpRequest, plan: str | None = None) -> HttpResponse:
    response = HttpResponse(programme_calendar(_plan_with_programme(plan)), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="programme-of-work.ics"'
    return response


@reads()
def audit(request: HttpRequest, plan: str | None = None) -> HttpResponse:
    shown = chosen_plan(plan)
    on = timezone.localdate()
    context = {"nav": "plan", "plan": shown, "audit": measurability(shown, on), "on": on}
    return render(request, "portal/audit.html", context)
