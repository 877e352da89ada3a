"""Audit what is stored: every figure of the current run against one computed from the evidence upwards."""

from dataclasses import dataclass
from typing import Any

from figures.evidence import gather, measure_rules
from figures.services import NoPlan
from figures.storing import columns, rows_of
from indicators.computing import compute
from indicators.models import Classification, ComputationRun, Finding, IndicatorValue

IDENTITY = {
    IndicatorValue: ("measure_id", "cycle_id", "as_of", "group", "threshold", "reading"),
    Finding: ("measure_id", "baseline_id", "current_id", "group"),
    Classification: ("measure_id", "cycle_id"),
}


@dataclass(frozen=True)
class Difference:
    """A stored figure that a recomputation does not give."""

    what: str
    stored: str
    computed: str


def audit_values() -> list[Difference]:
    """Recompute from the evidence and compare with what the current run stored. Raises NoPlan."""
    run = ComputationRun.objects.filter(current=True).first()
    if run is None:
        raise NoPlan("Nothing is computed yet: run manage.py compute_progress.")
    rules = measure_rules()
    evidence, _ = gather(rules)
    differences: list[Difference] = []
    for model, rows in rows_of(run, compute(rules, evidence)).items():
        names, identity = columns(model), IDENTITY[model]
        stored: dict[tuple[Any, ...], dict[str, Any]] = {
            tuple(row[name] for name in identity): row for row in model._default_manager.filter(run=run).values(*names)
        }
        for computed in rows:
            key = tuple(computed[name] for name in identity)
            row = stored.pop(key, None)
            what = f"{model.__name__} {dict(zip(identity, key, strict=True))}"
            if row is None:
                differences.append(Difference(what, "missing", "present"))
                continue
            differences += [
                Difference(f"{what} {name}", str(row[name]), str(computed[name]))
                for name in names
                if row[name] != computed[name]
            ]
        differences += [Difference(f"{model.__name__} {key}", "present", "missing") for key in stored]
    return differences
