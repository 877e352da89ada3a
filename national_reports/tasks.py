"""What the clock asks for."""

from celery import shared_task
from django.utils import timezone

from national_reports.services import reminders, stored_files


@shared_task
def send_reminders() -> None:
    reminders.send_due_reminders(at=timezone.now())


@shared_task
def tidy_files() -> None:
    stored_files.tidy()
