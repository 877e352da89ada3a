"""Computed figures: a run, what every Party counted as, the values and the findings."""

from datetime import date
from fractions import Fraction

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from indicators.calculations import CLASSES, Share
from indicators.kinds import KINDS, figure_of, kind_of
from indicators.kinds.figure import Bounds, Figure, Stored
from indicators.kinds.kind import Kind
from indicators.models.kind_labels import KIND_LABELS
from indicators.models.measures import Measure, ReportingCycle
from indicators.rows import NUMBERS, WORDS
from indicators.statements import Statement, statement_of
from languages import units
from parties.all_parties import ALL
from parties.in_languages import reader_language


class RecordedFigure(models.Model):
    """A figure that the Secretariat enters, with its source; a correction is a new version."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="recorded_figures")
    as_of = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    value = models.DecimalField(max_digits=18, decimal_places=4)
    unit = models.CharField(max_length=60)
    source = models.TextField(help_text="The document, with its symbol or address.")
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["measure", "as_of", "version"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "as_of", "version"], name="recorded_figure_version"),
            models.CheckConstraint(condition=~Q(source=""), name="recorded_figure_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.value.normalize():f} {self.unit}"

    @property
    def in_words(self) -> str:
        """The figure with its unit as the reader's language counts."""
        return units.with_unit(self.value, self.unit, reader_language())


class ComputationRun(models.Model):
    """One computation: what went in, by which method, when and why."""

    inputs_hash = models.CharField(max_length=64)
    inputs = models.JSONField(default=dict, help_text="What was counted: report sets with cut-offs, populations.")
    ground_hash = models.CharField(
        max_length=64, blank=True, help_text="Of everything that went in but the reports, and of the code."
    )
    method_version = models.CharField(max_length=20)
    code_version = models.CharField(max_length=60)
    reason = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    current = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["current"], condition=Q(current=True), name="one_current_run")]

    def __str__(self) -> str:
        return self.short_id

    @property
    def short_id(self) -> str:
        return f"{self.pk}-{self.inputs_hash[:8]}"


class KeptClasses(models.Model):
    """What one Party's reports of a cycle say in every measure, as the current run read them.

    Kept so that only what is otherwise is read again; nothing is lost with it.
    """

    cycle = models.ForeignKey(ReportingCycle, models.CASCADE, related_name="+")
    party = models.CharField(max_length=3)
    read_hash = models.CharField(max_length=64, help_text="Of the reports and of all that their reading rests on.")
    classes = models.JSONField(help_text="{measure: class}, of an unanswered one with what it may and must be.")
    bands = models.JSONField(help_text="{measure: [low, high]} where it gave a number.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "party"], name="kept_classes_once")]

    def __str__(self) -> str:
        return f"{self.party} {self.cycle_id}"


class Classification(models.Model):
    """The class of every Party for one measure and cycle, in one row."""

    run = models.ForeignKey(ComputationRun, models.CASCADE, related_name="classifications")
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="+")
    cycle = models.ForeignKey(ReportingCycle, models.PROTECT, related_name="+")
    parties = models.JSONField(
        help_text="{class: [codes]} over the whole population, with settled_yes and settled_not_yes of the unanswered."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "measure", "cycle"], name="classification_once")]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.cycle_id}"


class FigureQuerySet(models.QuerySet["IndicatorValue"]):
    def current(self) -> "FigureQuerySet":
        return self.filter(run__current=True)


class IndicatorValue(models.Model):
    """One figure of a run. Counts are of Parties unless `unit` says otherwise; null is «does not apply» or open."""

    run = models.ForeignKey(ComputationRun, models.CASCADE, related_name="values")
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="values")
    cycle = models.ForeignKey(ReportingCycle, models.PROTECT, null=True, related_name="+")
    as_of = models.DateField(null=True)
    group = models.SlugField(default=ALL)
    kind = models.CharField(max_length=20, choices=KIND_LABELS)
    threshold = models.PositiveIntegerField(null=True, help_text="Share of Parties at or above this band.")
    reading = models.CharField(max_length=40, blank=True, help_text="Another reading of the same measure, by its name.")
    population = models.PositiveSmallIntegerField(null=True)
    yes = models.PositiveSmallIntegerField(null=True)
    partial = models.PositiveSmallIntegerField(null=True)
    no = models.PositiveSmallIntegerField(null=True)
    not_applicable = models.PositiveSmallIntegerField(null=True)
    unanswered = models.PositiveSmallIntegerField(null=True)
    silent = models.PositiveSmallIntegerField(null=True)
    settled_yes = models.PositiveSmallIntegerField(null=True)
    settled_not_yes = models.PositiveSmallIntegerField(null=True)
    numerator = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    denominator = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    low = models.BigIntegerField(null=True)
    high = models.BigIntegerField(null=True, help_text="Null with a `low`: open above.")
    unit = models.CharField(max_length=80)
    source = models.TextField()
    reason = models.CharField(max_length=100, blank=True, help_text="Why there is no figure.")

    objects = FigureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "run",
                "measure",
                Coalesce("cycle", 0),
                Coalesce("as_of", date.min),
                "group",
                Coalesce("threshold", 0),
                "reading",
                name="value_once",
            ),
            models.CheckConstraint(
                condition=Q(**{f"{name}__isnull": True for name in ("population", *CLASSES)})
                | Q(
                    **{f"{name}__isnull": False for name in ("population", *CLASSES)},
                    population=models.F("yes")
                    + models.F("partial")
                    + models.F("no")
                    + models.F("not_applicable")
                    + models.F("unanswered")
                    + models.F("silent"),
                ),
                name="classes_add_up_to_population",
            ),
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="value_kind_known"),
        ]
        indexes = [models.Index(fields=["run", "group", "cycle"])]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.cycle_id} {self.group}"

    @property
    def classes(self) -> Share | None:
        """The exact share with its bounds, where the figure rests on classes of Parties."""
        if self.population is None:
            return None
        counts = {name: getattr(self, name) for name in (*CLASSES, "settled_yes", "settled_not_yes")}
        return Share(**counts)

    @property
    def of_kind(self) -> Kind:
        """What its columns mean and what may be said of it. Raises UnknownKind."""
        if self.kind in KINDS:
            return KINDS[self.kind]
        where = f"{self.measure.indicator.code}/{self.measure.key}" if self.measure_id else "a figure of no measure"
        return kind_of(self.kind, f"{where}, run {self.run_id}")

    @property
    def figure(self) -> Figure:
        """What is said of it; words are the reader's. Raises UnknownKind."""
        return figure_of(
            self.of_kind,
            Stored(
                reason=self.reason,
                share=self.classes,
                threshold=self.threshold,
                low=self.low,
                high=self.high,
                numerator=self.numerator,
                denominator=self.denominator,
                unit=self.unit,
                as_of=self.as_of,
                source=self.source,
            ),
        )

    @property
    def of_parties(self) -> Share | None:
        """The classes as a share of Parties with its bounds; None where the kind tells no share of them."""
        return self.classes if self.of_kind.is_share else None

    @property
    def share(self) -> Fraction | None:
        # Where records are counted no answer is a share of those answering; rebuilt, nobody knows of the others.
        if isinstance(self.figure, Bounds) or self.of_kind.classes_by_record:
            return None
        if self.of_parties is not None:
            return self.of_parties.share
        if self.numerator is None or not self.denominator:
            return None
        return Fraction(self.numerator) / Fraction(self.denominator)


class FindingQuerySet(models.QuerySet["Finding"]):
    def current(self) -> "FindingQuerySet":
        return self.filter(run__current=True)


class Finding(models.Model):
    """What a run can say of a measure: level, trend and pace apart, each with its reason when it can't."""

    run = models.ForeignKey(ComputationRun, models.CASCADE, related_name="findings")
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="findings")
    baseline = models.ForeignKey(ReportingCycle, models.PROTECT, null=True, related_name="+")
    current = models.ForeignKey(ReportingCycle, models.PROTECT, null=True, related_name="+")
    group = models.SlugField(default=ALL)
    level = models.CharField(max_length=40, blank=True)
    level_reason = models.CharField(max_length=200, blank=True)
    yes_needed = models.PositiveSmallIntegerField(null=True, help_text="Yes answers that would settle the level.")
    trend = models.CharField(max_length=40, blank=True)
    strength = models.CharField(max_length=10, blank=True, help_text="Clear or slight, where a direction is said.")
    trend_reason = models.CharField(max_length=400, blank=True)
    pace = models.CharField(max_length=40, blank=True)
    pace_reason = models.CharField(max_length=200, blank=True)
    panel = models.PositiveSmallIntegerField(null=True)
    reporting = models.PositiveSmallIntegerField(null=True, help_text="Parties that reported in the later cycle.")
    population = models.PositiveSmallIntegerField(null=True, help_text="Parties at the later deadline.")
    eligible = models.PositiveSmallIntegerField(
        null=True, help_text="Parties at both deadlines, less those not applicable in either."
    )
    baseline_yes = models.PositiveSmallIntegerField(null=True)
    current_yes = models.PositiveSmallIntegerField(null=True)
    gained = models.PositiveSmallIntegerField(null=True)
    lost = models.PositiveSmallIntegerField(null=True)
    stayed = models.PositiveSmallIntegerField(null=True)
    net_low = models.SmallIntegerField(null=True, help_text="Bounds of the net change where the scale changed.")
    net_high = models.SmallIntegerField(null=True)
    silence_low = models.SmallIntegerField(null=True, help_text="Bounds of the net change whatever the silent say.")
    silence_high = models.SmallIntegerField(null=True)
    silence_among = models.PositiveSmallIntegerField(null=True, help_text="Of how many Parties these bounds are.")
    could_offset = models.PositiveSmallIntegerField(
        null=True, help_text="Parties outside of the panel whose open answer could count against the change."
    )
    only_before = models.PositiveSmallIntegerField(null=True, help_text="Parties that answered at the baseline only.")
    only_before_yes = models.PositiveSmallIntegerField(null=True)
    only_now = models.PositiveSmallIntegerField(null=True, help_text="Parties that answered in the later cycle only.")
    only_now_yes = models.PositiveSmallIntegerField(null=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "run",
                "measure",
                Coalesce("baseline", 0),
                Coalesce("current", 0),
                "group",
                name="finding_once",
            ),
        ]
        indexes = [models.Index(fields=["run", "group", "baseline", "current"])]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.baseline_id}–{self.current_id} {self.group}"

    @property
    def statement(self) -> Statement:
        """What is said of it; words are the reader's."""
        columns = {name: getattr(self, name) for name in (*WORDS, *NUMBERS)}
        return statement_of(columns, self.measure.of_kind)

    @property
    def net(self) -> Fraction | None:
        """Change in the matched panel, as a share; null where none was computed."""
        if self.gained is None or self.lost is None or not self.panel:
            return None
        return Fraction(self.gained - self.lost, self.panel)
