"""Load the real Parties with their treaty dates and groups."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from parties.services import MixedWorlds, load_parties, read_party_files


class Command(BaseCommand):
    help = "Load the Parties, treaty dates and groups from fixtures/parties; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = load_parties(read_party_files())
        except MixedWorlds as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{count} Parties and possible Parties")
