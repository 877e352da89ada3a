"""Try a failed job anew, and say who did."""

from datetime import datetime

from django.db import transaction

from jobs import services
from jobs.models import Job
from languages.told import said_later
from parties.audit import record
from parties.models import User


def retry_job(*, job: Job, by: User, at: datetime) -> None:
    """Let a failed job be tried anew. Raises NotFailed, AlreadyWaiting."""
    with transaction.atomic():
        services.retry(job_id=job.pk)
        detail = {"kind": job.kind, "error": job.error}
        record(subject=f"job/{job.pk}", action=said_later("tried anew"), by=by, at=at, detail=detail)
