"""The second step of the demonstration accounts."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from parties.demonstration_people import NotForDemonstration, code_now


class Command(BaseCommand):
    help = "Print the sign-in code of the moment for the demonstration accounts; refused where real Parties are held."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(code_now())
        except NotForDemonstration as refused:
            raise CommandError("This is not a demonstration: no account here has a public code.") from refused
