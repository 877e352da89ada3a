"""Load the real Parties with their treaty dates and groups, or say what loading them would move."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evaluation.moves import what_moves
from evaluation.moves_told import lines
from parties.services import MixedWorlds, load_parties, read_party_files


class Command(BaseCommand):
    help = "Load the Parties, treaty dates and groups from fixtures/parties; safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--what-moves",
            action="store_true",
            help="store nothing; say which figures, findings and editions would be otherwise",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        files = read_party_files()
        try:
            if options["what_moves"]:
                self.stdout.write("\n".join(lines(what_moves(lambda: load_parties(files)))))
                return
            count = load_parties(files)
        except MixedWorlds as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{count} Parties and possible Parties")
