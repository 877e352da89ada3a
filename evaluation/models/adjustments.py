"""What followed from a finding of a published edition: each entry numbered, each correction a new version."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from evaluation.models.editions import Edition
from evaluation.models.evaluations import Meeting
from indicators.models import Plan, ProgrammeItem

# As they are named in an edition; impact/1.1 and whole are subjects of their own there.
SUBJECT = r"^(whole|(objective|impact|operational|indicator)/[^/]+)$"


class AdjustmentQuerySet(models.QuerySet["Adjustment"]):
    def standing(self) -> "AdjustmentQuerySet":
        """The newest version of every entry, also of those withdrawn."""
        newer = Adjustment.objects.filter(number=OuterRef("number"), version__gt=OuterRef("version"))
        return self.filter(~Exists(newer))

    def holding(self) -> "AdjustmentQuerySet":
        """Entries that hold: the newest versions but for those withdrawn."""
        return self.standing().filter(is_withdrawn=False)

    def of_plan(self, plan: Plan) -> "AdjustmentQuerySet":
        return self.filter(edition__evaluation__plan=plan)

    def about(self, *subjects: str) -> "AdjustmentQuerySet":
        return self.filter(subject__in=subjects)

    def about_the_whole(self) -> "AdjustmentQuerySet":
        """Of the plan, its strategic objectives and expected impacts: what no page below the plan's own shows."""
        return self.filter(Q(subject="whole") | Q(subject__startswith="objective/") | Q(subject__startswith="impact/"))

    def told(self) -> "AdjustmentQuerySet":
        """With all that a page says of them, the newest decision first."""
        return (
            self.select_related("edition__evaluation__plan", "meeting", "recorded_by")
            # The frozen form is large, and no page says it.
            .defer("edition__frozen")
            .prefetch_related("items__item")
            .order_by("-decided_on", "-number")
        )


class Adjustment(models.Model):
    """One version of an entry of the register: what was found, decided, and changed in the plan's data."""

    number = models.PositiveIntegerField(help_text="The entry's number in the register.")
    version = models.PositiveSmallIntegerField(default=1)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="adjustments")
    subject = models.CharField(max_length=40, help_text="whole, objective/1, operational/1.1, indicator/2.2.1 …")
    found = models.TextField()
    decided = models.TextField()
    decided_on = models.DateField()
    decision = models.CharField(max_length=120, help_text="The symbol of the decision or document.")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="adjustments")
    changed = models.TextField(blank=True, help_text="What changed in the plan's data; empty until something did.")
    changed_where = models.CharField(max_length=200, blank=True)
    changed_on = models.DateField(null=True, blank=True)
    source = models.TextField(help_text="Where the decision can be read.")
    is_withdrawn = models.BooleanField(default=False)
    why = models.TextField(blank=True, help_text="Why it was corrected or withdrawn; empty in the first version.")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = AdjustmentQuerySet.as_manager()

    class Meta:
        ordering = ["number", "version"]
        constraints = [
            models.UniqueConstraint(fields=["number", "version"], name="adjustment_version"),
            models.CheckConstraint(condition=Q(number__gte=1, version__gte=1), name="adjustment_is_numbered"),
            models.CheckConstraint(condition=Q(subject__regex=SUBJECT), name="adjustment_has_a_subject"),
            models.CheckConstraint(
                condition=~Q(found="") & ~Q(decided="") & ~Q(decision=""), name="adjustment_says_found_and_decided"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="adjustment_has_source"),
            models.CheckConstraint(
                condition=Q(changed="", changed_where="", changed_on__isnull=True)
                | (~Q(changed="") & ~Q(changed_where="") & Q(changed_on__isnull=False)),
                name="adjustment_change_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(version=1, why="", is_withdrawn=False) | (Q(version__gt=1) & ~Q(why="")),
                name="adjustment_correction_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject} v{self.version}"

    @property
    def trail_subject(self) -> str:
        """The name of its trail."""
        return f"adjustment/{self.number}"

    @property
    def kind(self) -> str:
        """What kind of subject it is about: whole, objective, impact, operational or indicator."""
        return self.subject.partition("/")[0]

    @property
    def code(self) -> str:
        """The code of what it is about; empty for the whole plan."""
        return self.subject.partition("/")[2]


class AdjustedItem(models.Model):
    """An item of the programme of work that an adjustment concerns."""

    adjustment = models.ForeignKey(Adjustment, models.PROTECT, related_name="items")
    item = models.ForeignKey(ProgrammeItem, models.PROTECT, related_name="adjusted")

    class Meta:
        ordering = ["item__position"]
        constraints = [models.UniqueConstraint(fields=["adjustment", "item"], name="adjusted_item_once")]

    def __str__(self) -> str:
        return f"{self.adjustment_id} {self.item_id}"
