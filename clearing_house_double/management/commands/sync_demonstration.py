"""Read a generated Clearing-House, as the demonstration does."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bch_sync.client import ClearingHouse
from bch_sync.leases import AlreadyRunning
from bch_sync.management.commands.sync_bch import line_of, tell
from bch_sync.services import sync
from clearing_house_double.registry import RECORDS, demonstration_registry
from clearing_house_double.server import serving
from parties.models import Party

# Nobody else asks it.
PER_SECOND = 1000.0


class Command(BaseCommand):
    help = "Serve a generated Clearing-House on loopback and read it; for demonstration Parties only, safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--records", type=int, default=RECORDS, help="How many records besides the reports.")
        parser.add_argument("--full", action="store_true", help="Read everything anew, not only what changed.")

    def handle(self, *args: Any, records: int, full: bool, **options: Any) -> None:
        if not Party.objects.filter(demonstration=True).exists():
            raise CommandError("There are no demonstration Parties here: run manage.py load_demonstration.")
        with (
            serving(demonstration_registry(seed=None, records=records)) as base,
            ClearingHouse(base=base, realm="BCH", agent=settings.BCH_AGENT, per_second=PER_SECOND) as house,
        ):
            try:
                run = sync(
                    house=house,
                    full=full,
                    demonstration=True,
                    say=lambda step: self.stdout.write(line_of(step)),
                )
            except AlreadyRunning as refused:
                raise CommandError(str(refused)) from refused
        tell(run, self.stdout.write)
