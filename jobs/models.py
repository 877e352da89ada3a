"""The row that is the truth about a piece of work, and the one list of what was left out."""

from collections.abc import Collection

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> "JobQuerySet":
        """What waits or runs."""
        return self.filter(state__in=(Job.State.QUEUED, Job.State.RUNNING))

    def of_kinds(self, kinds: Collection[str] | None) -> "JobQuerySet":
        """Those of some kinds; of every kind for None."""
        return self.all() if kinds is None else self.filter(kind__in=kinds)


class Job(models.Model):
    """One piece of work that must not be lost: asked for, claimed by one worker at a time, finished once."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    kind = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    reason = models.CharField(max_length=200, blank=True, help_text=_("Why it was asked for."))
    # The number of the request that asked for it; empty for what the clock and commands ask for.
    request_id = models.CharField(max_length=64, blank=True)
    due_at = models.DateTimeField(null=True, blank=True, help_text=_("Not before then; None is at once."))
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    progress = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            # The same work asked for twice before it starts is one job.
            models.UniqueConstraint(fields=["kind", "arguments"], condition=Q(state="queued"), name="job_queued_once"),
            models.CheckConstraint(
                condition=Q(state="running") ^ Q(lease_until__isnull=True),
                name="job_running_has_lease",
            ),
        ]
        indexes = [models.Index(fields=["state", "lease_until"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class LeftOutQuerySet(models.QuerySet["LeftOut"]):
    def open(self) -> "LeftOutQuerySet":
        """What is still left out: not made up for."""
        return self.filter(ended_at=None)


class LeftOut(models.Model):
    """One thing that was not counted, not read or not sent, and why; ended when it was made up for, never deleted."""

    class Kind(models.TextChoices):
        IMPORT = "import", _("Reports imported from files")
        SYNC = "sync", _("Reading of the Clearing-House")
        LETTER = "letter", _("Letters")
        JOB = "job", _("Jobs")

    kind = models.CharField(max_length=10, choices=Kind)
    source = models.CharField(max_length=120, help_text=_("What a run looks at as a whole: a folder, a schema."))
    key = models.CharField(max_length=200, help_text=_("The same for the same thing in the next run."))
    subject = models.CharField(
        max_length=300, help_text=_("What it is, in words: a file, a record, a letter to somebody.")
    )
    party = models.CharField(max_length=3, blank=True, help_text=_("The code of the Party that it is about, if one."))
    about = models.CharField(
        max_length=140, blank=True, help_text=_("What it tells of, whichever source it comes from: a record, a file.")
    )
    reason = models.TextField()
    since = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = LeftOutQuerySet.as_manager()

    class Meta:
        ordering = ["-last_seen_at", "kind", "source", "key"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "source", "key"], name="left_out_once"),
        ]
        indexes = [models.Index(fields=["ended_at", "kind"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.source} {self.key}"


class ClockTask(models.Model):
    """What is done regularly: when it was done last, and why not when it failed since."""

    task = models.CharField(max_length=120, unique=True, help_text=_("The name by which the clock asks for it."))
    known_at = models.DateTimeField(help_text=_("Since when it should be done."))
    done_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True, help_text=_("When it was last made up for."))
    fault = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.task
