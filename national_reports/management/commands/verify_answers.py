"""Hold answers, their history and submissions against the trail."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from national_reports.verification import answers, submissions


class Command(BaseCommand):
    help = "Compare answers, their history and submissions with the trail; exits with 1 and names what differs."

    def handle(self, *args: Any, **options: Any) -> None:
        found = [fault for checked in (answers(), submissions()) for fault in checked.faults]
        for fault in found:
            self.stderr.write(str(fault))
        if found:
            raise CommandError(f"{len(found)} faults.")
        self.stdout.write("Every answer, change and submission is as the trail says.")
