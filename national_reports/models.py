"""Questionnaires, national reports and their answers."""

from datetime import date
from functools import lru_cache

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models import ReportingCycle
from national_reports.questionnaire import Link, QuestionnaireForm, build_form, build_links
from parties.models import Party


@lru_cache(maxsize=32)
def _form(sha256: str, pk: int) -> QuestionnaireForm:
    return build_form(Questionnaire.objects.values_list("document", flat=True).get(pk=pk))


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


class ReportQuerySet(models.QuerySet["Report"]):
    def published(self) -> "ReportQuerySet":
        return self.filter(state=Report.State.PUBLISHED)

    def for_cycle(self, cycle: ReportingCycle | str) -> "ReportQuerySet":
        return self.filter(cycle__code=cycle) if isinstance(cycle, str) else self.filter(cycle=cycle)

    def received_by(self, cycle: str, part: str, cut_off: date) -> "ReportQuerySet":
        """Every version that was published and received by a day; without a date, none."""
        return self.filter(
            cycle__code=cycle,
            part=part,
            state__in=(Report.State.PUBLISHED, Report.State.SUPERSEDED),
            received_on__lte=cut_off,
        )

    def counted(self, cycle: str, part: str, cut_off: date) -> "ReportQuerySet":
        """The report set: for each Party the last version received by the cut-off."""
        received = self.received_by(cycle, part, cut_off)
        later = received.filter(party=models.OuterRef("party"), version__gt=models.OuterRef("version"))
        return received.filter(~models.Exists(later))


class Report(models.Model):
    """One version of one Party's answers in one cycle; frozen once submitted."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        RETURNED = "returned", _("Returned")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        ACCEPTED = "accepted", _("Accepted")
        PUBLISHED = "published", _("Published")
        SUPERSEDED = "superseded", _("Superseded by a later version")

    class Origin(models.TextChoices):
        FORM = "form", _("Filled in here")
        WORKBOOK = "workbook", _("Workbook")
        CLEARING_HOUSE = "clearing-house", _("Biosafety Clearing-House")
        PAPER = "paper", _("Entered from paper")
        DEMONSTRATION = "demonstration", _("Generated for demonstration")

    party = models.ForeignKey(Party, models.PROTECT, related_name="reports")
    cycle = models.ForeignKey(ReportingCycle, models.PROTECT, related_name="reports")
    part = models.SlugField(
        blank=True, help_text=_("Empty for the report itself; else a collection kept with the cycle.")
    )
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    origin = models.CharField(max_length=16, choices=Origin)
    received_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    identifier = models.CharField(max_length=128, blank=True, help_text=_("The Clearing-House's identifier."))
    revision = models.PositiveIntegerField(null=True, blank=True)
    header = models.JSONField(default=dict, help_text=_("What the document says of itself besides the answers."))
    sha256 = models.CharField(max_length=64, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["cycle", "party", "part", "version"]
        constraints = [
            models.UniqueConstraint(fields=["party", "cycle", "part", "version"], name="report_version"),
            models.UniqueConstraint(
                fields=["party", "cycle", "part"],
                condition=Q(state="published"),
                name="one_published_version",
            ),
        ]
        indexes = [models.Index(fields=["cycle", "part", "state", "received_on"])]

    def __str__(self) -> str:
        return f"{self.party_id} {self.cycle_id} v{self.version}"

    @property
    def is_late(self) -> bool:
        return self.received_on is not None and self.received_on > self.cycle.deadline


class Answer(models.Model):
    """What one report says to one question."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=24)
    options = models.JSONField(default=list, help_text="Codes of the chosen options.")
    number = models.BigIntegerField(null=True, blank=True)
    texts = models.JSONField(default=dict, help_text="{language: text}; a starred language is a courtesy translation.")
    details = models.JSONField(default=dict, help_text="{option: {language: text} or amount}")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "question"], name="answer_once")]
        indexes = [models.Index(fields=["question", "report"])]

    def __str__(self) -> str:
        return f"{self.report_id} {self.question}"

    @property
    def public_texts(self) -> dict[str, str]:
        """Texts without courtesy translations, which are not the Party's own."""
        return {language: text for language, text in self.texts.items() if not language.endswith("*")}
