"""Compare stored figures with a recomputation."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from figures.auditing import audit_values
from figures.services import NoPlan


class Command(BaseCommand):
    help = "Recompute every figure and compare it with what is stored; exits with 1 on any difference."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            differences = audit_values()
        except NoPlan as absent:
            raise CommandError(str(absent)) from absent
        for difference in differences:
            self.stderr.write(f"{difference.what}: stored {difference.stored}, computed {difference.computed}")
        if differences:
            raise CommandError(
                f"{len(differences)} differences. If the sources changed, run manage.py compute_progress; "
                "if not, with --afresh."
            )
        self.stdout.write("0 differences")
