"""Hold answers, their history and submissions against the trail."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from national_reports.verification import faults


class Command(BaseCommand):
    help = "Compare answers, their history and submissions with the trail; exits with 1 and names what differs."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(faults())
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError(f"{len(found)} faults.")
        self.stdout.write("Every answer, change and submission is as the trail says.")
