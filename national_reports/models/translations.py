"""Courtesy translations of what people wrote in a report."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from national_reports.models.reports import Report
from parties.models import User


class CourtesyTranslation(models.Model):
    """One text of one version of a report in one more language: beside the original, and never in its place."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="translations")
    question = models.CharField(max_length=24)
    option = models.CharField(max_length=64, blank=True, help_text=_("Empty for the answer's own text."))
    language = models.CharField(max_length=12)
    text = models.TextField()
    maker = models.CharField(max_length=120, help_text=_("Whose translation it is, in free words."))
    source_language = models.CharField(max_length=12)
    source_sha256 = models.CharField(max_length=64, help_text=_("Of the text that was translated."))
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["report", "question", "option", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "question", "option", "language"], name="courtesy_translation_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="courtesy_translation_says_something"),
            models.CheckConstraint(condition=~Q(maker=""), name="courtesy_translation_names_its_maker"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.question} {self.option} {self.language}"
