"""What the clock asks for: when each was done last, what should have been done and was not, and making up for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from celery.schedules import crontab
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from jobs.models import ClockTask

SWEEP = "jobs.tasks.sweep"
DAY, WEEK = timedelta(days=1), timedelta(days=7)
# A day's work may begin late and take its time before somebody is told.
GRACE = timedelta(hours=2)
# The clock itself asks for a sweep every half minute.
CLOCK_IS_AWAY = timedelta(minutes=10)
MOST_FAULT = 500


# What the schedule's entries do, in words (strategic_plan/background.py).
TITLES: dict[str, StrOrPromise] = {
    "compute-progress": gettext_lazy("Computation of the figures"),
    "verify": gettext_lazy("Verification of everything that is held"),
    "sync-clearing-house": gettext_lazy("Reading of the Clearing-House"),
    "sync-clearing-house-whole": gettext_lazy("Reading of the whole Clearing-House anew"),
    "export-audit-heads": gettext_lazy("Export of the heads of the trail"),
    "forget-unconfirmed": gettext_lazy("Forgetting of addresses that nobody confirmed"),
    "tidy-files": gettext_lazy("Tidying of files"),
    "take-up-names": gettext_lazy("Names of Parties that begin"),
    "clear-sessions": gettext_lazy("Clearing of sessions that ended"),
    "forget-kept-texts": gettext_lazy("Forgetting of texts kept after a session"),
    "wipe-practice": gettext_lazy("Wiping of practice reports that were not touched for long"),
    "follow-party-reviews": gettext_lazy("Letters of open reviews to new focal points, and the end of closed ones"),
    "send-reminders": gettext_lazy("Reminders"),
    "tell-people": gettext_lazy("Letters of notes and of what is new"),
}


@dataclass(frozen=True)
class RegularWork:
    """One thing that is done regularly."""

    name: str
    task: str
    every: timedelta
    at: str
    done_at: datetime | None
    fault: str
    is_overdue: bool

    @property
    def title(self) -> str:
        """What is done, in words."""
        return str(TITLES[self.name])

    @property
    def is_daily(self) -> bool:
        return self.every == DAY


@contextmanager
def noted(task: str) -> Iterator[None]:
    """Note that regular work was done here, or why not; also for the command that does it by hand."""
    try:
        yield
    except Exception as fault:
        note_failed(task, f"{type(fault).__name__}: {fault}", at=timezone.now())
        raise
    note_done(task, at=timezone.now())


def note_done(task: str, *, at: datetime) -> None:
    ClockTask.objects.update_or_create(
        task=task, defaults={"done_at": at, "fault": ""}, create_defaults={"known_at": at, "done_at": at}
    )


def note_failed(task: str, why: str, *, at: datetime) -> None:
    ClockTask.objects.update_or_create(
        task=task, defaults={"fault": why[:MOST_FAULT]}, create_defaults={"known_at": at, "fault": why[:MOST_FAULT]}
    )


def regular_work(*, at: datetime) -> list[RegularWork]:
    """Everything that the schedule asks for once a day or a week, and whether it is overdue; one query."""
    held = {one.task: one for one in ClockTask.objects.all()}
    return [_as_regular_work(name, task, schedule, held.get(task), at) for name, task, schedule in _regular()]


def _regular() -> list[tuple[str, str, Any]]:
    entries = settings.CELERY_BEAT_SCHEDULE.items()
    regular = [(name, one) for name, one in entries if isinstance(one["schedule"], crontab)]
    return [(name, str(one["task"]), one["schedule"]) for name, one in sorted(regular, key=lambda pair: pair[0])]


def _as_regular_work(name: str, task: str, schedule: Any, held: ClockTask | None, at: datetime) -> RegularWork:
    every = DAY if len(schedule.day_of_week) == WEEK.days else WEEK
    since = (held.done_at or held.known_at) if held else at
    return RegularWork(
        name=name,
        task=task,
        every=every,
        at=f"{min(schedule.hour):02}:{min(schedule.minute):02}",
        done_at=held.done_at if held else None,
        fault=held.fault if held else "",
        is_overdue=since < at - every - GRACE,
    )


def is_away(*, at: datetime) -> bool:
    """Whether no clock runs here: none is set up, or it has asked for nothing lately."""
    return not ClockTask.objects.filter(task=SWEEP, done_at__gt=at - CLOCK_IS_AWAY).exists()


def make_up_for(*, at: datetime) -> list[str]:
    """The tasks that should have been done and were not, once an hour each; the clock was away when they fell due."""
    known = set(ClockTask.objects.values_list("task", flat=True))
    regular = regular_work(at=at)
    missing = {one.task for one in regular} - known
    ClockTask.objects.bulk_create([ClockTask(task=task, known_at=at) for task in missing], ignore_conflicts=True)
    return [one.task for one in regular if one.is_overdue and _ask_once(one.task, at)]


def _ask_once(task: str, at: datetime) -> bool:
    not_lately = Q(asked_at=None) | Q(asked_at__lt=at - timedelta(hours=1))
    return bool(ClockTask.objects.filter(not_lately, task=task).update(asked_at=at))
