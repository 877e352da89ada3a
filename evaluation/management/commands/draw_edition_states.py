"""Write the states of an edition and the ways between them into the documentation."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from evaluation.editions.states import as_markdown

PAGE = Path(settings.BASE_DIR) / "docs" / "edition-states.md"


class Command(BaseCommand):
    help = "Write docs/edition-states.md from the table of transitions."

    def handle(self, *args: Any, **options: Any) -> None:
        PAGE.write_text(as_markdown(), encoding="utf-8")
        self.stdout.write(str(PAGE.relative_to(settings.BASE_DIR)))
