"""The row that is the truth about a piece of work."""

from django.db import models
from django.db.models import Q


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
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    progress = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

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
