"""Ask for work, claim it, run it. A handler must be safe to run twice."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from jobs.models import Job

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 5
LONG_WAIT = timedelta(seconds=30)

Handler = Callable[..., dict[str, Any] | None]
_handlers: dict[str, Handler] = {}


class UnknownKind(LookupError):
    """No handler is registered for this kind of job: the app that owns it is not installed."""


class NotFailed(RuntimeError):
    """Only a failed job is tried anew: this one waits, runs or is done."""


class AlreadyWaiting(RuntimeError):
    """The same work was asked for again meanwhile and waits already: nothing is left to do."""


def register(kind: str, handler: Handler) -> None:
    """Name the function that does jobs of this kind; called in AppConfig.ready() of the app above."""
    _handlers[kind] = handler


def enqueue(*, kind: str, **arguments: Any) -> Job:
    """Ask for work, once: the same work already waiting is returned. It starts after the transaction."""
    # One order of names, so that the same arguments are the same text wherever JSON is stored as text.
    arguments = dict(sorted(arguments.items()))
    job, created = Job.objects.get_or_create(kind=kind, arguments=arguments, state=Job.State.QUEUED)
    # One that has waited long was never woken, or its waker died: wake it again.
    if created or timezone.now() - job.created_at > LONG_WAIT:
        transaction.on_commit(lambda: _wake(job.pk), robust=True)
    return job


def _wake(job_id: int) -> None:
    if not settings.REDIS_URL:
        run(job_id=job_id)
        return
    try:
        # By its name: the task calls this module, so this module must not import the task.
        current_app.send_task("jobs.tasks.run_job", args=[job_id])
    except OperationalError:
        # The row is kept; the sweep finds it when the broker is back.
        log.warning("job not woken: broker away", extra={"job": job_id})


def claim(*, job_id: int, at: datetime) -> Job | None:
    """Take a waiting job, or one whose worker's lease ran out; None when another has it."""
    free = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=at)
    taken = Job.objects.filter(free, pk=job_id, attempts__lt=MOST_ATTEMPTS).update(
        state=Job.State.RUNNING, lease_until=at + LEASE, attempts=F("attempts") + 1
    )
    return Job.objects.get(pk=job_id) if taken else None


def run(*, job_id: int) -> None:
    """Run one job if it is free; a failure is written on it and raised."""
    job = claim(job_id=job_id, at=timezone.now())
    if job is None:
        return
    try:
        if job.kind not in _handlers:
            raise UnknownKind(job.kind)
        result = _handlers[job.kind](**job.arguments)
    except Exception as fault:
        _give_back(job, error=f"{type(fault).__name__}: {fault}")
        raise
    # Only the holder of this attempt writes the end: a worker whose lease ran out changes nothing.
    Job.objects.filter(pk=job.pk, attempts=job.attempts).update(
        state=Job.State.DONE, lease_until=None, result=result, error="", finished_at=timezone.now()
    )


def _give_back(job: Job, *, error: str) -> None:
    """Let a failed job be tried again, unless its attempts are used up or the same work waits already."""
    waiting = Job.objects.filter(kind=job.kind, arguments=job.arguments, state=Job.State.QUEUED).exists()
    again = job.attempts < MOST_ATTEMPTS and not waiting
    Job.objects.filter(pk=job.pk, attempts=job.attempts).update(
        state=Job.State.QUEUED if again else Job.State.FAILED,
        lease_until=None,
        error=error,
        finished_at=None if again else timezone.now(),
    )


def retry(*, job_id: int) -> None:
    """Let a failed job be tried anew, with all its attempts. Raises NotFailed, AlreadyWaiting."""
    try:
        with transaction.atomic():
            back = Job.objects.filter(pk=job_id, state=Job.State.FAILED).update(
                state=Job.State.QUEUED, attempts=0, finished_at=None
            )
    except IntegrityError as same:
        raise AlreadyWaiting(job_id) from same
    if not back:
        raise NotFailed(job_id)
    transaction.on_commit(lambda: _wake(job_id), robust=True)


def sweep(*, at: datetime) -> list[int]:
    """Return the jobs that were never woken or whose worker died; give up those tried too often."""
    stale = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=at)
    Job.objects.filter(stale, attempts__gte=MOST_ATTEMPTS).update(
        state=Job.State.FAILED, lease_until=None, error="Given up: its worker died each time.", finished_at=at
    )
    return list(Job.objects.filter(stale).order_by("pk").values_list("pk", flat=True))
