"""Rebuild an edition from its frozen form and compare every hash."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evaluation.editions.rebuild import rebuild
from evaluation.models import Edition


class Command(BaseCommand):
    help = (
        "Recompute an edition from its frozen form, render its documents again and compare every SHA-256; "
        "exit status 1 on any difference."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition", type=int, help="The edition's number, as the desk shows it.")

    def handle(self, *args: Any, edition: int, **options: Any) -> None:
        held = Edition.objects.select_related("evaluation").filter(pk=edition).first()
        if held is None:
            raise CommandError(f"There is no edition {edition}.")
        if not held.is_frozen:
            raise CommandError(f"Edition {held} is not frozen yet: there is nothing to rebuild.")
        found = rebuild(held)
        for line in found.same:
            self.stdout.write(line)
        if found.differences:
            raise CommandError("\n".join(["Differences:", *found.differences]))
        self.stdout.write(f"{held}: rebuilt to the same bytes")
