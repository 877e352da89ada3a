"""How an indicator is computed: cycles, measures, bindings and the pairs of cycles that may be compared."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from indicators.findings import TargetRule
from indicators.kinds import KINDS, kind_of
from indicators.kinds.kind import Kind
from indicators.models.kind_labels import KIND_LABELS
from indicators.models.plan import Indicator, Ordered
from languages import units
from parties.in_languages import CharWords, TextWords, reader_language


class ReportingCycle(Ordered):
    """One round of national reports with its deadline."""

    code = models.CharField(max_length=12, unique=True)
    title = CharWords(max_length=80)
    deadline = models.DateField(help_text="The due day; what is late is late by it.")
    population_on = models.DateField(help_text="Who is a Party on this day is counted; an extension never moves it.")
    cut_off = models.DateField(help_text="Reports received by this day are counted.")
    cut_off_source = TextWords()
    schema = models.CharField(max_length=40, blank=True, help_text="The Clearing-House's name for its reports.")
    has_questions = models.BooleanField(default=False)
    is_open = models.BooleanField(default=False, help_text="Parties may fill in reports here; late ones stay welcome.")
    note = TextWords(blank=True)
    source = models.TextField()

    def __str__(self) -> str:
        return self.code

    @property
    def subject(self) -> str:
        """The name of its trail."""
        return f"cycle/{self.code}"


class CyclePart(models.Model):
    """A collection kept with a cycle that has a cut-off of its own (the survey of 2014 with NR2)."""

    cycle = models.ForeignKey(ReportingCycle, models.CASCADE, related_name="parts")
    key = models.SlugField()
    title = CharWords(max_length=120)
    called = CharWords(max_length=60, blank=True, help_text="Within a sentence: 'the 2014 survey'.")
    cut_off = models.DateField()
    source = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "key"], name="cycle_part_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def in_a_sentence(self) -> str:
        return self.called or self.title


class PublishedCount(models.Model):
    """A number of reports that the Secretariat published, with its date and source."""

    cycle = models.ForeignKey(ReportingCycle, models.CASCADE, related_name="published_counts")
    as_at = models.CharField(max_length=80, help_text="The date as the source gives it.")
    reports = models.PositiveSmallIntegerField()
    parties = models.PositiveSmallIntegerField(null=True, blank=True)
    non_party_reports = models.PositiveSmallIntegerField(default=0)
    by_region = models.JSONField(default=dict)
    scope = TextWords(blank=True)
    source = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "as_at"], name="published_count_once")]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.reports}"

    @property
    def in_words(self) -> str:
        """How many reports, of how many Parties where the source says it."""
        if self.parties is None:
            return units.number_in_words(self.reports, reader_language())
        return units.part_with_unit(self.reports, self.parties, "Parties", reader_language())


class Measure(Ordered):
    """One figure that speaks to an indicator; the headline measure stands for it in tables."""

    class Direction(models.TextChoices):
        UP = "up", gettext_lazy("Higher is better")
        DOWN = "down", gettext_lazy("Lower is better")
        NONE = "none", gettext_lazy("No direction")
        PER_PERIOD = "per_period", gettext_lazy("Each figure covers a period of its own")

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="measures")
    key = models.SlugField(max_length=80, help_text="'headline', or made from the label.")
    label = CharWords(max_length=160)
    share_label = CharWords(
        max_length=160, blank=True, help_text="What its share and trend are of, where its figure is a total."
    )
    kind = models.CharField(max_length=20, choices=KIND_LABELS)
    rule = TextWords(help_text="In words, ours; a proposal until the Secretariat confirms it.")
    direction = models.CharField(max_length=10, choices=Direction)
    direction_source = models.CharField(max_length=10, help_text="'text' of the plan or our 'reading'.")
    is_headline = models.BooleanField(default=False)
    is_trend = models.BooleanField(default=False, help_text="Its trend stands for the indicator in strips.")
    facts = models.JSONField(default=dict, help_text="Registry filter, membership rule or milestone, by kind.")
    note = TextWords(blank=True)

    class Meta(Ordered.Meta):
        constraints = [
            models.UniqueConstraint(fields=["indicator", "key"], name="measure_key"),
            models.UniqueConstraint(fields=["indicator"], condition=Q(is_headline=True), name="one_headline"),
            models.UniqueConstraint(fields=["indicator"], condition=Q(is_trend=True), name="one_trend_measure"),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="measure_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} {self.label}"

    @property
    def share_of(self) -> str:
        """What its classes, shares and changes are of: what its figure counts, unless the data names another thing."""
        return self.share_label or self.label

    @property
    def trend_by(self) -> str:
        """What its trend is of, where that is not the indicator's headline figure; else empty (method.md §6)."""
        return self.share_label or ("" if self.is_headline else self.label)

    @property
    def of_kind(self) -> Kind:
        """How it is computed and what may be said of it. Raises UnknownKind."""
        return KINDS[self.kind] if self.kind in KINDS else kind_of(self.kind, f"{self.indicator.code}/{self.key}")


class Target(models.Model):
    """A target that the plan's text states, with how far the measure can judge it."""

    class Assess(models.TextChoices):
        FULL = "full"
        NOT_MET_ONLY = "not_met_only"
        NO = "no"

    measure = models.OneToOneField(Measure, models.CASCADE, related_name="target")
    operator = models.CharField(max_length=6, help_text=">=, >, before, by")
    value = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=80)
    due = models.DateField(null=True, blank=True)
    due_reading = TextWords(blank=True)
    population = TextWords(blank=True)
    assess = models.CharField(max_length=12, choices=Assess)
    assess_reason = TextWords(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(assess="full") | ~Q(assess_reason=""), name="target_limit_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.operator} {self.value} {self.unit}"

    @property
    def rule(self) -> TargetRule:
        """What a share is held against."""
        return TargetRule(operator=self.operator, value=self.value, due=self.due, judges=self.assess)

    @property
    def in_words(self) -> str:
        """The target as a reader says it: at least 50 % of Parties."""
        return units.target_in_words(self.operator, self.value, self.unit, reader_language())


class Binding(models.Model):
    """Which questions of a cycle feed a measure, with the class of every option."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="bindings")
    cycle = models.ForeignKey(ReportingCycle, models.PROTECT, related_name="bindings")
    rule = models.JSONField(help_text="Validated by indicators.bindings.parse_binding.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "cycle"], name="binding_once")]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.cycle_id}"


class Comparison(models.Model):
    """Whether a measure may be compared between two cycles, and why or why not."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="comparisons")
    baseline = models.ForeignKey(ReportingCycle, models.PROTECT, related_name="+")
    current = models.ForeignKey(ReportingCycle, models.PROTECT, related_name="+")
    allowed = models.BooleanField()
    grade = models.CharField(max_length=20)
    reason = TextWords()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "baseline", "current"], name="comparison_once")]

    def __str__(self) -> str:
        return f"{self.baseline_id}–{self.current_id}"
