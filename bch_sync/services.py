"""Bring the Clearing-House's published reports and dated counts of its registry; one run at a time."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from bch_sync import focal_points, leases
from bch_sync.claims import claims
from bch_sync.client import ClearingHouse, ClearingHouseError, Unreachable
from bch_sync.countries import compare
from bch_sync.counts import NamedFilter, fields_looked_at, registry_filters, write_counts
from bch_sync.harvest import Harvest
from bch_sync.importing import Importer
from bch_sync.left_out import list_what_was_left_out
from bch_sync.models import SchemaCursor, StatusDifference, SyncRun
from bch_sync.remarks import compare_open_reports
from bch_sync.reports import take_in
from bch_sync.stored_data import note_registry
from bch_sync.terms import resolve_terms
from indicators.models import ReportingCycle
from jobs.services import enqueue
from languages.told import said_later
from national_reports.models import Questionnaire, Report
from parties.governments import Governments

# The list of countries is short and seldom changes.
COUNTRIES_KEPT = timedelta(days=7)


@dataclass(frozen=True)
class Step:
    """One schema or cycle that was read: its place among all, and what became of its rows."""

    place: int
    of: int
    schema: str
    tally: Mapping[str, int]


Say = Callable[[Step], None]


class NoClearingHouse(RuntimeError):
    """No address of a Clearing-House is set: nothing was asked."""


def clearing_house() -> ClearingHouse:
    """The Clearing-House of the settings. Raises NoClearingHouse."""
    if not settings.BCH_BASE:
        raise NoClearingHouse(
            said_later("Set BCH_BASE to the address of the Clearing-House, for example https://api.cbd.int.")
        )
    return ClearingHouse(
        base=settings.BCH_BASE,
        realm=settings.BCH_REALM,
        agent=settings.BCH_AGENT,
        per_second=settings.BCH_PER_SECOND,
        token=settings.BCH_TOKEN,
    )


@dataclass
class _Sync:
    """One run on its way."""

    house: ClearingHouse
    run: SyncRun
    believe: bool
    now: Callable[[], datetime]
    say: Say

    def __post_init__(self) -> None:
        self.faults: list[tuple[str, str]] = []
        self.steps = 0
        self.governments = Governments.load()

    def stored(self) -> None:
        """Something is stored: show how far it is. Raises LeaseLost where another run began meanwhile."""
        self.run.requests = self.house.requests
        leases.note_counts(self.run)

    def counted(self, schema: str, tally: Counter[str]) -> None:
        self.run.counts[schema] = dict(sorted(tally.items()))
        self.say(Step(len(self.run.counts), self.steps, schema, tally))

    def schema(self, schema: str, fields: frozenset[str]) -> None:
        """Bring one schema; what can't be read of it is told, and the next one is tried. Raises Unreachable."""
        harvest = Harvest(
            house=self.house,
            run=self.run,
            schema=schema,
            fields=fields,
            governments=self.governments,
            stored=self.stored,
            believe=self.believe,
        )
        self._attempt(schema, lambda: harvest.bring(full=self.run.is_full))
        self.counted(schema, harvest.tally)

    def reports(self, cycle: ReportingCycle, importer: Importer) -> None:
        tally: Counter[str] = Counter()

        def take() -> None:
            tally.update(take_in(self.house, cycle, importer, at=self.now(), anew=self.run.is_full, stored=self.stored))

        self._attempt(cycle.code, take)
        self.counted(cycle.code, tally)

    def terms(self, filters: list[NamedFilter]) -> None:
        def look_up() -> None:
            missing = resolve_terms(self.house, filters, at=self.now(), anew=self.run.is_full)
            self.faults += [("thesaurus", said_later("No term is named “{word}”.", word=word)) for word in missing]

        self._attempt("thesaurus", look_up)

    def countries(self) -> None:
        seen = SchemaCursor.objects.filter(schema="countries").first()
        fresh = seen is not None and seen.updated_until and seen.updated_until > self.run.started_at - COUNTRIES_KEPT
        if fresh and not self.run.is_full:
            return

        def look() -> None:
            compare(self.house.countries(), self.governments, at=self.now())
            SchemaCursor.objects.update_or_create(
                schema="countries", defaults={"updated_until": self.run.started_at, "fields": ""}
            )

        self._attempt("countries", look)

    def _attempt(self, what: str, work: Callable[[], None]) -> None:
        try:
            work()
        except Unreachable:
            raise
        except ClearingHouseError as fault:
            self.faults.append((what, str(fault)))


def sync(
    *,
    house: ClearingHouse,
    full: bool = False,
    believe: bool = False,
    demonstration: bool = False,
    now: Callable[[], datetime] = timezone.now,
    say: Say = lambda step: None,
) -> SyncRun:
    """Read what changed, take in new reports, and write the registry's counts of the day.

    What can't be read ends the run as incomplete or stopped, with the reasons; the next run goes on from what is
    stored. Raises AlreadyRunning, LeaseLost.
    """
    run = leases.begin(is_full=full, base=house.base, demonstration=demonstration, at=now())
    held = _Sync(house, run, believe, now, say)
    state = SyncRun.State.DONE
    try:
        with leases.kept(run):
            _bring_all(held)
    except Unreachable as fault:
        held.faults.append(("", str(fault)))
        state = SyncRun.State.STOPPED
    except leases.LeaseLost:
        raise
    except Exception as fault:
        # Ours, not the Clearing-House's: said on the run as well, and the next one need not wait for the lease.
        told = [*held.faults, ("", f"{type(fault).__name__}: {fault}")]
        leases.end(run, state=SyncRun.State.INCOMPLETE, faults=told, at=now())
        note_registry(run, at=now())
        raise
    else:
        state = SyncRun.State.INCOMPLETE if held.faults else state
    run.requests = house.requests
    leases.end(run, state=state, faults=held.faults, at=now())
    note_registry(run, at=now())
    list_what_was_left_out(run, at=now())
    if run.changed_anything or _unfinished_before(run):
        # The figures rest on what is stored, also of a run that was stopped.
        enqueue(kind="compute_progress", reason=said_later("Clearing-House sync {pk}", pk=run.pk))
    return run


def _bring_all(held: _Sync) -> None:
    filters = registry_filters()
    held.terms(filters)
    fields = fields_looked_at(filters)
    # Whom to invite is read there too, whatever the plan counts.
    fields[focal_points.SCHEMA] = fields.get(focal_points.SCHEMA, frozenset()) | focal_points.FIELDS
    schemas = sorted({*fields, *(schema for claim in claims() for schema in claim.schemas)})
    known = Questionnaire.objects.values("cycle")
    cycles = list(ReportingCycle.objects.exclude(schema="").filter(pk__in=known).order_by("deadline"))
    held.steps = len(schemas) + 2 * len(cycles)
    for schema in schemas:
        held.schema(schema, fields.get(schema, frozenset()))
    origin = Report.Origin.DEMONSTRATION if held.run.demonstration else Report.Origin.CLEARING_HOUSE
    importer = Importer(at=held.now(), origin=origin, computes=False)
    for cycle in cycles:
        held.schema(cycle.schema, frozenset())
        held.reports(cycle, importer)
    held.countries()
    # Only a registry that was read whole is counted.
    if not any(what in held.run.counts for what, _ in held.faults):
        write_counts(held.run, on=held.run.started_at.date())
    compare_open_reports()


def _unfinished_before(run: SyncRun) -> bool:
    """Whether the run before ended without asking for figures."""
    before = SyncRun.objects.filter(pk__lt=run.pk).first()
    return before is not None and before.state == SyncRun.State.ABANDONED


def open_differences() -> int:
    return StatusDifference.objects.filter(state=StatusDifference.State.OPEN).count()
