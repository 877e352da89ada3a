"""What a computation rests on, in one canonical form: its hash, and the summary that a reader sees."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings

from figures.evidence import QUESTIONNAIRE, Ground
from indicators.calculations import METHOD_VERSION
from indicators.evidence import CycleEvidence, Evidence


@dataclass(frozen=True)
class Inputs:
    """The hashes of what a computation rests on: of all of it, and of all but the reports, with the code.

    The same `whole` gives the same figures; while `ground` stands, only what Parties say can change a figure.
    """

    whole: str
    ground: str


def inputs_of(ground: Ground) -> Inputs:
    described = {"method": METHOD_VERSION, **_described(ground)}
    # When a Party was first heard is of its report.
    cycles = {code: _cycle(replace(cycle, first_received={})) for code, cycle in ground.evidence.cycles.items()}
    forms = {key: digest for key, digest in ground.digests.items() if key.startswith(QUESTIONNAIRE)}
    return Inputs(
        whole=hash_of(described),
        ground=hash_of({**described, "code": settings.CODE_VERSION, "cycles": cycles, "reports": forms}),
    )


def _described(ground: Ground) -> dict[str, Any]:
    """All that the figures rest on, in one canonical form."""
    evidence = ground.evidence
    return {
        "measures": [
            [
                rule.pk,
                rule.kind,
                rule.direction,
                rule.stored,
                [[*pair, allowed, why] for pair, (allowed, why) in rule.comparisons.items()],
                rule.target and asdict(rule.target),
                rule.facts,
                [asdict(figure) for figure in rule.recorded],
            ]
            for rule in ground.rules
        ],
        "cycles": {code: _cycle(cycle) for code, cycle in evidence.cycles.items()},
        "reports": ground.digests,
        "treaties": {treaty: asdict(dates) for treaty, dates in evidence.treaties.items()},
        "registry": {measure: asdict(readings) for measure, readings in evidence.registry.items()},
        "counted on": {
            day.isoformat(): [
                sorted(found.population),
                {group: sorted(members) for group, members in found.groups.items()},
            ]
            for day, found in evidence.counted_on.items()
        },
    }


def _cycle(cycle: CycleEvidence) -> list[Any]:
    return [
        cycle.deadline,
        cycle.cut_offs,
        cycle.first_received,
        cycle.due,
        cycle.population_on,
        sorted(cycle.population),
        {group: sorted(members) for group, members in cycle.groups.items()},
    ]


def summary(evidence: Evidence) -> dict[str, Any]:
    """What a reader of the run wants to know of its inputs."""
    return {
        code: {
            "population": len(cycle.population),
            "deadline": cycle.deadline.isoformat(),
            "parts": {
                part: {
                    "cut_off": on.isoformat(),
                    "reports": len(cycle.population & cycle.received.get(part, {}).keys()),
                }
                for part, on in cycle.cut_offs.items()
            },
        }
        for code, cycle in evidence.cycles.items()
    }


def hash_of(inputs: dict[str, Any]) -> str:
    """The digest of the canonical form."""

    def plain(value: Any) -> Any:
        if isinstance(value, date | Decimal):
            return str(value)
        if isinstance(value, frozenset | set):
            return sorted(value)
        raise TypeError(f"{type(value).__name__} has no canonical form")

    return hashlib.sha256(json.dumps(inputs, default=plain, sort_keys=True).encode()).hexdigest()
