"""Celery only wakes a job; the row is the truth."""

from celery import shared_task
from django.utils import timezone

from jobs import services


@shared_task
def run_job(job_id: int) -> None:
    services.run_when_due(job_id=job_id)


@shared_task
def sweep() -> None:
    for job_id in services.sweep(at=timezone.now()):
        run_job.delay(job_id)
