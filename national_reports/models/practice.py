"""A report that somebody fills in to try the form: no report of any Party, and nothing that counts."""

from django.db import models

from indicators.models import ReportingCycle
from national_reports.codec import AnswerData
from parties.models import User


class PracticeReport(models.Model):
    """One person's try of a cycle's form, whole in one row; nobody else reads it, and it is wiped by removing the row.

    It is no `Report`, so that whatever reads reports, answers or Parties never meets it.
    """

    person = models.ForeignKey(User, models.CASCADE, related_name="practice_reports")
    cycle = models.ForeignKey(ReportingCycle, models.CASCADE, related_name="+")
    content = models.JSONField(default=dict, help_text="{question: the answer, packed}")
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="It is wiped thirty days after.")
    submitted_at = models.DateTimeField(null=True, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["person", "cycle"]
        constraints = [models.UniqueConstraint(fields=["person", "cycle"], name="practice_report_once")]
        indexes = [models.Index(fields=["changed_at"])]

    def __str__(self) -> str:
        return f"{self.person_id} {self.cycle_id}"

    @property
    def answers(self) -> dict[str, AnswerData]:
        return {key: AnswerData.unpack(packed) for key, packed in self.content.items()}

    @property
    def is_editable(self) -> bool:
        return self.submitted_at is None
