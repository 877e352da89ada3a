from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from parties.audit_verification import kept_heads, read_heads, verify


class Command(BaseCommand):
    help = "Walk every chain of the trail and name the first bad row of each; fails where there is one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--heads", type=Path, help="one more file of export_audit_heads, beside those found here")

    def handle(self, *args: Any, heads: Path | None, **options: Any) -> None:
        texts = [text for _name, text in kept_heads()]
        if heads:
            texts.append(heads.read_text(encoding="utf-8"))
        chains, faults = verify(*(read_heads(text) for text in texts))
        if faults:
            raise CommandError("\n".join(str(fault) for fault in faults))
        self.stdout.write(f"{chains} chains, no fault")
