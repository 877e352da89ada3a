"""Write to people what happened."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from national_reports.services.told import tell_notes, tell_staff


class Command(BaseCommand):
    help = "Write to Parties the notes for them, and to staff what happened, as often as each wishes; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        self.stdout.write(f"Letters of notes: {tell_notes(at=at)}; to staff: {tell_staff(at=at)}")
