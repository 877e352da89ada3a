"""Keep a lease while the work runs that holds it, and note how far a job is. There is no other kind of lease."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from threading import Event, Thread
from time import monotonic

from django.db import DatabaseError, connection
from django.utils import timezone

from jobs.models import Job

log = logging.getLogger(__name__)

# Long enough for a transaction that holds the only writer of SQLite meanwhile; what a dead process held waits so long.
LEASE = timedelta(seconds=90)
BEAT_SECONDS = 15.0
# Work that hangs does not keep its lease for ever.
LONGEST_SECONDS = 6 * 3600.0

_running: ContextVar[Job | None] = ContextVar("running job", default=None)


@contextmanager
def prolonged(prolong: Callable[[], bool], *, of: str) -> Iterator[None]:
    """Prolong a lease by a thread of its own as long as the block runs; `prolong` is False once it is lost."""
    ended = Event()
    beating = Thread(target=_beat, args=(prolong, of, ended), name=f"lease of {of}", daemon=True)
    beating.start()
    try:
        yield
    finally:
        ended.set()
        beating.join()


@contextmanager
def kept(job: Job) -> Iterator[None]:
    """Prolong the lease of a claimed job as long as the block runs."""
    token = _running.set(job)
    try:
        with prolonged(lambda: prolong(job), of=f"job {job.pk}"):
            yield
    finally:
        _running.reset(token)


def note_progress(*, done: int, of: int = 0) -> None:
    """Say how far the job that runs here is; nothing where no job runs."""
    job = _running.get()
    if job is not None:
        held = Job.objects.filter(pk=job.pk, attempts=job.attempts, state=Job.State.RUNNING)
        held.update(progress=done, progress_total=of)


def prolong(job: Job) -> bool:
    """Move the end of a lease on; False when the job is no longer held by this attempt."""
    held = Job.objects.filter(pk=job.pk, attempts=job.attempts, state=Job.State.RUNNING)
    return bool(held.update(lease_until=timezone.now() + LEASE))


def _beat(prolong: Callable[[], bool], of: str, ended: Event) -> None:
    until = monotonic() + LONGEST_SECONDS
    try:
        while not ended.wait(BEAT_SECONDS) and monotonic() < until:
            try:
                if not prolong():
                    return
            except DatabaseError:
                # Away or busy for a moment; the next beat comes before the lease ends.
                log.warning("lease not prolonged", extra={"of": of})
    finally:
        connection.close()
