"""Put a copy back into an empty database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.backups import NotBackedUp, restore
from portal.database_copies import ToolFailed


class Command(BaseCommand):
    help = (
        "Put a copy of manage.py backup back into an empty database and beside no other files, and hold rows, files "
        "and the heads of the trail against its manifest. On PostgreSQL as the owner of the database."
    )
    # The database is empty still.
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="The folder that manage.py backup made.")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            done = restore(folder, at=timezone.now())
        except (NotBackedUp, ToolFailed) as fault:
            raise CommandError(str(fault)) from fault
        rows, files = sum(done.manifest.tables.values()), len(done.manifest.files)
        self.stdout.write(f"Put back: {rows:,} rows and {files:,} files of {done.manifest.made_at}, as they were then.")
        for remark in done.remarks:
            self.stdout.write(remark)
