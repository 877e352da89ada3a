"""Compute progress: gather, calculate, store."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from figures.evidence import Ground, ground_of, measure_rules
from figures.inputs import hash_of, inputs_of, summary
from figures.kept import Kept, keep, kept_for
from figures.storing import carry_over, insert, prune, rows_of
from indicators.calculations import METHOD_VERSION
from indicators.computing import compute_from, count_parties
from indicators.evidence import EVERY_FIGURE
from indicators.models import ComputationRun, KeptClasses, Plan
from jobs.services import enqueue
from parties.audit import record
from parties.changes import RUN, lock, note_change

COMPUTED = "computed"


class NoPlan(LookupError):
    """There is no current plan: load one with manage.py load_plan."""


@dataclass(frozen=True)
class Outcome:
    """What a computation did: the run that holds now, and whether it is a new one."""

    run: ComputationRun
    is_new: bool


def compute_progress(*, at: datetime, reason: str, afresh: bool = False) -> Outcome:
    """Compute every figure and finding of every plan and store them as one run.

    The same inputs as those of the current run do nothing. Of reports that were read before only the classes are
    taken, and figures that rest on them alone are carried over; `afresh` reads and computes everything again.
    Raises NoPlan.
    """
    if not Plan.objects.exists():
        raise NoPlan("There is no plan: load one with manage.py load_plan.")
    with transaction.atomic():
        # Two computations at once run one after the other, each on what it then finds.
        lock(RUN)
        ground = ground_of(measure_rules())
        inputs, before = inputs_of(ground), ComputationRun.objects.filter(current=True).first()
        if before is not None and before.inputs_hash == inputs.whole and not afresh:
            return Outcome(before, is_new=False)
        if afresh:
            KeptClasses.objects.all().delete()
        ComputationRun.objects.filter(current=True).update(current=False)
        run = ComputationRun.objects.create(
            inputs_hash=inputs.whole,
            ground_hash=inputs.ground,
            inputs=summary(ground.evidence),
            method_version=METHOD_VERSION,
            code_version=settings.CODE_VERSION,
            reason=reason,
            started_at=at,
            finished_at=at,
            current=True,
        )
        # Where more than reports is otherwise, everything may be.
        is_alike = before is not None and before.ground_hash == inputs.ground and not afresh
        _compute(run, ground, kept_for(ground, inputs.ground), before if is_alike else None)
        record(subject=run_subject(run), action=COMPUTED, by=None, at=at, detail=told_of(run))
        prune()
        note_change(RUN)
        # What was published before may be told otherwise now; who publishes is above.
        enqueue(kind="compare_editions")
    return Outcome(run, is_new=True)


def _compute(run: ComputationRun, ground: Ground, kept: Kept, before: ComputationRun | None) -> None:
    """Read what was not read before, and store the figures; those that `before` has already are carried over."""
    evidence = ground.read({report: place for report, place in ground.reports.items() if place in kept.unread})
    counted = count_parties(ground.rules, evidence, kept.known)
    wanted = kept.wanted(ground) if before is not None else EVERY_FIGURE
    result = compute_from(ground.rules, evidence, counted, wanted)
    if before is not None:
        carry_over(before, run, wanted)
    for model, rows in rows_of(run, result).items():
        insert(model, rows)
    keep(kept, ground.rules, counted)


def run_subject(run: ComputationRun) -> str:
    """The name of its trail."""
    return f"run/{run.pk}"


def told_of(run: ComputationRun) -> dict[str, str]:
    """What the trail keeps of a run: what went in, and by what it was computed."""
    return {
        "inputs_hash": run.inputs_hash,
        "inputs": hash_of(run.inputs),
        "method": run.method_version,
        "code": run.code_version,
        "reason": run.reason,
    }


def inputs_now() -> tuple[str, dict[str, Any]]:
    """The hash of what a computation would rest on now, and the summary of it that a reader sees."""
    ground = ground_of(measure_rules())
    return inputs_of(ground).whole, summary(ground.evidence)
