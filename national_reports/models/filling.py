"""What is kept while a report is filled in: history, texts side by side, marks, files, workbooks."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from national_reports.codec import AnswerData
from national_reports.models.reports import Report
from parties.models import User


class AnswerChange(models.Model):
    """One change of one answer, never deleted: what stood before and after, who, when and how."""

    class How(models.TextChoices):
        TYPED = "typed", _("typed")
        COPIED = "copied", _("copied from an earlier report")
        CONFIRMED = "confirmed", _("confirmed")
        RESTORED = "restored", _("restored from the history")
        RESOLVED = "resolved", _("settled between two editors")
        WORKBOOK = "workbook", _("read from a workbook")
        MENDED = "mended", _("set apart when its question was mended")
        OWN_DRAFT = "own-draft", _("taken over from the Party's own draft")

    report = models.ForeignKey(Report, models.CASCADE, related_name="changes")
    question = models.CharField(max_length=24)
    version = models.PositiveIntegerField(help_text="The answer's version after this change.")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    how = models.CharField(max_length=10, choices=How)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["report", "question", "version"]
        constraints = [
            models.UniqueConstraint(fields=["report", "question", "version"], name="answer_change_once"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.question} v{self.version}"


class Conflict(models.Model):
    """A save that came after another editor's: kept beside the answer until somebody settles it."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="conflicts")
    question = models.CharField(max_length=24)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    tab = models.CharField(max_length=36, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    read_version = models.PositiveIntegerField()
    content = models.JSONField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["question", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "question", "by", "tab"],
                # A plain form does not say which page it was: each text that it sends waits for itself.
                condition=Q(settled_at__isnull=True) & ~Q(tab=""),
                name="one_open_conflict_of_a_page",
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.question} {self.by_id}"

    @property
    def data(self) -> AnswerData:
        return AnswerData.unpack(self.content)


class SectionMark(models.Model):
    """A section that somebody called complete."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="marks")
    section = models.CharField(max_length=40)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "section"], name="section_mark_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.section}"


class Presence(models.Model):
    """Who looked at which section last, so that colleagues see each other."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="presences")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    section = models.CharField(max_length=40)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "user"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.user_id}"


class WorkbookImport(models.Model):
    """A filled-in workbook as it was read: what would change, until somebody confirms it."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="workbooks")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField(help_text="[{question, read_version, content}]")
    # As told to whoever sent it, in the language of that page.
    problems = models.JSONField(default=list, blank=True, help_text="[{place, reason}]: what was not read.")
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.name
