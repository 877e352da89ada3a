"""What passes between a Party and the Secretariat: submissions, notes, reminders."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from indicators.models import ReportingCycle
from languages.codes import ENGLISH
from national_reports.frequent_remarks import in_words
from national_reports.models.questionnaires import Questionnaire
from national_reports.models.reports import Report
from parties.models import Party, User


class Submission(models.Model):
    """What was handed in, whole and frozen, with the receipt for it."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="submissions")
    key = models.UUIDField(unique=True, help_text=_("Made with the form: the same form sent twice submits once."))
    reference = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    declaration = models.TextField()
    document = models.JSONField(help_text=_("In the Clearing-House's shape, without the closed answers."))
    sha256 = models.CharField(max_length=64, help_text=_("Of the document's canonical JSON."))
    questionnaire = models.ForeignKey(
        Questionnaire,
        models.PROTECT,
        null=True,
        related_name="submissions",
        help_text=_("The form that it answered, and under which it is shown."),
    )
    entered = models.BooleanField(
        default=False, help_text=_("By the Secretariat, from paper: its Party confirms it before it is published.")
    )

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.reference


class ReviewNote(models.Model):
    """A remark on a question or on the whole: between colleagues, with the Secretariat, or why it was returned."""

    class Audience(models.TextChoices):
        PARTY = "party", _("Colleagues of this Party")
        BOTH = "both", _("Colleagues and the Secretariat")
        SECRETARIAT = "secretariat", _("The Secretariat only")

    report = models.ForeignKey(Report, models.CASCADE, related_name="notes")
    question = models.CharField(max_length=24, blank=True, help_text=_("Empty: on the whole report."))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()
    audience = models.CharField(max_length=12, choices=Audience)
    returns = models.BooleanField(default=False, help_text=_("A reason for which the report was returned."))
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="review_note_says_something")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.question}"

    @property
    def words(self) -> str:
        """Its text, frequent remarks in the reader's language."""
        return in_words(self.text, get_language() or ENGLISH)


class ReviewClaim(models.Model):
    """Who reads a report that was handed in, so that no colleague reads it too; it ends with the decision."""

    report = models.OneToOneField(Report, models.CASCADE, related_name="claim")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    word = models.CharField(max_length=200, blank=True, help_text=_("Why it was taken over from a colleague."))

    def __str__(self) -> str:
        return f"{self.report_id} {self.by_id}"


class RegistryRemark(models.Model):
    """An answer that says that something is in the Clearing-House, while its registry held none on a day."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="registry_remarks")
    question = models.CharField(max_length=24)
    what = models.CharField(max_length=80)
    checked_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "question"], name="registry_remark_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.question}"


class Reminder(models.Model):
    """One reminder to a Party's focal points, once for each occasion."""

    cycle = models.ForeignKey(ReportingCycle, models.PROTECT, related_name="reminders")
    party = models.ForeignKey(Party, models.PROTECT, related_name="reminders")
    occasion = models.CharField(max_length=40, help_text=_("30 days before, or the day on which staff sent it."))
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text=_("None: by the schedule."))
    recipients = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["cycle", "party", "occasion"], name="reminder_once")]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.party_id} {self.occasion}"
