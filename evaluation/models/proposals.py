"""Data files and figures that somebody brought to the desk: what they would move, and whether they were taken in."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q

from languages import units
from parties.in_languages import reader_language


class DataProposal(models.Model):
    """Files as they came, or one figure to be recorded; `outcome` is what they would move, or why they are refused,
    and empty until it is worked out."""

    files = models.JSONField(help_text="{name: text}; empty where a figure is proposed.")
    figure = models.JSONField(default=dict, blank=True, help_text="plan, indicator, measure, value, unit, as_of …")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.JSONField(default=dict, blank=True)
    weighed_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_by__isnull=True, taken_at__isnull=True)
                | Q(taken_by__isnull=False, taken_at__isnull=False, weighed_at__isnull=False),
                name="data_proposal_is_taken_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {', '.join(self.files) or '{indicator}/{measure}'.format(**self.figure)}"

    @property
    def subject(self) -> str:
        """Its place in the trail."""
        return f"data proposal/{self.pk}"

    @property
    def day(self) -> date | None:
        """The day that a proposed figure is of."""
        return date.fromisoformat(self.figure["as_of"]) if self.figure else None

    @property
    def figure_in_words(self) -> str:
        """A proposed figure with its unit as the reader's language counts."""
        return units.with_unit(Decimal(self.figure["value"]), self.figure["unit"], reader_language())

    @property
    def is_refused(self) -> bool:
        return "refused" in self.outcome

    @property
    def may_be_taken(self) -> bool:
        return self.weighed_at is not None and self.taken_at is None and not self.is_refused
