"""Words that somebody typed and that are no answer yet: kept through a session's end, and a reviewer's drafts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from national_reports.models.reports import Report
from parties.models import User


class KeptText(models.Model):
    """What one person typed at one question and sent after the session had ended; shown to that person alone."""

    class Place(models.TextChoices):
        SECTION = "section", _("the form")
        REVIEW = "review", _("the review")

    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    place = models.CharField(max_length=8, choices=Place)
    question = models.CharField(max_length=24, blank=True, help_text="Empty: on the whole report.")
    form = models.CharField(max_length=16, help_text="Which of the forms drawn for this person it came with.")
    read_version = models.PositiveIntegerField(help_text="What the form had shown.")
    fields = models.JSONField(help_text="The question's fields as they were sent: {name: [text]}.")
    size = models.PositiveIntegerField(help_text="Bytes of the fields; they count towards the report's room.")
    at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "person", "place", "form", "question"], name="kept_text_once"),
        ]
        indexes = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.report_id} {self.person_id} {self.question}"


class ReviewDraft(models.Model):
    """A reason that a reviewer is typing at one question: seen by nobody else until the report is returned."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="review_drafts")
    reviewer = models.ForeignKey(User, models.CASCADE, related_name="+")
    question = models.CharField(max_length=24, blank=True, help_text="Empty: on the whole report.")
    ticked = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    # Which page made the last change, and its place among the changes of that page.
    tab = models.CharField(max_length=36, blank=True)
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "reviewer", "question"], name="review_draft_once"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.reviewer_id} {self.question}"

    @property
    def says_something(self) -> bool:
        """Whether anything is left of it; one that was emptied again only counts its versions."""
        return self.ticked or bool(self.text.strip())
