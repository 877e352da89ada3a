"""What the plan can and cannot show: the answer to «no clear linkages» and «not easily measurable»."""

from dataclasses import dataclass
from datetime import date

from indicators.models import Comparison, Indicator, Outcome, Plan, Target


@dataclass(frozen=True)
class Measurability:
    """The gaps of a plan, each a list that the page prints."""

    uncovered_outcomes: list[Outcome]
    unlinked_indicators: list[Indicator]
    without_source: list[Indicator]
    without_target: list[Indicator]
    past_due: list[Target]
    not_comparable: list[Comparison]
    indicators: int
    outcomes: int


def measurability(plan: Plan, on: date) -> Measurability:
    """Gather the gaps of a plan as of a day."""
    indicators = list(plan.indicators.prefetch_related("measures__bindings", "measures__target", "links"))
    return Measurability(
        uncovered_outcomes=list(plan.outcomes.filter(links=None).select_related("operational_objective")),
        unlinked_indicators=[one for one in indicators if not one.links.all()],
        without_source=[one for one in indicators if one.measurability == Indicator.Measurability.NOT],
        without_target=[one for one in indicators if not any(hasattr(m, "target") for m in one.measures.all())],
        past_due=list(
            Target.objects.filter(measure__indicator__plan=plan, due__lt=on)
            .select_related("measure__indicator")
            .order_by("due", "measure__indicator__position")
        ),
        not_comparable=list(
            Comparison.objects.filter(measure__indicator__plan=plan, measure__is_headline=True, allowed=False)
            .select_related("measure__indicator", "baseline", "current")
            .order_by("measure__indicator__position", "baseline__deadline", "current__deadline")
        ),
        indicators=len(indicators),
        outcomes=plan.outcomes.count(),
    )
