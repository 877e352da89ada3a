"""Ask for work, claim it, run it. A handler must be safe to run twice."""

import json
import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import override
from kombu.exceptions import OperationalError

from jobs import beside, kinds, request_ids
from jobs.kinds import UnknownKind, register
from jobs.leases import LEASE, kept
from jobs.left_out import end_left_out, note_left_out
from jobs.models import Job, LeftOut
from languages.told import said_later

__all__ = ["LEASE", "MOST_ATTEMPTS", "AlreadyWaiting", "NotFailed", "UnknownKind", "enqueue", "register", "retry"]

log = logging.getLogger(__name__)

# After each failure but the last: what is away for an hour, like a server of mail, ends no work.
BACKOFF = (timedelta(seconds=20), timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1))
MOST_ATTEMPTS = len(BACKOFF) + 1
LONG_WAIT = timedelta(seconds=30)
# What is asked for again and again is put off no longer than this.
LONGEST_DELAY = timedelta(minutes=1)
MOST_REASON = 200


class NotFailed(RuntimeError):
    """Only a failed job is tried anew: this one waits, runs or is done."""


class AlreadyWaiting(RuntimeError):
    """The same work was asked for again meanwhile and waits already: nothing is left to do."""


def enqueue(*, kind: str, after: timedelta | None = None, reason: str = "", **arguments: Any) -> Job:
    """Ask for work, once: the same work already waiting is returned. It starts after the transaction.

    `after` puts it off; asked for again meanwhile it is put off anew, a minute at most. Without it the kind says
    whether it settles. The reason is no part of what makes work the same; the handler is told it where there is one.
    """
    # One order of names, so that the same arguments are the same text wherever JSON is stored as text.
    arguments = dict(sorted(arguments.items()))
    wait = kinds.settles(kind) if after is None else after
    now = timezone.now()
    while True:
        job, created = Job.objects.get_or_create(
            kind=kind,
            arguments=arguments,
            state=Job.State.QUEUED,
            defaults={
                "reason": reason[:MOST_REASON],
                "due_at": now + wait if wait else None,
                "request_id": request_ids.current(),
            },
        )
        # Writing to the row holds it until this transaction ends: no worker begins without what is stored here.
        if created or _asked_again(job, reason, wait, now):
            break
    if request_ids.current():
        # Asked for again by another request it is the same job: this line leads from that one to it.
        log.info("job asked for", extra={"job": job.pk, "kind": kind})
    # One that has waited long was never woken, or its waker died: wake it again.
    if created or now - job.created_at > LONG_WAIT:
        transaction.on_commit(lambda: _wake(job), robust=True)
    return job


def keep_outcome(*, kind: str, result: dict[str, Any], reason: str, at: datetime) -> Job:
    """Keep what was done by hand beside what jobs of this kind did."""
    return Job.objects.create(
        kind=kind, state=Job.State.DONE, result=result, reason=reason[:MOST_REASON], attempts=1, finished_at=at
    )


def _asked_again(job: Job, reason: str, wait: timedelta, now: datetime) -> bool:
    """Note on a waiting job that it was asked for again; False when a worker took it just now."""
    if job.due_at is not None:
        latest = max(now, job.created_at + LONGEST_DELAY)
        job.due_at = min(now + wait, latest) if wait else None
    if reason and reason not in job.reason:
        job.reason = f"{job.reason}; {reason}".removeprefix("; ")[:MOST_REASON]
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED)
    return bool(waiting.update(due_at=job.due_at, reason=job.reason))


def _wake(job: Job) -> None:
    """Let a job be done: by Celery, by the process beside the server, or here where it is short."""
    if settings.REDIS_URL:
        _wake_through_broker(job)
    elif settings.JOBS_BESIDE and kinds.is_long(job.kind):
        beside.start()
    else:
        _run_here(job)


def _wake_through_broker(job: Job) -> None:
    wait = max(0.0, (job.due_at - timezone.now()).total_seconds()) if job.due_at else 0.0
    try:
        # By its name: the task calls this module, so this module must not import the task.
        current_app.send_task("jobs.tasks.run_job", args=[job.pk], countdown=wait or None)
    except OperationalError:
        # The row is kept; the sweep finds it when the broker is back.
        log.warning("job not woken: broker away", extra={"job": job.pk})
        if settings.JOBS_BESIDE and job.kind in kinds.waited_for():
            beside.start(every_kind=False)


def _run_here(job: Job) -> None:
    try:
        run(job_id=job.pk)
    finally:
        # What failed is tried again later, and nobody is here then.
        if settings.JOBS_BESIDE and Job.objects.filter(pk=job.pk, state=Job.State.QUEUED).exists():
            beside.start()


def claim(*, job_id: int, at: datetime) -> Job | None:
    """Take a waiting job, or one whose worker's lease ran out; None when another has it."""
    free = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=at)
    taken = Job.objects.filter(free, pk=job_id, attempts__lt=MOST_ATTEMPTS).update(
        state=Job.State.RUNNING, lease_until=at + LEASE, attempts=F("attempts") + 1, progress=0
    )
    return Job.objects.get(pk=job_id) if taken else None


def run_when_due(*, job_id: int) -> None:
    """Run one job if its time has come; one that was put off is woken anew for then."""
    job = Job.objects.filter(pk=job_id, state=Job.State.QUEUED, due_at__gt=timezone.now()).first()
    if job is None:
        run(job_id=job_id)
    else:
        _wake_through_broker(job)


def run(*, job_id: int) -> None:
    """Run one job if it is free; a failure is written on it and raised."""
    job = claim(job_id=job_id, at=timezone.now())
    if job is None:
        return
    told = {"reason": job.reason} if job.reason else {}
    try:
        # What is computed and kept is English, whoever's page asked for it.
        with request_ids.working_for(job.request_id), kept(job), override(settings.LANGUAGE_CODE):
            result = _done(job, told)
    except Exception as fault:
        _give_back(job, error=f"{type(fault).__name__}: {fault}", at=timezone.now())
        raise
    # Only the holder of this attempt writes the end: a worker whose lease ran out changes nothing.
    ended = Job.objects.filter(pk=job.pk, attempts=job.attempts, state=Job.State.RUNNING).update(
        state=Job.State.DONE, lease_until=None, result=result, error="", finished_at=timezone.now()
    )
    if ended:
        end_left_out(kind=LeftOut.Kind.JOB, source=job.kind, key=_same_work(job), at=timezone.now())


def _done(job: Job, told: dict[str, str]) -> dict[str, Any] | None:
    """Do the work itself, and say in the log that it was done or why not."""
    named = {"job": job.pk, "kind": job.kind, "attempt": job.attempts}
    begun = monotonic()
    try:
        result = kinds.kind_of(job.kind).handler(**job.arguments, **told)
    except Exception:
        log.exception("job failed", extra=named)
        raise
    log.info("job done", extra=named | {"seconds": round(monotonic() - begun, 3)})
    return result


def _give_back(job: Job, *, error: str, at: datetime) -> None:
    """Let a failed job be tried again later, unless its attempts are used up or the same work waits already."""
    waiting = Job.objects.filter(kind=job.kind, arguments=job.arguments, state=Job.State.QUEUED).exists()
    again = job.attempts < MOST_ATTEMPTS and not waiting
    ended = Job.objects.filter(pk=job.pk, attempts=job.attempts).update(
        state=Job.State.QUEUED if again else Job.State.FAILED,
        lease_until=None,
        due_at=at + BACKOFF[job.attempts - 1] if again else None,
        error=error,
        finished_at=None if again else at,
    )
    if ended and not again and not waiting:
        job.error = error
        _tell_failed(job, at)


def _tell_failed(job: Job, at: datetime) -> None:
    """Put work that nobody tries any more on the list of what was left out, in the words of the app that knows it."""
    try:
        told = kinds.kind_of(job.kind).when_failed
    except UnknownKind:
        told = None
    if told is not None:
        told(job)
        return
    note_left_out(
        kind=LeftOut.Kind.JOB,
        source=job.kind,
        key=_same_work(job),
        subject=f"{kinds.title_of(job.kind)} {json.dumps(job.arguments) if job.arguments else ''}".strip(),
        reason=job.error,
        at=at,
    )


def _same_work(job: Job) -> str:
    return json.dumps(job.arguments, sort_keys=True)


def retry(*, job_id: int) -> None:
    """Let a failed job be tried anew, with all its attempts. Raises NotFailed, AlreadyWaiting."""
    try:
        with transaction.atomic():
            back = Job.objects.filter(pk=job_id, state=Job.State.FAILED).update(
                state=Job.State.QUEUED, attempts=0, finished_at=None, due_at=None
            )
    except IntegrityError as same:
        raise AlreadyWaiting(job_id) from same
    if not back:
        raise NotFailed(job_id)
    job = Job.objects.get(pk=job_id)
    transaction.on_commit(lambda: _wake(job), robust=True)


def sweep(*, at: datetime, only: Collection[str] | None = None) -> list[int]:
    """Return the jobs that are due and were never woken, or whose worker died; give up those tried too often.

    `only` names the kinds that are looked for.
    """
    stale = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=at)
    for job in Job.objects.of_kinds(only).filter(stale, attempts__gte=MOST_ATTEMPTS):
        job.error = said_later("Given up: its worker died each time.")
        if Job.objects.filter(stale, pk=job.pk, attempts=job.attempts).update(
            state=Job.State.FAILED, lease_until=None, error=job.error, finished_at=at
        ):
            _tell_failed(job, at)
    due = Q(due_at=None) | Q(due_at__lte=at) | Q(state=Job.State.RUNNING)
    return list(Job.objects.of_kinds(only).filter(stale & due).order_by("pk").values_list("pk", flat=True))
