"""Write everything that is public to a folder that needs no portal."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.archive.exporting import export_archive
from portal.archive.folder import NotExported


class Command(BaseCommand):
    help = (
        "Write plan, published reports with their files, figures, editions, the ledger and the heads of the trail to a "
        "new folder: pages and tables that are read and searched without any programme, with a manifest of hashes. "
        "No draft, note or person is in it. The same data give the same bytes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="A folder that is not there yet.")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            counts = export_archive(folder)
        except NotExported as fault:
            raise CommandError(str(fault)) from fault
        told = ", ".join(f"{name} {number:,}" for name, number in counts.items())
        self.stdout.write(f"{folder}: {told}.")
