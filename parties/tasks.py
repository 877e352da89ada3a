"""What the clock asks for."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from parties import names
from parties.waiting_forms import forget_waiting_forms


@shared_task
def take_up_names() -> None:
    """Use the names of Parties that begin today."""
    names.take_up_names(at=timezone.now())


@shared_task
def clear_sessions() -> None:
    """Delete the sessions that have ended, and what waited in one for a second step; nothing else does."""
    call_command("clearsessions")
    forget_waiting_forms(at=timezone.now())
