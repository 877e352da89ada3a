"""The strip of an objective: its indicators counted by trend, with the reasons of those not assessed."""

from collections import Counter
from dataclasses import dataclass

from evaluation.display import STRIP, STRIP_OF, in_words, strip_counts
from indicators.models import Finding, Plan, StrategicObjective


@dataclass(frozen=True)
class Strip:
    """One strategic objective with its counts, and why the rest can't be assessed."""

    objective: StrategicObjective
    counts: dict[str, int]
    reasons: list[tuple[str, int]]

    @property
    def indicators(self) -> int:
        return sum(self.counts.values())


def strips(plan: Plan, findings: dict[int, Finding]) -> list[Strip]:
    """One strip for each strategic objective, in the plan's order."""
    held: dict[int, list[Finding | None]] = {}
    for pk, objective in plan.indicators.values_list("pk", "operational_objective__strategic_objective"):
        held.setdefault(objective, []).append(findings.get(pk))
    return [
        Strip(
            objective,
            strip_counts(held.get(objective.pk, ())),
            Counter(
                in_words(finding.trend_reason)
                for finding in held.get(objective.pk, ())
                if finding is not None and STRIP_OF.get(finding.trend, "not_assessed") == "not_assessed"  # type: ignore[call-overload]
            ).most_common(),
        )
        for objective in plan.strategic_objectives.all()
    ]


def totals(rows: list[Strip]) -> dict[str, int]:
    return {kind: sum(row.counts[kind] for row in rows) for kind, _label in STRIP}
