"""The one verification: every app's checks in the order of the evidence, as one table that is kept."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

import bch_sync.verification
import evaluation.verification
import figures.verification
import indicators.verification
import national_reports.verification
import parties.verification
from jobs.models import Job
from jobs.services import keep_outcome
from parties.checked import Checked
from portal import trail_heads

log = logging.getLogger(__name__)

KIND = "verify"
# Kept of each row; all of them are counted, and the command prints them all.
MOST_KEPT = 100

# From the evidence upwards: files and reports, then the trail that tells of them, then what is made of them.
CHECKS: tuple[Callable[[], Iterator[Checked]], ...] = (
    national_reports.verification.checks,
    parties.verification.checks,
    trail_heads.checks,
    indicators.verification.checks,
    bch_sync.verification.checks,
    figures.verification.checks,
    evaluation.verification.checks,
)


@dataclass(frozen=True)
class Verified:
    """A verification that was done: its table as it is kept, and when."""

    at: datetime
    rows: list[Mapping[str, Any]]

    @property
    def faults(self) -> int:
        return sum(row["faults"] for row in self.rows)

    @property
    def is_sound(self) -> bool:
        return not self.faults


def verify() -> list[Checked]:
    """Check everything, in one reading of the database; nothing is written."""
    with one_reading():
        return [row for checks in CHECKS for row in _rows(checks)]


@contextmanager
def one_reading() -> Iterator[None]:
    """See the database as it is now for as long as the block runs; others go on writing meanwhile."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # atomic() would hold the only place to write of SQLite from its first word on.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def _rows(checks: Callable[[], Iterator[Checked]]) -> Iterator[Checked]:
    """The rows of one app; where a check fails on what it finds, the others are still made, and that is a fault."""
    try:
        yield from checks()
    except Exception as fault:
        log.exception("a check could not be made", extra={"checks": checks.__module__})
        row = Checked(f"Checks of {checks.__module__.partition('.')[0]}")
        row.fault(checks.__module__, f"could not be made, {type(fault).__name__}: {fault}")
        yield row


def as_kept(rows: list[Checked]) -> dict[str, Any]:
    """The table as it is kept with the job."""
    return {
        "rows": [
            {
                "what": row.what,
                "number": row.number,
                "faults": len(row.faults),
                "named": [str(fault) for fault in row.faults[:MOST_KEPT]],
                "remarks": row.remarks,
            }
            for row in rows
        ]
    }


def run_verification(*, reason: str = "") -> dict[str, Any]:
    """The handler of verify jobs."""
    rows = verify()
    log.info("verified", extra={"faults": sum(len(row.faults) for row in rows), "reason": reason})
    return as_kept(rows)


def keep(rows: list[Checked], *, at: datetime) -> None:
    """Keep a table that was made by hand in the place of a job's."""
    keep_outcome(kind=KIND, result=as_kept(rows), reason="manage.py verify", at=at)


def last_verification() -> Verified | None:
    """The last one that ended, by a job or by hand."""
    job = Job.objects.filter(kind=KIND, state=Job.State.DONE).order_by("-finished_at", "-pk").first()
    if job is None or job.finished_at is None or not job.result:
        return None
    return Verified(job.finished_at, job.result["rows"])


def is_on_its_way() -> bool:
    """Whether one waits or runs."""
    return Job.objects.open().filter(kind=KIND).exists()
