"""What a Party lets others know while it fills in its report."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.models import ReportingCycle
from national_reports.models.reports import Report
from parties.models import Party, User


class Preparation(models.Model):
    """A Party's own word, for everybody to read, that its report of a cycle is in preparation."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="preparations")
    cycle = models.ForeignKey(ReportingCycle, models.CASCADE, related_name="preparations")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "cycle"], name="preparation_once")]

    def __str__(self) -> str:
        return f"{self.party_id} {self.cycle_id}"


class DraftLeave(models.Model):
    """A Party lets the Secretariat read its draft for some days; a new one is given anew."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="draft_leaves")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField(help_text=_("Earlier where the Party ended it."))

    class Meta:
        ordering = ["-at"]
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("at")), name="draft_leave_ends_after_it_began")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.until:%Y-%m-%d}"


class DraftReading(models.Model):
    """Who of the Secretariat read a draft under a leave, for its Party to see."""

    leave = models.ForeignKey(DraftLeave, models.CASCADE, related_name="readings")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    first_at = models.DateTimeField()

    class Meta:
        ordering = ["first_at"]
        constraints = [models.UniqueConstraint(fields=["leave", "by"], name="draft_reading_once")]

    def __str__(self) -> str:
        return f"{self.leave_id} {self.by_id}"
