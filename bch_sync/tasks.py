"""The Clearing-House read regularly; each reading is a job, so that a lost worker loses none."""

from typing import Any

from celery import shared_task

from bch_sync.leases import AlreadyRunning
from bch_sync.services import NoClearingHouse, clearing_house
from bch_sync.services import sync as bring
from jobs.services import enqueue


def run_sync(*, full: bool) -> dict[str, Any]:
    """The handler of sync_bch jobs; nothing to do where no Clearing-House is set or another sync runs."""
    try:
        with clearing_house() as house:
            run = bring(house=house, full=full)
    except (NoClearingHouse, AlreadyRunning) as nothing:
        return {"skipped": str(nothing)}
    return {"sync": run.pk, "state": run.state, "not read": run.not_read}


@shared_task
def sync() -> None:
    """Ask for what changed."""
    enqueue(kind="sync_bch", full=False)


@shared_task
def sync_all() -> None:
    """Ask for everything anew."""
    enqueue(kind="sync_bch", full=True)
