"""Import published reports from a folder of documents."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from national_reports.importing import Importer


class Command(BaseCommand):
    help = "Import reports in the Clearing-House's JSON shapes from a folder; what can't be read is listed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        result = Importer(at=timezone.now()).folder(folder)
        filed = result.filed
        self.stdout.write(
            f"{result.documents} documents: {filed.new} new, {filed.changed} changed, "
            f"{filed.unchanged} unchanged, {filed.outdated} older than what is held"
        )
        for report in filed.undated:
            self.stderr.write(f"{report}: no date, so it is shown but enters no report set")
        for refusal in result.refused:
            self.stderr.write(refusal)
        if result.refused:
            raise CommandError(f"{len(result.refused)} answers or documents were refused; the rest is kept.")
