"""Questionnaires, national reports and their answers."""

from datetime import date
from functools import lru_cache

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models import ReportingCycle
from national_reports.codec import AnswerData
from national_reports.questionnaire import Link, QuestionnaireForm, build_form, build_links
from national_reports.workflow import EDITABLE, OPEN
from parties.models import Party, User


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

    def open(self) -> "ReportQuerySet":
        """Those on their way: being filled in, or with the Secretariat."""
        return self.filter(state__in=OPEN)

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
            # NULL on either side says nothing, and passes.
            models.CheckConstraint(
                condition=~Q(accepted_by=models.F("submitted_by")), name="accepted_by_another_than_submitted"
            ),
        ]
        indexes = [models.Index(fields=["cycle", "part", "state", "received_on"])]

    def __str__(self) -> str:
        return f"{self.party_id} {self.cycle_id} v{self.version}"

    @property
    def is_late(self) -> bool:
        return self.received_on is not None and self.received_on > self.cycle.deadline

    @property
    def is_editable(self) -> bool:
        """Whether its answers may still be changed."""
        return self.state in EDITABLE

    @property
    def subject(self) -> str:
        """The name of its trail."""
        return f"report/{self.pk}"


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


class AnswerChange(models.Model):
    """One change of one answer, never deleted: what stood before and after, who, when and how."""

    class How(models.TextChoices):
        TYPED = "typed", _("typed")
        COPIED = "copied", _("copied from an earlier report")
        CONFIRMED = "confirmed", _("confirmed")
        RESTORED = "restored", _("restored from the history")
        RESOLVED = "resolved", _("settled between two editors")
        WORKBOOK = "workbook", _("read from a workbook")

    report = models.ForeignKey(Report, models.CASCADE, related_name="changes")
    question = models.CharField(max_length=24)
    version = models.PositiveIntegerField(help_text="The answer's version after this change.")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    how = models.CharField(max_length=10, choices=How)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["report", "question", "version"]
        constraints = [
            models.UniqueConstraint(fields=["report", "question", "version"], name="answer_change_once"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.question} v{self.version}"


class Conflict(models.Model):
    """A save that came after another editor's: kept beside the answer until somebody settles it."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="conflicts")
    question = models.CharField(max_length=24)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    tab = models.CharField(max_length=36, blank=True)
    at = models.DateTimeField()
    read_version = models.PositiveIntegerField()
    content = models.JSONField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["question", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "question", "by", "tab"],
                condition=Q(settled_at__isnull=True),
                name="one_open_conflict_of_a_page",
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.question} {self.by_id}"

    @property
    def data(self) -> AnswerData:
        return AnswerData.unpack(self.content)


class SectionMark(models.Model):
    """A section that somebody called complete."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="marks")
    section = models.CharField(max_length=40)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "section"], name="section_mark_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.section}"


class Presence(models.Model):
    """Who looked at which section last, so that colleagues see each other."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="presences")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    section = models.CharField(max_length=40)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "user"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.user_id}"


class ReviewNote(models.Model):
    """A remark on a question or on the whole: between colleagues, with the Secretariat, or why it was returned."""

    class Audience(models.TextChoices):
        PARTY = "party", _("Colleagues of this Party")
        BOTH = "both", _("Colleagues and the Secretariat")
        SECRETARIAT = "secretariat", _("The Secretariat only")

    report = models.ForeignKey(Report, models.CASCADE, related_name="notes")
    question = models.CharField(max_length=24, blank=True, help_text=_("Empty: on the whole report."))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()
    audience = models.CharField(max_length=12, choices=Audience)
    returns = models.BooleanField(default=False, help_text=_("A reason for which the report was returned."))
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="review_note_says_something")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.question}"


class Attachment(models.Model):
    """A file that accompanies a report, checked by content and stored under a generated name."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to="attachments/%Y/%m", max_length=200)
    name = models.CharField(max_length=120, help_text=_("As the sender named it; shown, never used as a path."))
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    is_scan = models.BooleanField(default=False, help_text=_("The paper that staff entered the answers from."))
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.name


class Submission(models.Model):
    """What was handed in, whole and frozen, with the receipt for it."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="submissions")
    key = models.UUIDField(unique=True, help_text=_("Made with the form: the same form sent twice submits once."))
    reference = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    declaration = models.TextField()
    document = models.JSONField(help_text=_("In the Clearing-House's shape, without the closed answers."))
    sha256 = models.CharField(max_length=64, help_text=_("Of the document's canonical JSON."))

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.reference


class WorkbookImport(models.Model):
    """A filled-in workbook as it was read: what would change, until somebody confirms it."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="workbooks")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField(help_text="[{question, read_version, content}]")
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.name


class Reminder(models.Model):
    """One reminder to a Party's focal points, once for each occasion."""

    cycle = models.ForeignKey(ReportingCycle, models.PROTECT, related_name="reminders")
    party = models.ForeignKey(Party, models.PROTECT, related_name="reminders")
    occasion = models.CharField(max_length=40, help_text=_("30 days before, or the day on which staff sent it."))
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text=_("None: by the schedule."))
    recipients = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["cycle", "party", "occasion"], name="reminder_once")]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.party_id} {self.occasion}"
