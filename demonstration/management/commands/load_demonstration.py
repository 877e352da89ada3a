"""Fill an empty database with a demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from demonstration.loading import OtherStandIns, load_demonstration, read_rates
from indicators.datafile import DataFileInvalid
from parties.demonstration_people import ACCOUNTS, PASSWORD
from parties.services import MixedWorlds


class Command(BaseCommand):
    help = (
        "Load stand-ins for Parties, the plan, the questionnaires and generated reports; "
        "safe to repeat, refused where real Parties are held."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--seed", type=int, help="Another seed gives other reports; the default stands in the data file."
        )

    def handle(self, *args: Any, seed: int | None, **options: Any) -> None:
        if seed is None:
            seed = int(read_rates()[1]["seed"])
        try:
            loaded = load_demonstration(seed=seed, at=timezone.now(), say=self.stdout.write)
        except (MixedWorlds, OtherStandIns) as refused:
            raise CommandError(str(refused)) from refused
        except DataFileInvalid as refused:
            raise CommandError(f"Nothing was stored.\n{refused}") from refused
        filed = loaded.result.filed
        if loaded.changed_nothing:
            self.stdout.write("Nothing changed: this demonstration is loaded already.")
        else:
            self.stdout.write(f"Reports: {filed.new} new, {filed.changed} changed, {filed.unchanged} unchanged")
        if not settings.HTTPS:
            self.stdout.write(f"Accounts for demonstration only, password {PASSWORD}:")
            for account in ACCOUNTS:
                self.stdout.write(f"  {account.email}")
            self.stdout.write("Their second step is what make code prints; the contributor needs none.")
