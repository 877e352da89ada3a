"""Send the reminders that are due."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from national_reports.services.reminders import send_due_reminders


class Command(BaseCommand):
    help = "Remind focal points of reports due in 90, 30 or 7 days; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = send_due_reminders(at=timezone.now())
        self.stdout.write(f"Parties reminded: {len(outcome.sent)}; left out: {len(outcome.left_out)}")
