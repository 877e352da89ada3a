"""Work asked for below and done here."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from figures.services import NoPlan
from figures.services import compute_progress as compute
from jobs.services import enqueue


def run_compute_progress(*, reason: str = "") -> dict[str, Any]:
    """The handler of compute_progress jobs; nothing to do before a plan is loaded."""
    try:
        outcome = compute(at=timezone.now(), reason=reason)
    except NoPlan as absent:
        return {"skipped": str(absent)}
    return {"run": outcome.run.pk, "new": outcome.is_new}


@shared_task
def compute_progress() -> None:
    """Ask for the nightly computation."""
    enqueue(kind="compute_progress", reason="nightly")
