"""What somebody would change at the desk: data files, a figure, a date; what it would move, whether it was taken in."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from languages import units
from parties.in_languages import reader_language


class ProposalQuerySet(models.QuerySet["DataProposal"]):
    def waiting(self) -> "ProposalQuerySet":
        """Neither taken in nor set aside, those that are refused too: somebody has to look at them."""
        return self.filter(taken_at=None, declined_at=None)

    def the_same(self, proposed: "DataProposal") -> "DataProposal | None":
        """What waits already and would change just what this one would, whoever brought it."""
        sent = (proposed.files, proposed.figure, proposed.change)
        return next(
            (one for one in self.waiting().defer("outcome") if (one.files, one.figure, one.change) == sent), None
        )

    def decided(self) -> "ProposalQuerySet":
        return self.exclude(taken_at=None, declined_at=None)

    def in_short(self) -> "ProposalQuerySet":
        """For lists: with `numbers` of what moves and `refused`, without the rows of it."""
        people = self.select_related("by", "taken_by", "declined_by")
        return people.annotate(numbers=F("outcome__numbers"), refused=F("outcome__refused")).defer("outcome")


class DataProposal(models.Model):
    """Files as they came, one figure to be recorded, or one date to be changed; `outcome` is what they would move, or
    why they are refused, and empty until it is worked out."""

    files = models.JSONField(help_text="{name: text}; empty where a figure or a date is proposed.")
    figure = models.JSONField(default=dict, blank=True, help_text="plan, indicator, measure, value, unit, as_of …")
    change = models.JSONField(default=dict, blank=True, help_text="kind and what of evaluation.date_changes.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.JSONField(default=dict, blank=True)
    weighed_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_why = models.CharField(max_length=500, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_by__isnull=True, taken_at__isnull=True)
                | Q(taken_by__isnull=False, taken_at__isnull=False, weighed_at__isnull=False),
                name="data_proposal_is_taken_whole",
            ),
            models.CheckConstraint(
                condition=Q(declined_by__isnull=True, declined_at__isnull=True, declined_why="")
                | (
                    Q(declined_by__isnull=False, declined_at__isnull=False, taken_at__isnull=True) & ~Q(declined_why="")
                ),
                name="data_proposal_is_declined_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {', '.join(self.files) or self._one()}"

    def _one(self) -> str:
        of = self.change or self.figure
        return ("{kind} {party}" if self.change else "{indicator}/{measure}").format(**of)

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
    def moves_nothing(self) -> bool:
        """Whether it was worked out that nothing would be said otherwise."""
        return "numbers" in self.outcome and not any(self.outcome["numbers"].values())

    @property
    def waits(self) -> bool:
        """Whether nobody has decided on it yet."""
        return self.taken_at is None and self.declined_at is None

    @property
    def is_refused(self) -> bool:
        return "refused" in self.outcome

    @property
    def is_outdated(self) -> bool:
        """Whether something else was taken in after this was worked out: what was shown may not hold any more."""
        if self.weighed_at is None or not self.waits:
            return False
        return DataProposal.objects.filter(taken_at__gt=self.weighed_at).exists()

    @property
    def may_be_taken(self) -> bool:
        is_weighed = self.weighed_at is not None and not self.is_refused
        return is_weighed and self.waits and not self.is_outdated
