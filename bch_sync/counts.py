"""Count the held records by the filters of the measures: as of a day, and back in time from dates of registration."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Q

from bch_sync.models import BchRecord, RegistryCount, ResolvedTerm, SyncRun
from indicators.days import deadline_day
from indicators.models import Measure, ReportingCycle
from indicators.registry import Condition, RegistryFilter, filters_of
from parties.models import Party

CHUNK = 1000


@dataclass(frozen=True)
class NamedFilter:
    """A filter of a measure, by the name that its counts are kept under."""

    name: str
    filter: RegistryFilter
    may_look_back: bool


def registry_filters() -> list[NamedFilter]:
    """Every filter of every plan's measures, in the order of their names.

    A schema is rebuilt for all of them or for none (method.md §5).
    """
    held = [
        (filter_name(measure, one.name), one)
        for measure in Measure.objects.select_related("indicator__plan").exclude(facts={})
        for one in filters_of(measure.facts)
    ]
    without_past = {schema for _name, one in held if one.no_past for schema in one.schemas}
    found = [NamedFilter(name, one, may_look_back=not one.schemas & without_past) for name, one in held]
    return sorted(found, key=lambda named: named.name)


def filter_name(measure: Measure, count: str) -> str:
    return f"{measure.indicator.plan.slug}/{measure.indicator.code}/{measure.key}/{count}"


def fields_looked_at(filters: Iterable[NamedFilter]) -> dict[str, frozenset[str]]:
    """The fields that the filters need of each schema."""
    needed: dict[str, set[str]] = {}
    for named in filters:
        for schema in named.filter.schemas:
            needed.setdefault(schema, set()).update(condition.field for condition in named.filter.conditions)
            if named.filter.kinds:
                needed[schema].add(named.filter.kinds)
        for condition in named.filter.conditions:
            if condition.links_to:
                needed.setdefault(condition.links_to, set())
    return {schema: frozenset(fields) for schema, fields in needed.items()}


# What a field of one record holds as text, in small letters; each field is read once.
Texts = Callable[[str], list[str]]


def texts_of(payload: Mapping[str, Any]) -> Texts:
    @cache
    def texts(name: str) -> list[str]:
        held = payload.get(name)
        return [value.lower() for value in (held if isinstance(held, list) else [held]) if isinstance(value, str)]

    return texts


@dataclass(frozen=True)
class Found:
    """A condition with the identifiers that its words mean now, or the records that it may name with their days.

    The day of a record is that of its registration, None where it carries none.
    """

    condition: Condition
    values: frozenset[str]
    records: Mapping[str, date | None] = field(default_factory=dict)

    @property
    def asks_for_the_day(self) -> bool:
        return self.condition.until_as_of or bool(self.condition.links_to)

    def holds(self, texts: Texts, as_of: date, *, back: bool = False) -> bool:
        """Whether a record's field fits on a day; `back` in time a record that it names counts by its own day."""
        held = texts(self.condition.field)
        if self.condition.not_before is not None:
            days = [day for day in map(_day, held) if day is not None]
            until = as_of if self.condition.until_as_of else date.max
            return any(self.condition.not_before <= day <= until for day in days)
        if self.condition.links_to:
            named = [self.records[text] for text in held if text in self.records]
            return any(not back or (day is not None and day <= as_of) for day in named)
        return not self.values.isdisjoint(held)


@dataclass(frozen=True)
class Sieve:
    """A filter's conditions: those that hold whatever the day, and those that ask for one; and its field of kinds."""

    name: str
    kinds: str
    always: tuple[Found, ...]
    by_day: tuple[Found, ...]

    @classmethod
    def of(cls, named: NamedFilter, found: Iterable[Found]) -> "Sieve":
        held = tuple(found)
        return cls(
            named.name,
            named.filter.kinds,
            always=tuple(one for one in held if not one.asks_for_the_day),
            by_day=tuple(one for one in held if one.asks_for_the_day),
        )


@dataclass
class Tally:
    records: int = 0
    schemas: Counter[str] = field(default_factory=Counter)
    governments: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)


def write_counts(run: SyncRun, *, on: date) -> int:
    """Write a snapshot of every filter for a day, and reconstructions for the cut-offs of past cycles.

    A filter whose words are found in no term is left out. Returns how many counts stand now; a repeat replaces.
    """
    tallies, digests = count_records(on=on)
    _store(run, tallies, digests)
    return len(tallies)


def count_records(*, on: date) -> tuple[dict[tuple[str, date, bool], "Tally"], dict[str, str]]:
    """Count the held records as of a day and for the cut-offs of past cycles; with the digest of each filter.

    Returns {(filter, day, whether it is rebuilt): tally} and {filter: digest}; nothing is written.
    """
    filters = [(named, _found(named.filter)) for named in registry_filters()]
    usable = [(named, found) for named, found in filters if found is not None]
    cut_offs = sorted(set(ReportingCycle.objects.filter(cut_off__lt=on).values_list("cut_off", flat=True)))
    tallies: dict[tuple[str, date, bool], Tally] = {(named.name, on, False): Tally() for named, _ in usable}
    tallies |= {(named.name, day, True): Tally() for named, _ in usable for day in cut_offs if named.may_look_back}
    parties = dict(Party.objects.values_list("pk", "code"))
    schemas = {schema for named, _ in usable for schema in named.filter.schemas}
    of_schema = {
        schema: [Sieve.of(named, found or ()) for named, found in usable if schema in named.filter.schemas]
        for schema in schemas
    }
    rows = BchRecord.objects.filter(schema__in=schemas).values_list(
        "schema", "party_id", "created_at", "withdrawn_on", "payload"
    )
    for schema, party, created, withdrawn, payload in rows.order_by().iterator(chunk_size=CHUNK):
        texts = texts_of(payload)
        days = _days(created, withdrawn, on, cut_offs)
        for sieve in of_schema[schema]:
            if not all(one.holds(texts, on) for one in sieve.always):
                continue
            kinds = set(texts(sieve.kinds)) if sieve.kinds else ()
            for day, back in days:
                tally = tallies.get((sieve.name, day, back))
                if tally is not None and all(one.holds(texts, day, back=back) for one in sieve.by_day):
                    tally.records += 1
                    tally.schemas[schema] += 1
                    for kind in kinds:
                        tally.kinds[kind] += 1
                    if party is not None:
                        tally.governments[parties[party]] += 1
    return tallies, {named.name: named.filter.digest for named, _ in usable}


def _days(created: datetime | None, withdrawn: date | None, on: date, cut_offs: list[date]) -> list[tuple[date, bool]]:
    """The days for which a record counts: today if it is there, and each cut-off by which it was registered."""
    registered = date.max if created is None else deadline_day(created)
    days = [(day, True) for day in cut_offs if registered <= day]
    if withdrawn is not None:
        return [(day, back) for day, back in days if day < withdrawn]
    return [*days, (on, False)]


def _store(run: SyncRun, tallies: Mapping[tuple[str, date, bool], Tally], digests: Mapping[str, str]) -> None:
    with transaction.atomic():
        RegistryCount.objects.bulk_create(
            (
                RegistryCount(
                    run=run,
                    filter=name,
                    digest=digests[name],
                    as_of=day,
                    reconstructed=back,
                    records=tally.records,
                    by_schema=dict(sorted(tally.schemas.items())),
                    governments=dict(sorted(tally.governments.items())),
                    kinds=dict(sorted(tally.kinds.items())),
                )
                for (name, day, back), tally in tallies.items()
            ),
            update_conflicts=True,
            unique_fields=["filter", "digest", "as_of", "reconstructed"],
            update_fields=["run", "records", "by_schema", "governments", "kinds"],
        )


def _found(filter_: RegistryFilter) -> tuple[Found, ...] | None:
    """The conditions with what their words mean; None while a word means nothing yet."""
    found = []
    for condition in filter_.conditions:
        values = set(condition.any)
        if condition.terms is not None:
            words = Q(domain=condition.terms.domain, word__in=condition.terms.containing)
            terms = {term.lower() for term in ResolvedTerm.objects.filter(words).values_list("identifier", flat=True)}
            if not terms:
                return None
            values |= terms
        linked: dict[str, date | None] = {}
        if condition.links_to:
            rows = BchRecord.objects.live().filter(schema=condition.links_to).values_list("identifier", "created_at")
            linked = {identifier.lower(): created and deadline_day(created) for identifier, created in rows}
        found.append(Found(condition, frozenset(values), linked))
    return tuple(found)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
