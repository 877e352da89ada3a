"""Make the demonstration's evaluations."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from evaluation.demonstration import NotADemonstration, load_evaluations


class Command(BaseCommand):
    help = "A published mid-term evaluation and a final one on its way, for the demonstration; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            load_evaluations(at=timezone.now(), say=self.stdout.write)
        except NotADemonstration as refused:
            raise CommandError("This is no demonstration: run manage.py load_demonstration first.") from refused
