from django.core.management.base import BaseCommand
from django.utils import timezone

from jobs.clock import noted
from parties.names import take_up_names


class Command(BaseCommand):
    help = "Use the names of Parties whose day has come; safe to repeat."

    def handle(self, **_options: object) -> None:
        with noted("parties.tasks.take_up_names"):
            taken = take_up_names(at=timezone.now())
        self.stdout.write(f"Changes of name taken up: {taken}")
