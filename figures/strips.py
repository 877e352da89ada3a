"""The strip of an objective: its indicators counted by trend, with the reasons of those not assessed."""

from collections import Counter
from dataclasses import dataclass
from typing import Protocol

from figures.wording import STRIP, STRIP_OF, in_words, strip_counts
from indicators.models import Finding, Plan


class Objective(Protocol):
    """An objective as a strip names it: of the plan, or of a frozen edition."""

    @property
    def code(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class Strip:
    """One objective with its indicators counted by trend, and why the rest can't be assessed."""

    objective: Objective
    counts: dict[str, int]
    reasons: list[tuple[str, int]]
    parts: list["Strip"]

    @property
    def indicators(self) -> int:
        return sum(self.counts.values())

    @property
    def in_order(self) -> list[int]:
        return [self.counts[kind] for kind, _label in STRIP]


def strips(plan: Plan, findings: dict[int, Finding]) -> list[Strip]:
    """One strip for each strategic objective, in the plan's order, with those of its parts."""
    goals = plan.strategic_objectives.prefetch_related("operational_objectives__indicators")
    found = []
    for goal in goals:
        parts = [
            _strip(part, [findings.get(one.pk) for one in part.indicators.all()], [])
            for part in goal.operational_objectives.all()
        ]
        held = [findings.get(one.pk) for part in goal.operational_objectives.all() for one in part.indicators.all()]
        found.append(_strip(goal, held, parts))
    return found


def _strip(objective: Objective, held: list[Finding | None], parts: list[Strip]) -> Strip:
    reasons = Counter(
        in_words(finding.trend_reason)
        for finding in held
        if finding is not None and STRIP_OF.get(finding.trend, "not_assessed") == "not_assessed"
    )
    return Strip(objective, strip_counts(held), reasons.most_common(), parts)


def totals(rows: list[Strip]) -> dict[str, int]:
    return {kind: sum(row.counts[kind] for row in rows) for kind, _label in STRIP}
