"""Load a plan from its data file, or say what loading it would move."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from evaluation.moves import what_moves
from evaluation.moves_told import lines
from indicators.datafile import DataFileInvalid
from indicators.loading import load_cycles, load_plan
from indicators.models import Plan


class Command(BaseCommand):
    help = "Load the reporting cycles and a plan from YAML; checks everything first, safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--what-moves",
            action="store_true",
            help="store nothing; say which figures, findings and editions would be otherwise, dates of cycles included",
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if not file.exists():
            raise CommandError(f"There is no file {file}.")
        try:
            if options["what_moves"]:
                self.stdout.write("\n".join(lines(what_moves(lambda: _load(file)))))
                return
            plan = _load(file)
        except DataFileInvalid as refused:
            raise CommandError(f"Nothing was stored.\n{refused}") from refused
        self.stdout.write(f"{plan}: {plan.indicators.count()} indicators")


def _load(file: Path) -> Plan:
    with transaction.atomic():
        load_cycles()
        return load_plan(file)
