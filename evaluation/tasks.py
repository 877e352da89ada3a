"""Work that beat asks for."""

from celery import shared_task
from django.utils import timezone

from evaluation.notices import forget_unconfirmed as forget


@shared_task
def forget_unconfirmed() -> None:
    """Forget addresses that asked for notices and were not confirmed."""
    forget(at=timezone.now())
