"""Remove the bytes of files that no report refers to any more."""

from typing import Any

from django.core.management.base import BaseCommand

from national_reports.services.stored_files import tidy


class Command(BaseCommand):
    help = "Remove files that were taken out of a report before they were handed in; done daily, safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Contents removed: {tidy()}")
