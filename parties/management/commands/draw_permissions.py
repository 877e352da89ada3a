from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from parties.permission_table import as_markdown, named_views


class Command(BaseCommand):
    help = "Write docs/permissions.md: every named address, its access, and who passes."

    def handle(self, *args: Any, **options: Any) -> None:
        page = Path(settings.BASE_DIR) / "docs" / "permissions.md"
        page.write_text(as_markdown(named_views()), encoding="utf-8")
        self.stdout.write(str(page.relative_to(settings.BASE_DIR)))
