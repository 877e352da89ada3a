"""Parties are heard before an edition: what it will say of each, what the Party says to that, and the answers.

Rows are only added; the database refuses every change of them (evaluation.guards, migration 0005).
"""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evaluation.models.editions import Edition
from indicators.days import deadline_day, is_over
from parties.models import Party


class PartyReviewQuerySet(models.QuerySet["PartyReview"]):
    def not_over(self, at: datetime) -> "PartyReviewQuerySet":
        """Those of editions on their way whose day may not be over everywhere on Earth, without their content."""
        on_its_way = self.exclude(edition__state=Edition.State.PUBLISHED).filter(until__gte=deadline_day(at))
        return on_its_way.defer("content").select_related("edition__evaluation")


class PartyReview(models.Model):
    """What an edition on its way will say of each Party, as of one moment, shown to its focal points until a day."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="party_reviews")
    until = models.DateField(help_text=_("The last day on which Parties may agree or object."))
    content = models.BinaryField(help_text="Canonical JSON of what is said of each Party; see hearing.snapshot.")
    sha256 = models.CharField(max_length=64)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    objects = PartyReviewQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "until"], name="party_review_once_until_a_day")]

    def __str__(self) -> str:
        return f"{self.edition_id} until {self.until}"

    @property
    def subject(self) -> str:
        """The name of its trail."""
        return f"party-review/{self.pk}"

    def is_open(self, at: datetime) -> bool:
        """Whether Parties may still speak: the day is not over everywhere on Earth, and nothing is published."""
        return not self.edition.is_published and not is_over(self.until, at)


class PartyRemark(models.Model):
    """One Party's word on one line; the last version is what it says."""

    class Verdict(models.TextChoices):
        AGREES = "agrees", _("Agrees")
        OBJECTS = "objects", _("Objects")

    review = models.ForeignKey(PartyReview, models.PROTECT, related_name="remarks")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    line = models.CharField(max_length=120, help_text="report/NR4, measure/2.2.1/headline …")
    version = models.PositiveSmallIntegerField(help_text="From 1 in each line.")
    verdict = models.CharField(max_length=7, choices=Verdict)
    words = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["review", "party", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "party", "line", "version"], name="party_remark_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="party_remark_versions_begin_with_one"),
            models.CheckConstraint(condition=Q(verdict__in=("agrees", "objects")), name="party_remark_says_which"),
            models.CheckConstraint(condition=Q(verdict="agrees") | ~Q(words=""), name="party_objects_in_words"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.party_id} {self.line} v{self.version}"

    @property
    def objects_to_it(self) -> bool:
        return self.verdict == self.Verdict.OBJECTS


class ObjectionAnswer(models.Model):
    """The officer's answer to an objection, which the Party reads and gets by letter."""

    remark = models.OneToOneField(PartyRemark, models.PROTECT, related_name="answer")
    words = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="objection_is_answered_in_words")]

    def __str__(self) -> str:
        return str(self.remark_id)
