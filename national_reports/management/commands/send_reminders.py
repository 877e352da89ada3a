"""Send the reminders that are due."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from jobs.clock import noted
from national_reports.services.reminders import send_due_reminders
from parties.models import Email


class Command(BaseCommand):
    help = "Remind focal points of reports due in 90, 30 or 7 days; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        with noted("national_reports.tasks.send_reminders"):
            outcome = send_due_reminders(at=at)
        self.stdout.write(f"Parties reminded: {len(outcome.sent)}; left out: {len(outcome.left_out)}")
        for one in outcome.left_out:
            self.stdout.write(f"  {one.party.name} {one.left_out}")
        # Where jobs are done by the command itself, it knows by now what did not go.
        not_sent = Email.objects.filter(queued_at=at, sent_at=None).exclude(fault="")
        for letter in not_sent:
            self.stderr.write(f"{letter.to}: {letter.fault}")
        if not_sent:
            raise CommandError(f"{len(not_sent)} letters were not sent; the desk lists them, and they are tried again.")
