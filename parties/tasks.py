"""What the clock asks for."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def clear_sessions() -> None:
    """Delete the sessions that have ended; nothing else does."""
    call_command("clearsessions")
