"""A round that is tried before it is open: its practice reports are wiped when the trial ends."""

from django.db import models

from indicators.models import ReportingCycle
from national_reports.models.practice import PracticeReport


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


class TrialRemark(models.Model):
    """What somebody found hard in a section while a trial was on, for the Secretariat to read with their Party's name.

    It goes with the practice report, whoever wipes that.
    """

    practice = models.ForeignKey(PracticeReport, models.CASCADE, related_name="remarks")
    section = models.CharField(max_length=60)
    text = models.TextField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["practice", "section"], name="trial_remark_once")]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.section}"
