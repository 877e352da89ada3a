"""What stands against an edition and may stand, languages left out, what was withdrawn, and which home shows."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from evaluation.models.editions import Edition
from evaluation.models.evaluations import Evaluation
from languages.codes import ENGLISH

LONGEST_PLACE = 240


class EditionRefusal(models.Model):
    """One refusal of the gate of meaning, of the form or of the documents as they were made last."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="refusals")
    name = models.CharField(max_length=40, help_text="The check that refuses: after the cut-off …")
    place = models.CharField(max_length=LONGEST_PLACE)
    found = models.TextField(help_text="What stands there.")
    subject = models.CharField(max_length=40, help_text="Where it is mended: parameters, indicator/2.2.1 …")
    of_documents = models.BooleanField(default=False)
    made_from = models.CharField(max_length=64, help_text="The hash of the frozen form that was looked at.")

    class Meta:
        ordering = ["edition", "pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "name", "place"], name="edition_refusal_once")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.name}: {self.place}"


class RefusalPass(models.Model):
    """One publisher's asking that a named refusal may stand, and another's agreement; the edition prints the reason."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="passes")
    name = models.CharField(max_length=40)
    place = models.CharField(max_length=LONGEST_PLACE)
    reason = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["edition", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "name", "place"], name="refusal_pass_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="refusal_pass_has_a_reason"),
            # NULL says nothing, and passes.
            models.CheckConstraint(condition=~Q(agreed_by=F("asked_by")), name="refusal_pass_by_two"),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True, agreed_at__isnull=True)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="refusal_pass_agreement_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.name}: {self.place}"


class LeftOutLanguage(models.Model):
    """A language that an edition makes no documents and no sentences in, with the reason that it prints."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="left_out")
    language = models.CharField(max_length=8, help_text="As documents call it: ar, zh.")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["edition", "language"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "language"], name="left_out_language_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="left_out_language_has_a_reason"),
            # What has no text in another language stands in English.
            models.CheckConstraint(condition=~Q(language__in=["", ENGLISH]), name="left_out_language_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.language}"


class Withdrawal(models.Model):
    """Why a published edition is no longer to be read as it stands: its bytes, hash and address stay."""

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="withdrawal_has_a_reason")]

    def __str__(self) -> str:
        return str(self.edition_id)


class HomeChoice(models.Model):
    """Which evaluation the first page shows: the choice made last holds."""

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="home_choices")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.at:%Y-%m-%d}"
