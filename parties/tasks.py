"""What the clock asks for."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from parties import names


@shared_task
def take_up_names() -> None:
    """Use the names of Parties that begin today."""
    names.take_up_names(at=timezone.now())


@shared_task
def clear_sessions() -> None:
    """Delete the sessions that have ended; nothing else does."""
    call_command("clearsessions")
