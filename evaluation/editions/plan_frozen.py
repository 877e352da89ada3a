"""What an edition freezes of the plan: its texts, objectives and indicators."""

from typing import Any

from figures.selectors import plan_tree
from indicators.models import ExpectedImpact, Indicator, OperationalObjective, Plan, StrategicObjective

Part = dict[str, Any]


def frozen_plan(plan: Plan) -> Part:
    """The plan with its tree of objectives, in its own order."""
    period = plan.periods[0] if plan.periods else {}
    return {
        "title": plan.title,
        "short_title": plan.short_title,
        "status": plan.status,
        "vision": plan.vision,
        "mission": plan.mission,
        "period": [period.get("from"), period.get("to")],
        "source": plan.source,
        "labels": plan.labels,
        "texts": [
            {"title": page.title, "heading": page.heading, "paragraphs": page.paragraphs}
            for page in plan.background.all()
        ],
        "objectives": [_objective(objective) for objective in plan_tree(plan)],
    }


def impact_code(objective: StrategicObjective, place: int) -> str:
    """An expected impact has no code in the plan: it is named by its objective and its place there."""
    return f"{objective.code}.{place}"


def _objective(objective: StrategicObjective) -> Part:
    impacts: list[ExpectedImpact] = list(objective.expected_impacts.all())
    return {
        "code": objective.code,
        "text": objective.text,
        "title": objective.text,
        "impacts": [
            {"code": impact_code(objective, place), "text": impact.text} for place, impact in enumerate(impacts, 1)
        ],
        "operational": [_operational(one) for one in objective.operational_objectives.all()],
    }


def _operational(objective: OperationalObjective) -> Part:
    return {
        "code": objective.code,
        "text": objective.text,
        "title": objective.text,
        "outcomes": [{"code": outcome.code, "text": outcome.text} for outcome in objective.outcomes.all()],
        "indicators": [indicator.code for indicator in objective.indicators.all()],
    }


def frozen_indicators(plan: Plan) -> Part:
    """Every indicator with its text, its caveat, the outcomes it speaks to and the names of its measures."""
    indicators = plan.indicators.prefetch_related("links__outcome", "measures")
    return {indicator.code: _indicator(indicator) for indicator in indicators}


def _indicator(indicator: Indicator) -> Part:
    measures = list(indicator.measures.all())
    named = {one.pk: f"{indicator.code}/{one.key}" for one in measures}
    return {
        "text": indicator.text,
        "label": indicator.label,
        "caveat": indicator.caveat,
        "confidence": indicator.confidence,
        "measurability": indicator.measurability,
        "reason": indicator.reason,
        "outcomes": [{"code": link.outcome.code, "reason": link.reason} for link in indicator.links.all()],
        "headline": next((named[one.pk] for one in measures if one.is_headline), None),
        "trend": next((named[one.pk] for one in measures if one.is_trend), None),
        "measures": list(named.values()),
    }
