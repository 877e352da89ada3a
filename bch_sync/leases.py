"""One sync at a time: the running one holds a lease in the database; one whose process died is let go."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from bch_sync.models import SyncRun
from indicators.models import ComputationRun

LEASE = timedelta(minutes=10)


class AlreadyRunning(RuntimeError):
    """Another sync is running; it can be started again when that one has ended."""


class LeaseLost(RuntimeError):
    """This sync was taken for dead and another one began; it ends without writing more."""


def begin(*, is_full: bool, base: str, demonstration: bool, at: datetime) -> SyncRun:
    """Start a run, after letting go of one whose lease ran out. Raises AlreadyRunning."""
    SyncRun.objects.filter(state=SyncRun.State.RUNNING, lease_until__lt=at).update(
        state=SyncRun.State.ABANDONED, lease_until=None, finished_at=at
    )
    try:
        with transaction.atomic():
            return SyncRun.objects.create(
                is_full=is_full,
                base=base,
                demonstration=demonstration,
                started_at=at,
                lease_until=at + LEASE,
                before=ComputationRun.objects.filter(current=True).first(),
            )
    except IntegrityError as held:
        raise AlreadyRunning("Another sync is running: wait for its end, or ten minutes if its process died.") from held


def keep(run: SyncRun, *, at: datetime) -> None:
    """Prolong the lease and store the counts so far. Raises LeaseLost."""
    run.lease_until = at + LEASE
    _write(run, lease_until=run.lease_until)


def end(run: SyncRun, *, state: str, faults: Sequence[tuple[str, str]], at: datetime) -> None:
    """End the run in a stated way. Raises LeaseLost."""
    run.state, run.faults, run.finished_at, run.lease_until = state, [list(fault) for fault in faults], at, None
    _write(run, state=state, faults=run.faults, finished_at=at, lease_until=None)


def _write(run: SyncRun, **values: Any) -> None:
    ours = SyncRun.objects.filter(pk=run.pk, state=SyncRun.State.RUNNING)
    if not ours.update(counts=run.counts, requests=run.requests, **values):
        raise LeaseLost("This sync was taken for dead and another one began.")
