"""Compute progress: gather, calculate, store; and audit what is stored."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction

from figures.evidence import gather, measure_rules
from indicators.calculations import METHOD_VERSION
from indicators.computing import compute
from indicators.evidence import Evidence, FindingRow, MeasureRule, Result, ValueRow
from indicators.models import Classification, ComputationRun, Finding, IndicatorValue, Plan, ReportingCycle
from indicators.rows import finding_columns, packed, value_columns
from jobs.services import enqueue
from parties.audit import record
from parties.changes import RUN, lock, note_change

COMPUTED = "computed"
RUNS_KEPT = 20
BATCH = 2000


class NoPlan(LookupError):
    """There is no current plan: load one with manage.py load_plan."""


@dataclass(frozen=True)
class Outcome:
    """What a computation did: the run that holds now, and whether it is a new one."""

    run: ComputationRun
    is_new: bool


def compute_progress(*, at: datetime, reason: str) -> Outcome:
    """Compute every figure and finding of every plan and store them as one run.

    The same inputs as those of the current run do nothing. Raises NoPlan.
    """
    if not Plan.objects.exists():
        raise NoPlan("There is no plan: load one with manage.py load_plan.")
    with transaction.atomic():
        # Two computations at once run one after the other, each on what it then finds.
        lock(RUN)
        rules = measure_rules()
        evidence, digests = gather(rules)
        inputs_hash = _hash({"method": METHOD_VERSION, **_describe(rules, evidence, digests)})
        held = ComputationRun.objects.filter(current=True, inputs_hash=inputs_hash).first()
        if held is not None:
            return Outcome(held, is_new=False)
        result = compute(rules, evidence)
        ComputationRun.objects.filter(current=True).update(current=False)
        run = ComputationRun.objects.create(
            inputs_hash=inputs_hash,
            inputs=_summary(evidence),
            method_version=METHOD_VERSION,
            code_version=settings.CODE_VERSION,
            reason=reason,
            started_at=at,
            finished_at=at,
            current=True,
        )
        _store(run, result)
        record(subject=run_subject(run), action=COMPUTED, by=None, at=at, detail=told_of(run))
        _prune()
        note_change(RUN)
        # What was published before may be told otherwise now; who publishes is above.
        enqueue(kind="compare_editions")
    return Outcome(run, is_new=True)


def run_subject(run: ComputationRun) -> str:
    """The name of its trail."""
    return f"run/{run.pk}"


def told_of(run: ComputationRun) -> dict[str, str]:
    """What the trail keeps of a run: what went in, and by what it was computed."""
    return {
        "inputs_hash": run.inputs_hash,
        "inputs": _hash(run.inputs),
        "method": run.method_version,
        "code": run.code_version,
        "reason": run.reason,
    }


def inputs_now() -> tuple[str, dict[str, Any]]:
    """The hash of what a computation would rest on now, and the summary of it that a reader sees."""
    rules = measure_rules()
    evidence, digests = gather(rules)
    return _hash({"method": METHOD_VERSION, **_describe(rules, evidence, digests)}), _summary(evidence)


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
    result = compute(rules, evidence)
    cycles = _cycles()
    differences: list[Difference] = []
    for model, rows, identity in (
        (IndicatorValue, _value_objects(run, result.values, cycles), VALUE_KEY),
        (Finding, _finding_objects(run, result.findings, cycles), FINDING_KEY),
        (Classification, _classification_objects(run, result, cycles), CLASSIFICATION_KEY),
    ):
        names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
        stored = {_key(row, identity): row for row in model._default_manager.filter(run=run)}
        for computed in rows:
            key = _key(computed, identity)
            row = stored.pop(key, None)
            what = f"{model.__name__} {dict(zip(identity, key, strict=True))}"
            if row is None:
                differences.append(Difference(what, "missing", "present"))
                continue
            differences += [
                Difference(f"{what} {name}", str(getattr(row, name)), str(getattr(computed, name)))
                for name in names
                if getattr(row, name) != getattr(computed, name)
            ]
        differences += [Difference(f"{model.__name__} {key}", "present", "missing") for key in stored]
    return differences


# -- what went in ---------------------------------------------------------------------------------------


def _describe(rules: list[MeasureRule], evidence: Evidence, digests: dict[str, str]) -> dict[str, Any]:
    """All that the figures rest on, in one canonical form."""
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
            for rule in rules
        ],
        "cycles": {
            code: [
                cycle.deadline,
                cycle.cut_offs,
                cycle.first_received,
                cycle.due,
                cycle.population_on,
                sorted(cycle.population),
                {group: sorted(members) for group, members in cycle.groups.items()},
            ]
            for code, cycle in evidence.cycles.items()
        },
        "reports": digests,
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


def _summary(evidence: Evidence) -> dict[str, Any]:
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


def _hash(inputs: dict[str, Any]) -> str:
    def plain(value: Any) -> Any:
        if isinstance(value, date | Decimal):
            return str(value)
        if isinstance(value, frozenset | set):
            return sorted(value)
        raise TypeError(f"{type(value).__name__} has no canonical form")

    return hashlib.sha256(json.dumps(inputs, default=plain, sort_keys=True).encode()).hexdigest()


# -- what comes out -------------------------------------------------------------------------------------

VALUE_KEY = ("measure_id", "cycle_id", "as_of", "group", "threshold", "reading")
FINDING_KEY = ("measure_id", "baseline_id", "current_id", "group")
CLASSIFICATION_KEY = ("measure_id", "cycle_id")


def _key(row: Any, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in names)


def _cycles() -> dict[str | None, int | None]:
    return {None: None} | dict(ReportingCycle.objects.values_list("code", "pk"))


def _store(run: ComputationRun, result: Result) -> None:
    cycles = _cycles()
    IndicatorValue.objects.bulk_create(_value_objects(run, result.values, cycles), batch_size=BATCH)
    Finding.objects.bulk_create(_finding_objects(run, result.findings, cycles), batch_size=BATCH)
    Classification.objects.bulk_create(_classification_objects(run, result, cycles), batch_size=BATCH)


def _value_objects(
    run: ComputationRun, rows: Iterable[ValueRow], cycles: dict[str | None, int | None]
) -> list[IndicatorValue]:
    return [_value_object(run, row, cycles) for row in rows]


def _value_object(run: ComputationRun, row: ValueRow, cycles: dict[str | None, int | None]) -> IndicatorValue:
    return IndicatorValue(run=run, measure_id=row.measure, cycle_id=cycles[row.cycle], **value_columns(row))


def _finding_objects(
    run: ComputationRun, rows: Iterable[FindingRow], cycles: dict[str | None, int | None]
) -> list[Finding]:
    return [
        Finding(
            run=run,
            measure_id=row.measure,
            baseline_id=cycles[row.baseline],
            current_id=cycles[row.current],
            **finding_columns(row),
        )
        for row in rows
    ]


def _classification_objects(
    run: ComputationRun, result: Result, cycles: dict[str | None, int | None]
) -> list[Classification]:
    return [
        Classification(run=run, measure_id=measure, cycle_id=cycles[code] or 0, parties=packed(standings))
        for (measure, code), standings in result.standings.items()
    ]


def _prune() -> None:
    """Drop the figures of runs long past; the runs themselves stay, so that an old link still explains itself."""
    kept = ComputationRun.objects.values_list("pk", flat=True)[:RUNS_KEPT]
    for model in (IndicatorValue, Finding, Classification):
        model._default_manager.exclude(run__in=list(kept)).delete()
