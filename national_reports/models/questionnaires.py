"""The forms of the cycles, and how they continue each other."""

from functools import lru_cache

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from indicators.models import ReportingCycle
from national_reports.questionnaire import Link, QuestionnaireForm, build_form, build_links


@lru_cache(maxsize=32)
def _form(sha256: str, pk: int) -> QuestionnaireForm:
    document, kept_words = Questionnaire.objects.values_list("document", "kept_words").get(pk=pk)
    return build_form(document, kept_words)


@lru_cache(maxsize=64)
def _form_in(sha256: str, pk: int, language: str) -> QuestionnaireForm:
    return _form(sha256, pk).in_language(language)


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    def in_use(self) -> "QuestionnaireQuerySet":
        """The newest form of each cycle: the one that drafts are filled in under, and that figures read by."""
        of_cycle = Questionnaire.objects.filter(cycle=OuterRef("cycle")).order_by("-version", "-mended")
        return self.filter(pk=Subquery(of_cycle.values("pk")[:1]))

    def of_words(self) -> "QuestionnaireQuerySet":
        """Without what is read only where a process has not built the form yet."""
        return self.defer("document", "kept_words")


class Questionnaire(models.Model):
    """The form of one cycle, as validated data; one that asks otherwise is another row, and the earlier one stays."""

    cycle = models.ForeignKey(ReportingCycle, models.PROTECT, related_name="questionnaires")
    version = models.PositiveSmallIntegerField()
    mended = models.PositiveSmallIntegerField(
        default=0, help_text=_("How many times this version was mended to ask otherwise.")
    )
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    kept_words = models.JSONField(
        default=dict, help_text=_("What its texts are called in each language, for when it is in use no more.")
    )

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "version", "mended"], name="questionnaire_version")]

    def __str__(self) -> str:
        return f"{self.cycle_id} v{self.version}"

    @property
    def is_in_use(self) -> bool:
        """Whether no newer form of its cycle is there; one query."""
        return Questionnaire.objects.in_use().filter(pk=self.pk).exists()

    @property
    def form(self) -> QuestionnaireForm:
        """The frozen form; built once in a process for each content."""
        return _form(self.sha256, self.pk)

    def form_in(self, language: str) -> QuestionnaireForm:
        """The form as a reader of a language sees it; built once in a process for each."""
        return _form_in(self.sha256, self.pk, language)


class QuestionMap(models.Model):
    """How the questions of one cycle continue those of an earlier one."""

    current = models.ForeignKey(ReportingCycle, models.PROTECT, related_name="maps")
    previous = models.ForeignKey(ReportingCycle, models.PROTECT, related_name="+")
    document = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["current", "previous"], name="question_map_once")]

    def __str__(self) -> str:
        return f"{self.current_id} ← {self.previous_id}"

    @property
    def links(self) -> dict[str, Link]:
        return build_links(self.document)
