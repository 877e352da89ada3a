"""A later due day that was decided, for all Parties of a cycle or for one."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models import ReportingCycle
from parties.models import Party, User


class Extension(models.Model):
    """A due day after the cycle's own, with the decision that gave it. It moves no population and no cut-off."""

    cycle = models.ForeignKey(ReportingCycle, models.PROTECT, related_name="extensions")
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="extensions", help_text=_("Empty: for all Parties.")
    )
    due_on = models.DateField(help_text=_("Reports received by the end of this day are in time."))
    decision = models.TextField(help_text=_("The decision or letter that gave it, as it is cited."))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["cycle", "party__code"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "party"], name="extension_once_a_party"),
            models.UniqueConstraint(fields=["cycle"], condition=Q(party__isnull=True), name="extension_once_for_all"),
            models.CheckConstraint(condition=~Q(decision=""), name="extension_cites_a_decision"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.due_on}"
