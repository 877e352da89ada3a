from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from parties.audit_verification import read_heads, verify


class Command(BaseCommand):
    help = "Walk every chain of the trail and name the first bad row of each; fails where there is one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--heads", type=Path, help="a file of export_audit_heads, so that a cut tail shows")

    def handle(self, *args: Any, heads: Path | None, **options: Any) -> None:
        chains, faults = verify(read_heads(heads.read_text(encoding="utf-8")) if heads else None)
        if faults:
            raise CommandError("\n".join(str(fault) for fault in faults))
        self.stdout.write(f"{chains} chains, no fault")
