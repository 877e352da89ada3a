"""Copy everything that the portal holds to a folder."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.backups import NotBackedUp, back_up
from portal.database_copies import ToolFailed


class Command(BaseCommand):
    help = (
        "Copy the database, by its engine's own tools, and the files to a new folder, with a manifest of rows, hashes "
        "and the heads of the trail. The portal goes on meanwhile. Keys are named in the manifest and never copied."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", type=Path, help="A folder that is not there yet; it belongs on another machine afterwards."
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            held = back_up(folder, at=timezone.now())
        except (NotBackedUp, ToolFailed) as fault:
            raise CommandError(str(fault)) from fault
        rows, files = sum(held.tables.values()), len(held.files)
        self.stdout.write(f"{folder}: {rows:,} rows in {len(held.tables)} tables, {files:,} files.")
        self.stdout.write(f"Not in it, to be kept elsewhere: {', '.join(held.keys)}.")
