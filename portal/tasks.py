"""What the clock asks for."""

from celery import shared_task

from jobs.services import enqueue
from portal.verification import KIND


@shared_task
def verify() -> None:
    """Ask for the nightly verification."""
    enqueue(kind=KIND, reason="nightly")
