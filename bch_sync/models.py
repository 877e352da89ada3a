"""What the Clearing-House was found to hold, when it was asked, and what was counted in it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models import ComputationRun, ReportingCycle
from national_reports.models import Report
from parties.models import Party, Treaty, User
from parties.treaty_words import field_in_words, instrument_in_words


class SyncRun(models.Model):
    """One reading of the Clearing-House; at most one is running, and holds a lease while it does."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        INCOMPLETE = "incomplete", _("Incomplete: part of it could not be read")
        STOPPED = "stopped", _("Stopped: the Clearing-House could not be reached")
        ABANDONED = "abandoned", _("Abandoned: its process ended")

    state = models.CharField(max_length=12, choices=State, default=State.RUNNING)
    is_full = models.BooleanField(default=False)
    base = models.CharField(max_length=200, help_text=_("The address that was asked."))
    demonstration = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    holder = models.CharField(max_length=120, help_text=_("The process that runs it: host/number."))
    requests = models.PositiveIntegerField(default=0)
    counts = models.JSONField(
        default=dict, help_text="{schema: {found, fetched, new, changed, unchanged, withdrawn, refused}}"
    )
    faults = models.JSONField(default=list, help_text="[[schema, why]]")
    before = models.ForeignKey(
        ComputationRun, models.SET_NULL, null=True, blank=True, related_name="+", help_text=_("The figures before it.")
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="running"), name="one_running_sync"),
            models.CheckConstraint(
                condition=Q(state="running", lease_until__isnull=False)
                | (~Q(state="running") & Q(lease_until__isnull=True, finished_at__isnull=False)),
                name="only_a_running_sync_holds_a_lease",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    def total(self, name: str) -> int:
        return sum(counted.get(name, 0) for counted in self.counts.values())

    @property
    def not_read(self) -> int:
        """How many documents and rows of the index came and could not be read, whole or in part."""
        return self.total("refused")

    @property
    def changed_anything(self) -> bool:
        return any(self.total(name) for name in ("new", "changed", "withdrawn"))


class SchemaCursor(models.Model):
    """How far a schema of the index is known; moves only after what it stands for is stored."""

    schema = models.CharField(max_length=60, unique=True)
    updated_until = models.DateTimeField(null=True, help_text=_("Records changed up to then are held."))
    fields = models.CharField(max_length=16, help_text=_("Digest of the fields that were asked for."))
    unexplained = models.IntegerField(
        default=0, help_text=_("Rows that the index counts beyond the records held: those without an identity.")
    )

    def __str__(self) -> str:
        return self.schema


class BchRecordQuerySet(models.QuerySet["BchRecord"]):
    def live(self) -> "BchRecordQuerySet":
        return self.filter(withdrawn_on=None)


class BchRecord(models.Model):
    """One record of the index as it was last read; kept, with the date, when it is there no longer."""

    identifier = models.CharField(max_length=128, unique=True)
    schema = models.CharField(max_length=60)
    government = models.CharField(max_length=40, blank=True, help_text=_("As the Clearing-House writes it."))
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(null=True)
    payload = models.JSONField()
    digest = models.CharField(max_length=16)
    # Why parts of it could not be read; the payload is kept as it came.
    unread = models.CharField(max_length=300, blank=True)
    first_seen_on = models.DateField()
    withdrawn_on = models.DateField(null=True)

    objects = BchRecordQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["schema", "withdrawn_on", "identifier"])]

    def __str__(self) -> str:
        return f"{self.schema} {self.identifier}"


class RefusedRow(models.Model):
    """A row of the index that could not be taken for a record, as it came, and why."""

    run = models.ForeignKey(SyncRun, models.CASCADE, related_name="refused_rows")
    schema = models.CharField(max_length=60)
    reason = models.CharField(max_length=300)
    row = models.JSONField()

    def __str__(self) -> str:
        return f"{self.schema}: {self.reason}"


class RegistryCount(models.Model):
    """How many records one filter of a measure found, for one day, in all and by government."""

    run = models.ForeignKey(SyncRun, models.PROTECT, related_name="registry_counts")
    filter = models.CharField(max_length=160, help_text=_("indicator/measure/name, of a plan."))
    digest = models.CharField(max_length=16, help_text=_("Of the filter's definition."))
    as_of = models.DateField()
    reconstructed = models.BooleanField(
        default=False, help_text=_("Rebuilt from dates of registration: at least, deleted records are gone.")
    )
    records = models.PositiveIntegerField()
    by_schema = models.JSONField(default=dict)
    governments = models.JSONField(default=dict, help_text="{code: records}")
    kinds = models.JSONField(default=dict, help_text="{kind: records}, where the filter names the field of kinds.")

    class Meta:
        ordering = ["filter", "as_of"]
        constraints = [
            models.UniqueConstraint(
                fields=["filter", "digest", "as_of", "reconstructed"], name="registry_count_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.filter} {self.as_of}: {self.records}"


class ResolvedTerm(models.Model):
    """A term of the thesaurus that a filter's word was found to mean."""

    domain = models.CharField(max_length=80)
    word = models.CharField(max_length=120)
    identifier = models.CharField(max_length=128)
    name = models.CharField(max_length=200)
    resolved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["domain", "word", "identifier"], name="resolved_term_once")]

    def __str__(self) -> str:
        return f"{self.word}: {self.name}"


class ImportedReport(models.Model):
    """How far the revisions of one published report were taken in, and what could not be."""

    record = models.OneToOneField(BchRecord, models.PROTECT, related_name="imported")
    cycle = models.ForeignKey(ReportingCycle, models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0, help_text=_("The last revision that was taken in."))
    report = models.ForeignKey(Report, models.PROTECT, null=True, blank=True, related_name="+")
    refused = models.JSONField(default=list, help_text=_("What could not be read of it, and why."))
    imported_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.record_id} revision {self.revision}"


class StatusDifference(models.Model):
    """A date of a treaty status on which the Clearing-House and this portal differ; applied only by staff."""

    class State(models.TextChoices):
        OPEN = "open", _("To be decided")
        APPLIED = "applied", _("Taken over")
        KEPT = "kept", _("Ours was kept")
        GONE = "gone", _("No longer different")

    party = models.ForeignKey(Party, models.CASCADE, related_name="+")
    treaty = models.CharField(max_length=5)
    field = models.CharField(max_length=20)
    ours = models.CharField(max_length=40, blank=True)
    theirs = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    seen_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["party__order_en", "treaty", "field"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "treaty", "field", "ours", "theirs"], name="status_difference_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.treaty} {self.field}"

    @property
    def treaty_in_words(self) -> str:
        return str(Treaty(self.treaty).label)

    @property
    def field_in_words(self) -> str:
        return field_in_words(self.field)

    @property
    def ours_in_words(self) -> str:
        return instrument_in_words(self.ours)

    @property
    def theirs_in_words(self) -> str:
        return instrument_in_words(self.theirs)


class Filing(models.Model):
    """A report of this portal sent to the Clearing-House, at most once a version."""

    class State(models.TextChoices):
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        REFUSED = "refused", _("Refused by the Clearing-House")
        FAILED = "failed", _("Not known to have arrived")

    report = models.OneToOneField(Report, models.PROTECT, related_name="filing")
    identifier = models.CharField(max_length=128)
    state = models.CharField(max_length=8, choices=State, default=State.SENDING)
    sha256 = models.CharField(max_length=64)
    said = models.JSONField(default=list, help_text=_("What the Clearing-House said."))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.report_id} {self.state}"
