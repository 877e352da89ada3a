"""Compute all figures now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from figures.services import NoPlan, compute_progress
from jobs.clock import noted


class Command(BaseCommand):
    help = "Compute every figure and finding of the current plan; the same inputs do nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--afresh",
            action="store_true",
            help="Read every report again and compute everything, also where nothing changed: after verify named "
            "a figure that its reports do not give.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with noted("figures.tasks.compute_progress"):
                outcome = compute_progress(at=timezone.now(), reason="asked for by command", afresh=options["afresh"])
        except NoPlan as absent:
            raise CommandError(str(absent)) from absent
        run = outcome.run
        counts = f"{run.values.count()} values, {run.findings.count()} findings"
        self.stdout.write(f"Run {run}: {counts}" if outcome.is_new else f"Nothing changed since run {run}: {counts}")
