"""Load the questionnaires and cross-cycle maps."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from indicators.datafile import DataFileInvalid
from national_reports.loading import load_questionnaires


class Command(BaseCommand):
    help = "Load questionnaires and cross-cycle maps from fixtures/questionnaires; checks all first, safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            cycles = load_questionnaires()
        except DataFileInvalid as refused:
            raise CommandError(f"Nothing was stored.\n{refused}") from refused
        self.stdout.write(f"Questionnaires: {', '.join(cycles)}")
