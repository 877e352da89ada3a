"""Answers of drafts that no longer fit their questions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from national_reports.codec import AnswerData
from national_reports.models.reports import Report
from parties.in_languages import reader_language
from parties.models import User


class KeptApart(models.Model):
    """An answer that no longer fits, since its question was mended while the draft was open; never deleted."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="kept_apart")
    question = models.CharField(max_length=24)
    section = models.CharField(max_length=40)
    said = models.JSONField(help_text=_("In each language, the question and the answer as they were."))
    content = models.JSONField()
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.question}"

    @property
    def data(self) -> AnswerData:
        return AnswerData.unpack(self.content)

    @property
    def words(self) -> dict[str, str]:
        """As it was asked and answered, in the reader's language."""
        words: dict[str, str] = self.said[reader_language()]
        return words
