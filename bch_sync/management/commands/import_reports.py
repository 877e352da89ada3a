"""Import published reports from a folder of documents."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from bch_sync.importing import Importer


class Command(BaseCommand):
    help = (
        "Import reports in the Clearing-House's JSON shapes from a folder. What was left out is listed, here and at "
        "the desk; then, and where nothing was read, the exit status is 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        result = Importer(at=timezone.now()).folder(folder)
        filed = result.filed
        self.stdout.write(
            f"{_counted(result.documents, 'document')} read, {_counted(filed.kept, 'report')} kept (a survey in a "
            f"document is a report of its own): {filed.new} new, {filed.changed} changed, "
            f"{filed.beside} kept beside what counts, {filed.unchanged} unchanged"
        )
        for one in result.left:
            self.stderr.write(f"left out: {one}")
        if not result.documents:
            raise CommandError(f"No report was found in {folder}.")
        left = len(result.refused)
        if left:
            were = "thing was left out, named above" if left == 1 else "things were left out, each named above"
            raise CommandError(f"{left} {were}; the rest is kept.")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
