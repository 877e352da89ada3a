from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from parties.models import User
from parties.second_steps import NoSecondStep, ReasonMissing, reset


class Command(BaseCommand):
    help = "Take away the second step of somebody who lost it; that person is written to, and the trail tells of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--reason", required=True, help="It stands in the letter and on the trail.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            person = User.objects.get(email=options["email"].strip().lower())
            number = reset(user=person, reason=options["reason"], by=None, at=timezone.now())
        except User.DoesNotExist as absent:
            raise CommandError(f"Nobody signs in as {options['email']}: look the address up at the desk.") from absent
        except NoSecondStep as nothing:
            raise CommandError("This person has no second step: there is nothing to take away.") from nothing
        except ReasonMissing as missing:
            raise CommandError("Say why: the reason stands in the letter and on the trail.") from missing
        self.stdout.write(f"{number} taken away; the person is signed out everywhere and was written to.")
