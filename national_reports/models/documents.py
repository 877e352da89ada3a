"""A document that was made of a report, kept for whoever asks for the same content again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from national_reports.models.reports import Report
from parties.models import User


class MadeDocument(models.Model):
    """One document of one content: asked for, made by a job, or not made with the reason; the oldest go."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "DOCX"

    report = models.ForeignKey(Report, models.CASCADE, related_name="documents")
    format = models.CharField(max_length=4, choices=Format)
    sha256 = models.CharField(max_length=64, help_text=_("Of the format, the content and the code that makes it."))
    order = models.BinaryField(null=True, help_text=_("What it is made of, compressed; emptied once it is made."))
    asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", help_text=_("Nobody where it is for the public.")
    )
    asked_at = models.DateTimeField()
    content = models.BinaryField(null=True)
    size = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    fault = models.TextField(blank=True, help_text=_("Why it could not be made."))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "format", "sha256"], name="made_document_once"),
            models.CheckConstraint(condition=Q(content=None) ^ Q(made_at__isnull=False), name="made_document_is_whole"),
        ]
        indexes = [models.Index(fields=["asked_by", "made_at"]), models.Index(fields=["asked_at"])]

    def __str__(self) -> str:
        return f"{self.report_id} {self.format}"

    @property
    def is_made(self) -> bool:
        return self.made_at is not None

    @property
    def waits(self) -> bool:
        return not self.is_made and not self.fault
