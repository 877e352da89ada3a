"""Load a plan from its data file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from indicators.datafile import DataFileInvalid
from indicators.loading import load_cycles, load_plan


class Command(BaseCommand):
    help = "Load the reporting cycles and a plan from YAML; checks everything first, safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if not file.exists():
            raise CommandError(f"There is no file {file}.")
        try:
            with transaction.atomic():
                load_cycles()
                plan = load_plan(file)
        except DataFileInvalid as refused:
            raise CommandError(f"Nothing was stored.\n{refused}") from refused
        self.stdout.write(f"{plan}: {plan.indicators.count()} indicators")
