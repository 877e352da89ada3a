"""Keep the lease of a job while its work runs, and note how far it is."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from threading import Event, Thread
from time import monotonic

from django.db import DatabaseError, connection
from django.utils import timezone

from jobs.models import Job

log = logging.getLogger(__name__)

# Long enough for a transaction that holds the only writer of SQLite meanwhile; a dead worker's job waits this long.
LEASE = timedelta(seconds=90)
BEAT_SECONDS = 15.0
# A handler that hangs does not keep its job for ever.
LONGEST_SECONDS = 6 * 3600.0

_running: ContextVar[Job | None] = ContextVar("running job", default=None)


@contextmanager
def kept(job: Job) -> Iterator[None]:
    """Prolong the lease of a claimed job as long as the block runs."""
    ended = Event()
    beating = Thread(target=_beat, args=(job, ended), name=f"lease of job {job.pk}", daemon=True)
    beating.start()
    token = _running.set(job)
    try:
        yield
    finally:
        _running.reset(token)
        ended.set()
        beating.join()


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


def _beat(job: Job, ended: Event) -> None:
    until = monotonic() + LONGEST_SECONDS
    try:
        while not ended.wait(BEAT_SECONDS) and monotonic() < until:
            try:
                if not prolong(job):
                    return
            except DatabaseError:
                # Away or busy for a moment; the next beat comes before the lease ends.
                log.warning("lease not prolonged", extra={"job": job.pk})
    finally:
        connection.close()
