"""Bring published reports and registry counts from the Biosafety Clearing-House."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bch_sync.leases import AlreadyRunning, LeaseLost
from bch_sync.models import SyncRun
from bch_sync.services import NoClearingHouse, Step, clearing_house, sync
from jobs.clock import noted

WIDTH, BAR = 28, 18


class Command(BaseCommand):
    help = "Bring published reports and registry counts from the Biosafety Clearing-House; safe to repeat and to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--full", action="store_true", help="Read everything anew, not only what changed.")
        parser.add_argument(
            "--believe", action="store_true", help="Mark as withdrawn even a large part of a schema that is gone."
        )

    def handle(self, *args: Any, full: bool, believe: bool, **options: Any) -> None:
        try:
            task = "bch_sync.tasks.sync_all" if full else "bch_sync.tasks.sync"
            with noted(task), clearing_house() as house:
                run = sync(house=house, full=full, believe=believe, say=self._say)
        except (NoClearingHouse, AlreadyRunning, LeaseLost) as refused:
            raise CommandError(str(refused)) from refused
        tell(run, self.stdout.write)
        if run.not_read:
            raise CommandError(f"{run.not_read} documents or rows could not be read; the desk lists them and why.")

    def _say(self, step: Step) -> None:
        self.stdout.write(line_of(step))


def line_of(step: Step) -> str:
    """[######......] biosafetyLaw 270 fetched, 3 new."""
    done = BAR * step.place // step.of
    words = ", ".join(f"{number:,} {name}" for name, number in step.tally.items() if number)
    return f"[{'#' * done}{'.' * (BAR - done)}] {step.schema:<{WIDTH}} {words or 'nothing'}"


def tell(run: SyncRun, say: Any) -> None:
    """The end of a run in a few lines; anything but done ends with an error, so that a scheduler notices."""
    for what, why in run.faults:
        say(f"{what or 'Clearing-House'}: {why}")
    not_read = f", {run.not_read} not read" if run.not_read else ""
    say(f"Sync {run.pk}: {run.get_state_display()}{not_read}; {run.requests} requests.")
    if run.state != SyncRun.State.DONE:
        sys.exit(1)
