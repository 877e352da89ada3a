"""A strategic plan as its source prints it; editorial additions are named as such."""

from django.db import models
from django.db.models import Q

from languages.writing import item_letter
from parties.in_languages import CharWords, TextWords, reader_language


class Plan(models.Model):
    """One strategic plan: its text, its period and where it was printed."""

    slug = models.SlugField(unique=True)
    title = CharWords(max_length=200)
    short_title = CharWords(max_length=80)
    status = CharWords(max_length=40)
    date_stamp = models.CharField(max_length=20, blank=True)
    adopted_on = models.DateField(null=True, blank=True)
    adopted_note = TextWords(blank=True)
    vision = TextWords(blank=True)
    mission = TextWords(blank=True)
    periods = models.JSONField(default=list, help_text="[{from, to, printed_in}]: every period that the source names.")
    mid_term = models.JSONField(default=dict, help_text="{baseline, current}: what the plan's own evaluation compares.")
    source = models.JSONField(default=dict, help_text="{document, title_as_printed, annex_title}")
    labels = models.JSONField(default=dict, help_text="What this plan calls its levels, by our names.")
    has_operational_level = models.BooleanField(default=True)
    programme = models.JSONField(default=dict, help_text="{title, lead} of the programme of work.")
    current = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["current"], condition=Q(current=True), name="one_current_plan")]

    def __str__(self) -> str:
        return self.short_title

    @property
    def mid_term_pair(self) -> tuple[str, str] | None:
        """The cycles that its own mid-term evaluation compares; None where its file names none."""
        return (self.mid_term["baseline"], self.mid_term["current"]) if self.mid_term else None


class Ordered(models.Model):
    """Something that stands at a place in its list."""

    position = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        ordering = ["position"]


class StrategicObjective(Ordered):
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="strategic_objectives")
    code = models.CharField(max_length=12)
    text = TextWords()
    note = models.TextField(blank=True)

    class Meta(Ordered.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="strategic_objective_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class ExpectedImpact(Ordered):
    strategic_objective = models.ForeignKey(StrategicObjective, models.CASCADE, related_name="expected_impacts")
    text = TextWords()
    note = models.TextField(blank=True)

    class Meta(Ordered.Meta):
        constraints = [
            models.UniqueConstraint(fields=["strategic_objective", "position"], name="expected_impact_place")
        ]

    def __str__(self) -> str:
        return self.text


class OperationalObjective(Ordered):
    """An objective that carries outcomes and indicators; in a plan of two levels, its goal stands for it."""

    strategic_objective = models.ForeignKey(StrategicObjective, models.CASCADE, related_name="operational_objectives")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="operational_objectives")
    code = models.CharField(max_length=12)
    text = TextWords()
    note = models.TextField(blank=True)

    class Meta(Ordered.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="operational_objective_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class Outcome(Ordered):
    operational_objective = models.ForeignKey(OperationalObjective, models.CASCADE, related_name="outcomes")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="outcomes")
    code = models.CharField(max_length=12)
    row = models.PositiveSmallIntegerField(help_text="The row of the source's table, from 1 in each objective.")
    text = TextWords()
    note = models.TextField(blank=True)

    class Meta(Ordered.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="outcome_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class Indicator(Ordered):
    class Measurability(models.TextChoices):
        MEASURABLE = "measurable"
        PARTLY = "partly"
        NOT = "not measurable"

    operational_objective = models.ForeignKey(OperationalObjective, models.CASCADE, related_name="indicators")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="indicators")
    code = models.CharField(max_length=12)
    row = models.PositiveSmallIntegerField(help_text="The row of the source's table, from 1 in each objective.")
    text = TextWords(help_text="Verbatim.")
    label = CharWords(max_length=120, help_text="Short, ours.")
    note = models.TextField(blank=True)
    measurability = models.CharField(max_length=14, choices=Measurability)
    reason = TextWords(help_text="Why it can be measured no better.")
    caveat = TextWords(blank=True)
    confidence = models.CharField(max_length=10, blank=True)

    class Meta(Ordered.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="indicator_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class OutcomeLink(models.Model):
    """Our reading of which outcome an indicator speaks to; the rows are the source's, the links are ours."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="links")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="links")
    reason = TextWords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "outcome"], name="outcome_link_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="outcome_link_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} → {self.outcome_id}"


class BackgroundPage(Ordered):
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="background")
    slug = models.SlugField()
    title = CharWords(max_length=120)
    heading = models.CharField(max_length=200)
    paragraphs = models.JSONField(help_text="[{number, text, note}], verbatim.")

    class Meta(Ordered.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "slug"], name="background_slug")]

    def __str__(self) -> str:
        return self.title


class ConventionGoal(Ordered):
    """A goal of the Convention's own strategic plan, as the background table prints it."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="convention_goals")
    code = models.CharField(max_length=12)
    text = models.TextField()

    class Meta(Ordered.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="convention_goal_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class ConventionObjective(Ordered):
    goal = models.ForeignKey(ConventionGoal, models.CASCADE, related_name="objectives")
    code = models.CharField(max_length=12)
    text = models.TextField()

    class Meta(Ordered.Meta):
        constraints = [models.UniqueConstraint(fields=["goal", "code"], name="convention_objective_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class ProgressNote(Ordered):
    objective = models.ForeignKey(ConventionObjective, models.CASCADE, related_name="progress")
    text = models.TextField()
    note = models.TextField(blank=True)
    figures = models.JSONField(default=list, help_text="[{value, qualifier, unit, of}]")

    class Meta(Ordered.Meta):
        pass

    def __str__(self) -> str:
        return self.text


class ProgrammeItem(Ordered):
    """A standing item or a meeting's item slot of the programme of work."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="programme_items")
    meeting_code = models.CharField(max_length=12, blank=True, help_text="Empty for standing items.")
    meeting = CharWords(max_length=80, blank=True)
    letter = models.CharField(max_length=2)
    text = TextWords(blank=True, help_text="Empty where the source leaves the slot empty.")

    class Meta(Ordered.Meta):
        constraints = [models.UniqueConstraint(fields=["plan", "meeting_code", "letter"], name="programme_item_place")]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.meeting, item_letter(self.letter, reader_language()), self.text]))
