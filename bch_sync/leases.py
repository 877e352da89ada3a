"""One sync at a time: the running one holds a lease like a job's; one whose process died is let go."""

import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from bch_sync.models import SyncRun
from indicators.models import ComputationRun
from jobs.leases import LEASE, prolonged
from languages.told import said_later


class AlreadyRunning(RuntimeError):
    """Another sync is running; it can be started again when that one has ended."""


class LeaseLost(RuntimeError):
    """This sync was taken for dead and another one began; it ends without writing more."""


def begin(*, is_full: bool, base: str, demonstration: bool, at: datetime) -> SyncRun:
    """Start a run, after letting go of one whose process is gone or whose lease ran out. Raises AlreadyRunning."""
    for held in SyncRun.objects.filter(state=SyncRun.State.RUNNING):
        if held.lease_until is None or held.lease_until < at or _is_gone(held.holder):
            SyncRun.objects.filter(pk=held.pk, state=SyncRun.State.RUNNING, lease_until=held.lease_until).update(
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
                holder=_this_process(),
                before=ComputationRun.objects.filter(current=True).first(),
            )
    except IntegrityError as held:
        raise AlreadyRunning(
            said_later("Another sync is running: wait for its end, or two minutes if its process died.")
        ) from held


@contextmanager
def kept(run: SyncRun) -> Iterator[None]:
    """Prolong the lease of a run as long as the block runs."""
    with prolonged(lambda: _prolong(run), of=f"sync {run.pk}"):
        yield


def note_counts(run: SyncRun) -> None:
    """Store the counts so far. Raises LeaseLost."""
    _write(run)


def end(run: SyncRun, *, state: str, faults: Sequence[tuple[str, str]], at: datetime) -> None:
    """End the run in a stated way. Raises LeaseLost."""
    run.state, run.faults, run.finished_at, run.lease_until = state, [list(fault) for fault in faults], at, None
    _write(run, state=state, faults=run.faults, finished_at=at, lease_until=None)


def _held(run: SyncRun) -> QuerySet[SyncRun]:
    return SyncRun.objects.filter(pk=run.pk, state=SyncRun.State.RUNNING)


def _prolong(run: SyncRun) -> bool:
    return bool(_held(run).update(lease_until=timezone.now() + LEASE))


def _write(run: SyncRun, **values: Any) -> None:
    if not _held(run).update(counts=run.counts, requests=run.requests, **values):
        raise LeaseLost(said_later("This sync was taken for dead and another one began."))


def _this_process() -> str:
    return f"{socket.gethostname()}/{os.getpid()}"[:120]


def _is_gone(holder: str) -> bool:
    """Whether a process of this host has ended; of another host's nothing is known but the lease."""
    host, _, number = holder.rpartition("/")
    if host != socket.gethostname() or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
