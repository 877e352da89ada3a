"""Hold everything against the evidence it rests on, and print one table."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from jobs.clock import noted
from portal.verification import keep, verify


class Command(BaseCommand):
    help = (
        "Verify files, reports, trail, plans, registry, figures and editions from the evidence upwards; one table, "
        "every fault with its place, exit status 1 on a fault. The result is kept for the desk."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with noted("portal.tasks.verify"):
            rows = verify()
            keep(rows, at=timezone.now())
        width = max(len(row.what) for row in rows)
        for row in rows:
            said = f"faults: {len(row.faults)}" if row.faults else "as it should be"
            self.stdout.write(f"{row.what:<{width}}  {row.number:>8,}  {said}")
        for row in rows:
            for remark in row.remarks:
                self.stdout.write(f"Not told here: {remark}")
        faults = [fault for row in rows for fault in row.faults]
        for fault in faults:
            self.stderr.write(str(fault))
        if faults:
            raise CommandError(f"Faults: {len(faults)}.")
