"""The plan, its measures and the computed figures."""

from indicators.models.figures import Classification, ComputationRun, Finding, IndicatorValue, RecordedFigure
from indicators.models.measures import (
    Binding,
    Comparison,
    CyclePart,
    Measure,
    PublishedCount,
    ReportingCycle,
    Target,
)
from indicators.models.plan import (
    BackgroundPage,
    ConventionGoal,
    ConventionObjective,
    ExpectedImpact,
    Indicator,
    OperationalObjective,
    Outcome,
    OutcomeLink,
    Plan,
    ProgrammeItem,
    ProgressNote,
    StrategicObjective,
)

__all__ = [
    "BackgroundPage",
    "Binding",
    "Classification",
    "Comparison",
    "ComputationRun",
    "ConventionGoal",
    "ConventionObjective",
    "CyclePart",
    "ExpectedImpact",
    "Finding",
    "Indicator",
    "IndicatorValue",
    "Measure",
    "OperationalObjective",
    "Outcome",
    "OutcomeLink",
    "Plan",
    "ProgrammeItem",
    "ProgressNote",
    "PublishedCount",
    "RecordedFigure",
    "ReportingCycle",
    "StrategicObjective",
    "Target",
]
