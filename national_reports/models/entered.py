"""What becomes of a report that the Secretariat entered from paper, before it is published."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from national_reports.models.review import Submission
from parties.models import User


class PartyWord(models.Model):
    """That what was entered may be published: its Party confirmed it, or the Secretariat says why it goes without."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="party_word")
    confirmed = models.BooleanField()
    reason = models.TextField(blank=True, help_text=_("Why it is published without its Party's confirmation."))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed=True, reason="") | (Q(confirmed=False) & ~Q(reason="")),
                name="party_word_or_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.confirmed}"
