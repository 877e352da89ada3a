"""What whoever runs the portal watches, as numbers a monitoring system reads: how old what should be young is.

In the text format of Prometheus, version 0.0.4. All of it is read from the database and the exported files, so that
every process of the server gives the same answer. A thing that never happened has no line: watch for absence too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.files.storage import default_storage
from django.db.models import Min

from bch_sync.models import SyncRun
from jobs.models import Job
from national_reports.models import AnswerChange
from parties.audit_verification import FOLDER, kept_heads
from parties.journal import REFUSALS
from parties.models import AuditEvent, Email
from portal.verification import last_verification

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Metric:
    """One number: its name without the portal's, what it tells in one sentence, and how much it is now."""

    name: str
    tells: str
    value: float


def as_text(metrics: Iterator[Metric]) -> str:
    """The numbers as a monitoring system reads them, each with what it tells."""
    return "".join(
        f"# HELP portal_{one.name} {one.tells}\n# TYPE portal_{one.name} gauge\nportal_{one.name} {one.value:g}\n"
        for one in metrics
    )


def metrics(*, at: datetime) -> Iterator[Metric]:
    """Every number as of a moment, ages in seconds; about nine queries."""
    yield from _of_jobs(at)
    yield from _of_letters(at)
    read = SyncRun.objects.filter(state=SyncRun.State.DONE).order_by("-finished_at").first()
    if read is not None and read.finished_at is not None:
        yield _age("last_sync", "Since the Clearing-House was last read whole.", read.finished_at, at)
    verified = last_verification()
    if verified is not None:
        yield _age("last_verification", "Since everything was last held against its evidence.", verified.at, at)
        yield Metric("verification_faults", "Faults that the last verification found.", verified.faults)
    if exported := max((default_storage.get_modified_time(name) for name in _exported()), default=None):
        yield _age("last_exported_heads", "Since the ends of the trail were last written to a file.", exported, at)
    today = datetime(at.year, at.month, at.day, tzinfo=UTC)
    touched = AnswerChange.objects.filter(at__gte=today).order_by().values("report").distinct().count()
    yield Metric("drafts_touched_today", "Reports in which an answer was written today, in UTC.", touched)
    refused = AuditEvent.objects.filter(action__in=REFUSALS, at__gt=at - HOUR).count()
    yield Metric("refused_sign_ins_last_hour", "Sign-ins that failed or were refused within the hour.", refused)


def _of_jobs(at: datetime) -> Iterator[Metric]:
    waiting = Job.objects.filter(state=Job.State.QUEUED)
    due = waiting.filter(due_at=None).aggregate(since=Min("created_at"))["since"]
    put_off = waiting.filter(due_at__lte=at).aggregate(since=Min("due_at"))["since"]
    since = min((one for one in (due, put_off) if one is not None), default=at)
    yield _age("oldest_job", "How long the job waits that is due longest; 0 where none is.", since, at)
    failed = Job.objects.filter(state=Job.State.FAILED, finished_at__gt=at - DAY).count()
    yield Metric("failed_jobs_last_day", "Jobs that failed for good within the day.", failed)


def _of_letters(at: datetime) -> Iterator[Metric]:
    since = Email.objects.filter(sent_at=None).aggregate(since=Min("queued_at"))["since"] or at
    yield _age("oldest_letter", "How long the letter waits that is queued longest; 0 where none is.", since, at)


def _exported() -> Iterator[str]:
    return (name for name, _text in kept_heads() if name.startswith(f"{FOLDER}/"))


def _age(name: str, tells: str, since: datetime, at: datetime) -> Metric:
    return Metric(f"{name}_seconds", tells, max((at - since).total_seconds(), 0))
