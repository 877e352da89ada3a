"""What the process beside the server does: every job that is due, one after the other, until none is left."""

import fcntl
import logging
import os
from collections.abc import Collection
from contextlib import suppress
from time import monotonic, sleep

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from jobs import beside, services
from jobs.models import Job

log = logging.getLogger(__name__)
IDLE_SECONDS = 20.0
LOOK_SECONDS = 0.5


def work(*, lock: int | None = None, idle: float = IDLE_SECONDS, only: Collection[str] | None = None) -> int:
    """Do what is due until nothing was open for `idle` seconds; how many runs that took.

    `lock` is the open file that its starter locked, `only` the kinds that are done. Another process that does the
    same is left alone.
    """
    runs = 0
    descriptor = beside.take_lock() if lock is None else lock
    while descriptor is not None:
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        runs += _until_idle(idle, only)
        # Whoever asked for work before the lock was let go saw it held: look once more after that.
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)
        descriptor = beside.take_lock() if services.sweep(at=timezone.now(), only=only) else None
    return runs


def _until_idle(idle: float, only: Collection[str] | None) -> int:
    runs, last_open = 0, monotonic()
    while True:
        close_old_connections()
        due = services.sweep(at=timezone.now(), only=only)
        for job_id in due:
            runs += 1
            run_told(job_id)
        if due or Job.objects.open().of_kinds(only).exists():
            # Also what waits for its time, and what a dead process holds until its lease ends.
            last_open = monotonic()
        elif monotonic() - last_open >= idle:
            return runs
        if not due:
            sleep(LOOK_SECONDS)


def run_told(job_id: int) -> None:
    """Run one job; a failure is on its row and in the log, and the next one is done all the same."""
    # What fails in the job itself is logged with the request that asked for it, by whoever does it.
    with suppress(Exception):
        try:
            services.run(job_id=job_id)
        except DatabaseError:
            log.exception("job not begun or not ended", extra={"job": job_id})
            raise
