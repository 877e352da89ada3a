"""Celery only wakes a job; the row is the truth. What the clock asks for is noted when it is done."""

from typing import Any

from celery import current_app, shared_task
from celery.signals import task_failure, task_success
from django.utils import timezone

from jobs import clock, services

ONE_JOB = "jobs.tasks.run_job"


@shared_task(name=ONE_JOB)
def run_job(job_id: int) -> None:
    services.run_when_due(job_id=job_id)


@shared_task(name=clock.SWEEP)
def sweep() -> None:
    for job_id in services.sweep(at=timezone.now()):
        run_job.delay(job_id)
    # Also what fell due while the clock was away, or just then began with a schedule of its own.
    for task in clock.make_up_for(at=timezone.now()):
        current_app.send_task(task)


@task_success.connect
def _note_done(sender: Any, **_named: Any) -> None:
    if sender.name != ONE_JOB:
        clock.note_done(sender.name, at=timezone.now())


@task_failure.connect
def _note_failed(sender: Any, exception: BaseException, **_named: Any) -> None:
    if sender.name != ONE_JOB:
        clock.note_failed(sender.name, f"{type(exception).__name__}: {exception}", at=timezone.now())
