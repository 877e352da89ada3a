"""How the people of a Party share the work on a report, agree on it, and hold it where they are in dispute."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from national_reports.models.reports import Report
from parties.models import Party, User


class SectionHandover(models.Model):
    """A section that an authority handed to somebody of its Party, until it is taken back."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="handovers")
    section = models.CharField(max_length=40)
    to = models.ForeignKey(User, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "section", "to"], name="section_handed_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.section} {self.to_id}"


class SubmissionRequest(models.Model):
    """Somebody who may not submit asks the authorities of the Party to do so; it goes with the submission."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="submission_requests")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    word = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["report", "by"], name="submission_request_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.by_id}"


class AgreementNeeded(models.Model):
    """Somebody without whose agreement a Party's reports are not submitted; without any one alone submits."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="agreements_needed")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "person"], name="agreement_needed_once")]

    def __str__(self) -> str:
        return f"{self.party_id} {self.person_id}"


class SectionAgreement(models.Model):
    """Somebody agreed to what a section says: bound to the versions that its answers had then."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="agreements")
    section = models.CharField(max_length=40)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    versions = models.JSONField(help_text="{question: version} of the answers that were open.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "section", "by"], name="section_agreement_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.section} {self.by_id}"


class Dispute(models.Model):
    """A report is held for a reason: it goes no further until it is released."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="disputes")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()
    released_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    word = models.TextField(blank=True, help_text=_("Why it was released."))

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=Q(released_at__isnull=True), name="one_open_dispute_of_a_report"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="dispute_has_a_reason"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="release_of_a_dispute_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.at:%Y-%m-%d}"
