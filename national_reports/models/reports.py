"""A report and its answers."""

from collections import defaultdict
from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from indicators.models import ReportingCycle
from national_reports.codec import AnswerData
from national_reports.cover import COVER_KEYS
from national_reports.dates import Received
from national_reports.due_days import DueDays
from national_reports.ledger import Held, ReportStanding, standings
from national_reports.workflow import EDITABLE, ENDED, HELD, OPEN, SEEN, TAKEN_OFF
from parties.models import Party, User

LEDGER_FIELDS = (
    *("origin", "identifier", "version", "revision", "preferred", "sha256", "state"),
    *("received_on", "received_at", "first_received_on", "first_received_at"),
)


class ReportQuerySet(models.QuerySet["Report"]):
    def published(self) -> "ReportQuerySet":
        return self.filter(state=Report.State.PUBLISHED)

    def for_cycle(self, cycle: ReportingCycle | str) -> "ReportQuerySet":
        return self.filter(cycle__code=cycle) if isinstance(cycle, str) else self.filter(cycle=cycle)

    def open(self) -> "ReportQuerySet":
        """Those on their way: being filled in, or with the Secretariat."""
        return self.filter(state__in=OPEN)

    def seen(self) -> "ReportQuerySet":
        """Those that are public, or were until a later one came."""
        return self.filter(state__in=SEEN)

    def taken_off(self) -> "ReportQuerySet":
        return self.filter(state=Report.State.TAKEN_OFF)

    def held(self) -> "ReportQuerySet":
        """Those that are or were public, also where they were taken off: the lines of the ledger, without headers.

        Each says as `has_answers` whether it holds an answer to any question of the form; its cover is none.
        """
        answers = Answer.objects.filter(report=OuterRef("pk")).exclude(question__in=COVER_KEYS)
        return (
            self.filter(state__in=HELD)
            .select_related("party", "taking_off")
            .defer("header")
            .annotate(has_answers=Exists(answers))
            .order_by("party", "version", "pk")
        )

    def ledger(self, cycle: str, part: str = "") -> dict[str, list[Held]]:
        """What is held of each Party, by its code, as the rule sees it; one query."""
        found: dict[str, list[Held]] = defaultdict(list)
        rows = self.filter(state__in=HELD, cycle__code=cycle, part=part).select_related("party")
        for report in rows.only("party__code", *LEDGER_FIELDS).order_by():
            found[report.party.code].append(report.as_held)
        return found

    def counted(self, cycle: str, part: str, cut_off: date) -> "ReportQuerySet":
        """The report set: for each Party the one report that counts at a cut-off; see `ledger`."""
        return self.filter(
            pk__in=[
                key
                for held in self.ledger(cycle, part).values()
                for key, standing in standings(held, cut_off).items()
                if standing is ReportStanding.COUNTED
            ]
        )


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
        TAKEN_OFF = "taken-off", _("Taken off at the Party's request")
        SET_ASIDE = "set-aside", _("Set aside: the Party's own draft")

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
    received_on = models.DateField(null=True, blank=True, help_text=_("When this content was received."))
    received_at = models.DateTimeField(null=True, blank=True, help_text=_("The moment, where it is known."))
    first_received_on = models.DateField(
        null=True, blank=True, help_text=_("When its record was first submitted; decides whether it was in time.")
    )
    first_received_at = models.DateTimeField(null=True, blank=True, help_text=_("The moment, where it is known."))
    published_at = models.DateTimeField(null=True, blank=True)
    identifier = models.CharField(max_length=128, blank=True, help_text=_("The Clearing-House's identifier."))
    revision = models.PositiveIntegerField(null=True, blank=True)
    header = models.JSONField(default=dict, help_text=_("What the document says of itself besides the answers."))
    sha256 = models.CharField(max_length=64, blank=True)
    preferred = models.BooleanField(default=False, help_text=_("Counts by a decision, whatever came later."))
    preferred_reason = models.TextField(blank=True)
    taking_off = models.ForeignKey(
        "TakingOff",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        help_text=_("Why it is public no more, and at whose request."),
    )
    amends = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="amendments")
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True, help_text=_("The last time; see the submissions."))
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

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
            models.UniqueConstraint(
                fields=["party", "cycle", "part"],
                condition=Q(state__in=OPEN),
                name="one_open_version",
            ),
            models.UniqueConstraint(
                fields=["party", "cycle", "part"], condition=Q(preferred=True), name="one_preferred_version"
            ),
            models.CheckConstraint(
                condition=Q(preferred=False) | ~Q(preferred_reason=""), name="preferred_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(state=TAKEN_OFF, taking_off__isnull=False, preferred=False)
                | (~Q(state=TAKEN_OFF) & Q(taking_off__isnull=True)),
                name="taken_off_at_a_request",
            ),
            # NULL on either side says nothing, and passes.
            models.CheckConstraint(
                condition=~Q(accepted_by=models.F("submitted_by")), name="accepted_by_another_than_submitted"
            ),
        ]
        indexes = [models.Index(fields=["cycle", "part", "state", "received_on"])]

    def __str__(self) -> str:
        return f"{self.party_id} {self.cycle_id} v{self.version}"

    @property
    def due_on(self) -> date:
        """The day that it was due, with the extensions that were decided; one query unless they were read before."""
        return DueDays.of(self.cycle).of_party(self.party_id)

    @property
    def party_name(self) -> str:
        """What its Party was called when it was received, in the reader's language; until then what it is called."""
        return self.party.called_on(self.received_on) if self.received_on else self.party.name

    @property
    def is_late(self) -> bool:
        """A correction does not make a report late: what decides is when its record was first received."""
        first = self.first_received_on or self.received_on
        return first is not None and first > self.due_on

    @property
    def content(self) -> Received | None:
        """When this version was received."""
        return None if self.received_on is None else Received(self.received_on, self.received_at)

    @property
    def first(self) -> Received | None:
        """When its record was first received."""
        return None if self.first_received_on is None else Received(self.first_received_on, self.first_received_at)

    def set_dates(self, *, first: Received | None, content: Received | None) -> None:
        """Take both dates over; nothing is saved."""
        self.received_on, self.received_at = (content.on, content.at) if content else (None, None)
        self.first_received_on, self.first_received_at = (first.on, first.at) if first else (None, None)

    @property
    def record(self) -> tuple[str, str]:
        """What its revisions are compared within: a document of another system, or what is filled in here.

        Systems write one identifier in capitals or not: it is compared without regard to case.
        """
        return ("here", "") if self.origin in FILLED_IN_HERE else ("elsewhere", self.identifier.lower())

    @property
    def part_title(self) -> str:
        """What readers call the collection that it belongs to; empty for the report itself."""
        return next((one.title for one in self.cycle.parts.all() if one.key == self.part), self.part)

    @property
    def as_held(self) -> Held:
        """This version as the rule sees it that says which one counts."""
        return Held(
            key=self.pk,
            record=self.record,
            revision=self.version if self.origin in FILLED_IN_HERE else self.revision or 1,
            first=self.first,
            content=self.content,
            preferred=self.preferred,
            sha256=self.sha256,
            withdrawn=self.is_taken_off,
        )

    @property
    def is_editable(self) -> bool:
        """Whether its answers may still be changed."""
        return self.state in EDITABLE

    @property
    def is_seen(self) -> bool:
        """Whether it is public, or was until a later one came."""
        return self.state in SEEN

    @property
    def is_taken_off(self) -> bool:
        return self.state == TAKEN_OFF

    @property
    def has_ended(self) -> bool:
        """Whether a next version may continue it."""
        return self.state in ENDED

    @property
    def subject(self) -> str:
        """The name of its trail."""
        return f"report/{self.pk}"


FILLED_IN_HERE = (Report.Origin.FORM, Report.Origin.WORKBOOK, Report.Origin.PAPER)


class Answer(models.Model):
    """What one report says to one question; `version` counts its changes and is the token of a save."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=24)
    options = models.JSONField(default=list, help_text="Codes of the chosen options.")
    number = models.BigIntegerField(null=True, blank=True)
    texts = models.JSONField(default=dict, help_text="{language: text}; a starred language is a courtesy translation.")
    details = models.JSONField(default=dict, help_text="{option: {language: text} or amount}")
    entries = models.JSONField(default=list, help_text="[{field: text}] of a contact, a day or a list of links.")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    copied_from = models.CharField(max_length=12, blank=True, help_text="The cycle, until the copy is confirmed.")
    # Which page made the last change, and its place among the changes of that page.
    tab = models.CharField(max_length=36, blank=True)
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "question"], name="answer_once")]
        indexes = [models.Index(fields=["question", "report"])]

    def __str__(self) -> str:
        return f"{self.report_id} {self.question}"

    @property
    def public_texts(self) -> dict[str, str]:
        """Texts without courtesy translations, which are not the Party's own."""
        return {language: text for language, text in self.texts.items() if not language.endswith("*")}

    @property
    def data(self) -> AnswerData:
        """Its content, apart from the store."""
        return AnswerData(
            options=tuple(self.options),
            number=self.number,
            texts=self.texts,
            details=self.details,
            entries=tuple(self.entries),
        )
