"""A frozen edition of an evaluation with its texts and documents; once published, none of them ever changes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evaluation.editions.states import OPEN
from evaluation.models.evaluations import Evaluation


class EditionQuerySet(models.QuerySet["Edition"]):
    def published(self) -> "EditionQuerySet":
        return self.filter(state=Edition.State.PUBLISHED)

    def open(self) -> "EditionQuerySet":
        """Those on their way: drafts, and those in review."""
        return self.filter(state__in=OPEN)


class EditionManager(models.Manager["Edition"]):
    """Leaves the frozen form in the database until somebody reads it: it is large."""

    def get_queryset(self) -> EditionQuerySet:
        return EditionQuerySet(self.model, using=self._db).defer("frozen")


class Edition(models.Model):
    """One edition: inputs, parameters, method version and results as frozen, under one hash."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "in review", _("In review")
        PUBLISHED = "published", pgettext_lazy("edition", "Published")

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="editions")
    version = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    symbol = models.CharField(max_length=60, blank=True, help_text=_("As the conference services gave it."))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    frozen = models.BinaryField(null=True, blank=True, help_text="The canonical form, byte for byte as it was hashed.")
    sha256 = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    texts_changed_at = models.DateTimeField(null=True, blank=True)
    publisher = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    changes = models.JSONField(default=list, help_text="[{what, why}] of a correction.")

    objects = EditionManager.from_queryset(EditionQuerySet)()

    class Meta:
        # So that an edition found through a document or a correction leaves its frozen form where it is, too.
        base_manager_name = "objects"
        ordering = ["evaluation", "opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "version"], name="edition_version"),
            models.UniqueConstraint(fields=["evaluation"], condition=Q(state__in=OPEN), name="one_open_edition"),
            # NULL on either side says nothing, and passes.
            models.CheckConstraint(condition=~Q(publisher=F("author")), name="published_by_another_than_the_author"),
            models.CheckConstraint(
                condition=Q(frozen__isnull=True, frozen_at__isnull=True, sha256="")
                | (Q(frozen__isnull=False, frozen_at__isnull=False) & ~Q(sha256="")),
                name="edition_is_frozen_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(frozen__isnull=False), name="edition_in_review_is_frozen"
            ),
            models.CheckConstraint(
                condition=Q(state="published", publisher__isnull=False, published_at__isnull=False)
                | (~Q(state="published") & Q(publisher__isnull=True, published_at__isnull=True)),
                name="edition_publication_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation.slug} {self.version}"

    @property
    def called(self) -> str:
        """As pages name it: the evaluation's title in the reader's language, and the version."""
        return f"{self.evaluation.title} {self.version}"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_in_review(self) -> bool:
        return self.state == self.State.REVIEW

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def texts_are_frozen(self) -> bool:
        """Whether the frozen form holds the texts as they stand."""
        return self.frozen_at is not None and (self.texts_changed_at is None or self.texts_changed_at <= self.frozen_at)


class FindingText(models.Model):
    """What staff add to the generated sentences of one subject, in one language, with its sources."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="texts")
    subject = models.CharField(max_length=40, help_text="whole, objective/1, impact/1.1, indicator/2.2.1 …")
    language = models.CharField(max_length=8)
    narrative = models.TextField(blank=True)
    sources = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["edition", "subject", "language"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "subject", "language"], name="finding_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.subject} {self.language}"


class Document(models.Model):
    """One file of an edition, made from its frozen form."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=8, blank=True, help_text="Empty: of no language.")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    made_from = models.CharField(max_length=64, help_text="The hash of the frozen form that it was made from.")

    class Meta:
        ordering = ["edition", "kind", "language", "name"]
        constraints = [models.UniqueConstraint(fields=["edition", "name"], name="document_name_once")]
        indexes = [models.Index(fields=["sha256"])]

    def __str__(self) -> str:
        return self.name


class DocumentDownloads(models.Model):
    """How often a document was fetched on a day; of whom, nothing is kept."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="downloads")
    on = models.DateField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "on"], name="downloads_of_a_day_once")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.on}: {self.number}"
