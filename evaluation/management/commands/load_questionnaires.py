"""Load the questionnaires and cross-cycle maps, or say what loading them would move."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from evaluation.moves import what_moves
from evaluation.moves_told import lines, touched_lines
from indicators.datafile import DataFileInvalid
from indicators.models import ReportingCycle
from national_reports.helping import gaps
from national_reports.loading import load_questionnaires
from national_reports.selectors import form_for
from national_reports.services.mending import Touched, touched_since


class Command(BaseCommand):
    help = "Load questionnaires and cross-cycle maps from fixtures/questionnaires; checks all first, safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--what-moves",
            action="store_true",
            help="store nothing; say which links between questions, figures, findings and editions would be otherwise",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        begun = timezone.now()
        touched: list[Touched] = []

        def load() -> list[str]:
            cycles = load_questionnaires()
            touched.extend(touched_since(begun))
            return cycles

        try:
            if options["what_moves"]:
                told = [*lines(what_moves(load)), *touched_lines(touched)]
                self.stdout.write("\n".join(told))
                return
            cycles = load()
        except DataFileInvalid as refused:
            raise CommandError(f"Nothing was stored.\n{refused}") from refused
        self.stdout.write("\n".join([f"Questionnaires: {', '.join(cycles)}", *touched_lines(touched)]))
        for cycle in ReportingCycle.objects.filter(code__in=cycles):
            found = gaps(form_for(cycle).questions, cycle.code)
            for said, keys in (("without help", found.missing), ("helped, but not asked", found.unknown)):
                if keys:
                    self.stdout.write(f"{cycle.code}, {said} (help.yaml): {', '.join(keys)}")
