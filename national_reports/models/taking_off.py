"""A Party's written request that its published report be taken off."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from national_reports.models.files import StoredFile
from parties.models import User


class TakingOff(models.Model):
    """What was asked for, by whom and when, and why it was done. The reason is public, the request is the desk's."""

    requested_on = models.DateField(help_text=_("The day of the Party's request."))
    requested_by = models.CharField(max_length=200, help_text=_("Who signed it, and for whom."))
    request_text = models.TextField(blank=True)
    request_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="requests")
    request_name = models.CharField(max_length=120, blank=True)
    reason = models.TextField(help_text=_("Public, on the Party's page and in lists."))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="taking_off_for_a_reason"),
            models.CheckConstraint(condition=~Q(requested_by=""), name="taking_off_asked_by_somebody"),
            models.CheckConstraint(
                condition=~Q(request_text="") | Q(request_file__isnull=False), name="taking_off_keeps_the_request"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requested_on}: {self.reason}"
