"""What the clock asks for."""

from celery import shared_task
from django.utils import timezone

from parties import audit_verification


@shared_task
def export_audit_heads() -> None:
    audit_verification.export_heads(at=timezone.now(), on=timezone.localdate())
