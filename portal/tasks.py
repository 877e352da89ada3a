"""What the clock asks for."""

from celery import shared_task
from django.utils import timezone

from jobs.services import enqueue
from portal.trail_heads import send_away
from portal.verification import KIND


@shared_task
def verify() -> None:
    """Ask for the nightly verification."""
    enqueue(kind=KIND, reason="nightly")


@shared_task
def export_audit_heads() -> None:
    """Write the heads of the trail down, and send them away."""
    send_away(at=timezone.now(), on=timezone.localdate())
