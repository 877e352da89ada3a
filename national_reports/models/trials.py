"""A round that is tried before it is open: its practice reports are wiped when the trial ends."""

from django.db import models

from indicators.models import ReportingCycle


class TrialRound(models.Model):
    """A cycle whose form may be tried though it is not open: the row is there while the trial is on.

    The trail tells of its beginning and of its end.
    """

    cycle = models.OneToOneField(ReportingCycle, models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["cycle"]

    def __str__(self) -> str:
        return str(self.cycle)
