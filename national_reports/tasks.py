"""What the clock asks for."""

from celery import shared_task
from django.utils import timezone

from national_reports.services import kept, practising, reminders, stored_files, told


@shared_task
def send_reminders() -> None:
    reminders.send_due_reminders(at=timezone.now())


@shared_task
def tidy_files() -> None:
    stored_files.tidy()


@shared_task
def forget_kept_texts() -> None:
    kept.forget_expired(at=timezone.now())


@shared_task
def wipe_practice() -> None:
    practising.wipe_old_practice(at=timezone.now())


@shared_task
def tell_people() -> None:
    at = timezone.now()
    told.tell_notes(at=at)
    told.tell_staff(at=at)
