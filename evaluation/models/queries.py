"""“Something is wrong here”: what a reader asks of a published line, and the Secretariat's answer.

Queries and answers are only added; the address that an answer goes to stands apart, is never shown, and is forgotten.
Who asked is kept of people with an account that let the Secretariat see it, and of nobody else.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluation.models.editions import Edition
from parties.models import Party


class Query(models.Model):
    """One query, bound to what it is of as that stood when it was asked."""

    # What is loaded anew may go; names and digests stay.
    plan = models.CharField(max_length=60, blank=True)
    measure = models.CharField(max_length=120, blank=True, help_text="2.2.1/headline")
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    cycle = models.CharField(max_length=12, blank=True)
    question = models.CharField(max_length=24, blank=True)
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="queries")
    bound = models.JSONField(default=dict, help_text="{run, reports, answer, classes}: what stood there then.")
    words = models.TextField()
    language = models.CharField(max_length=10)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: a reader who is not signed in, or does not want it seen.",
    )
    at = models.DateTimeField()
    digest = models.CharField(max_length=64, unique=True, help_text="Of all that it says and its day: asked once.")

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "Queries"
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="query_is_in_words")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def subject(self) -> str:
        """The name of its trail."""
        return f"query/{self.pk}"


class QueryAddress(models.Model):
    """Where the answer goes; forgotten with it, or when nobody answered for long."""

    query = models.OneToOneField(Query, models.CASCADE, related_name="address")
    email = models.EmailField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.query_id)


class QueryAnswer(models.Model):
    """What the Secretariat answered; `by_letter` says whether there was an address to write to."""

    query = models.OneToOneField(Query, models.PROTECT, related_name="answer")
    words = models.TextField()
    by_letter = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="query_is_answered_in_words")]

    def __str__(self) -> str:
        return str(self.query_id)
