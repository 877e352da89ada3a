"""The forms of the cycles, and how they continue each other."""

from functools import lru_cache

from django.db import models

from indicators.models import ReportingCycle
from national_reports.questionnaire import Link, QuestionnaireForm, build_form, build_links


@lru_cache(maxsize=32)
def _form(sha256: str, pk: int) -> QuestionnaireForm:
    return build_form(Questionnaire.objects.values_list("document", flat=True).get(pk=pk))


@lru_cache(maxsize=64)
def _form_in(sha256: str, pk: int, language: str) -> QuestionnaireForm:
    return _form(sha256, pk).in_language(language)


class Questionnaire(models.Model):
    """The form of one cycle, as validated data."""

    cycle = models.ForeignKey(ReportingCycle, models.PROTECT, related_name="questionnaires")
    version = models.PositiveSmallIntegerField()
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "version"], name="questionnaire_version")]

    def __str__(self) -> str:
        return f"{self.cycle_id} v{self.version}"

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
