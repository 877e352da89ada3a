"""Files that accompany a report, and their bytes: held once whatever the number of reports that they belong to."""

from django.db import models
from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from national_reports.models.reports import Report
from parties.models import User


class StoredFile(models.Model):
    """The bytes of one content, under a name of ours. Its row goes last: until then a stopped removal is taken up."""

    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="attachments/%Y/%m", max_length=200)
    size = models.PositiveIntegerField()
    content_type = models.CharField(max_length=80)
    going = models.BooleanField(default=False, help_text=_("No report needs it: the bytes are being removed."))

    class Meta:
        constraints = [
            # What comes again while the old bytes are being removed is stored anew, under another name.
            models.UniqueConstraint(fields=["sha256"], condition=Q(going=False), name="a_content_is_stored_once"),
        ]

    def __str__(self) -> str:
        return self.sha256


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def kept(self) -> "AttachmentQuerySet":
        """Those that belong to their report as it stands."""
        return self.filter(removed_at=None)

    def removed_and_not_needed(self) -> "AttachmentQuerySet":
        """Taken out before they were ever handed in, with bytes that are still there."""
        return self.filter(removed_at__isnull=False, handed_in=False, content__isnull=False)


class Attachment(models.Model):
    """A file of one version of a report, checked by content; a next version refers to the same bytes."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="attachments")
    content = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        related_name="attachments",
        help_text=_("None where it was removed and the bytes are gone."),
    )
    name = models.CharField(max_length=120, help_text=_("As the sender named it; shown, never used as a path."))
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    is_scan = models.BooleanField(default=False, help_text=_("The paper that staff entered the answers from."))
    handed_in = models.BooleanField(default=False, help_text=_("A submission names it: its bytes stay."))
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(content__isnull=False) | Q(removed_at__isnull=False, handed_in=False),
                name="attachment_has_its_bytes",
            ),
            models.UniqueConstraint(
                fields=["report", "sha256"], condition=Q(removed_at=None), name="a_file_once_in_a_report"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def file(self) -> FieldFile:
        """Its bytes; raises ValueError where they are gone."""
        if self.content is None:
            raise ValueError(f"The bytes of {self.name} are gone.")
        return self.content.file
