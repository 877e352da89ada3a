"""An evaluation of a plan: which cycles it compares, as of when, for which meeting."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from figures.scope import Scope
from indicators.models import Plan, ReportingCycle
from parties.in_languages import among, in_reader_language


class Meeting(models.Model):
    """A meeting that considers reports and that evaluations are made for; a day that is not known is left open."""

    code = models.SlugField(unique=True, max_length=20)
    title = models.CharField(max_length=160)
    place = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True)
    in_programme = models.CharField(
        max_length=80, blank=True, help_text=_("As the programme of work names it: Sixth meeting.")
    )
    cycles = models.ManyToManyField(
        ReportingCycle, blank=True, related_name="meetings", help_text=_("National reports that it considers.")
    )
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_on", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["in_programme"], condition=~Q(in_programme=""), name="meeting_of_the_programme_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="meeting_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The title in the reader's language; what staff typed is marked as English where no catalogue has it."""
        return in_reader_language(self.title)


class Evaluation(models.Model):
    """What is evaluated: a plan between two cycles, by a cut-off and a population day of its own."""

    class Kind(models.TextChoices):
        MID_TERM = "mid-term", _("Mid-term evaluation")
        FINAL = "final", _("Final evaluation")
        INTERIM = "interim", _("Interim look")

    slug = models.SlugField(unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="evaluations")
    baseline = models.ForeignKey(ReportingCycle, models.PROTECT, related_name="+")
    current = models.ForeignKey(ReportingCycle, models.PROTECT, related_name="+")
    cut_off = models.DateField(help_text=_("Reports of the current cycle received by this day are counted."))
    population_on = models.DateField(help_text=_("Parties for which the Protocol is in force on this day."))
    groups = models.JSONField(default=list, help_text="Slugs of the groups that figures are given for.")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="evaluations")
    agenda_item = models.CharField(max_length=20, blank=True)
    titles = models.JSONField(default=dict, help_text="{language: title}")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["current__deadline", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(baseline=F("current")), name="evaluation_compares_two_cycles"),
            models.CheckConstraint(condition=~Q(slug=""), name="evaluation_has_an_address"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language, else in English and marked so, else what kind it is."""
        return among(self.titles) or str(self.get_kind_display())

    @property
    def subject(self) -> str:
        """The name of its trail."""
        return f"evaluation/{self.slug}"

    @property
    def parameters(self) -> dict[str, Any]:
        """What it counts: of which plan and cycles, by which days, for which groups."""
        return {
            "plan": self.plan.slug,
            "baseline": self.baseline.code,
            "current": self.current.code,
            "cut_off": self.cut_off,
            "population_on": self.population_on,
            "groups": self.groups,
        }

    @property
    def scope(self) -> Scope:
        """The cycles from the baseline to the current one, counted by this evaluation's days."""
        between = ReportingCycle.objects.filter(
            deadline__gte=self.baseline.deadline, deadline__lte=self.current.deadline
        )
        return Scope(
            cycles=frozenset(between.values_list("code", flat=True)),
            cut_offs={self.current.code: self.cut_off},
            population_on={self.current.code: self.population_on},
        )
