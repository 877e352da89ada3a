"""What the registry's counts say for the measures, and what a sync moved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bch_sync.counts import filter_name
from bch_sync.models import RegistryCount, SyncRun
from indicators.models import ComputationRun, IndicatorValue, Measure
from indicators.registry import Counted, MeasureReadings, Reading, RegistryFilter, filters_of
from parties.all_parties import ALL
from parties.selectors import groups_on

# A snapshot stands for a cut-off that is at most so far away.
NEAR = timedelta(days=90)

Counts = Mapping[tuple[str, str], list[RegistryCount]]


def readings(cut_offs: Mapping[str, date]) -> dict[int, MeasureReadings]:
    """For every measure that rests on the registry: its counts for each cycle's cut-off, and the latest snapshot.

    A snapshot near the cut-off is taken first, the nearest one; else the reconstruction for that day; else nothing.
    """
    counts: dict[tuple[str, str], list[RegistryCount]] = {}
    for one in RegistryCount.objects.order_by("as_of"):
        counts.setdefault((one.filter, one.digest), []).append(one)
    found: dict[int, MeasureReadings] = {}
    for measure in Measure.objects.select_related("indicator__plan").exclude(facts={}):
        filters = {filter_name(measure, one.name): one for one in filters_of(measure.facts)}
        if not filters:
            continue
        by_cycle = {code: _for_cut_off(filters, counts, day) for code, day in cut_offs.items()}
        known = {code: reading for code, reading in by_cycle.items() if reading is not None}
        latest = _latest(filters, counts)
        if known or latest:
            found[measure.pk] = MeasureReadings(known, latest)
    return found


def _for_cut_off(filters: Mapping[str, RegistryFilter], counts: Counts, day: date) -> Reading | None:
    snapshots = _days(filters, counts, reconstructed=False)
    near = [on for on in snapshots if abs(on - day) <= NEAR]
    if near:
        return _reading(filters, counts, min(near, key=lambda on: (abs(on - day), on)), reconstructed=False)
    if day in _days(filters, counts, reconstructed=True):
        return _reading(filters, counts, day, reconstructed=True)
    return None


def _latest(filters: Mapping[str, RegistryFilter], counts: Counts) -> Reading | None:
    """The last snapshot, dated by the first day since which it has said the same: a new day alone is no new figure."""
    days = sorted(_days(filters, counts, reconstructed=False), reverse=True)
    held: Reading | None = None
    for on in days:
        reading = _reading(filters, counts, on, reconstructed=False)
        if held is not None and reading.counts != held.counts:
            break
        held = reading
    return held


def _days(filters: Mapping[str, RegistryFilter], counts: Counts, *, reconstructed: bool) -> set[date]:
    """The days on which every filter of the measure was counted."""
    of_each = [
        {one.as_of for one in counts.get((name, filter_.digest), ()) if one.reconstructed == reconstructed}
        for name, filter_ in filters.items()
    ]
    return set.intersection(*of_each)


def _reading(filters: Mapping[str, RegistryFilter], counts: Counts, on: date, *, reconstructed: bool) -> Reading:
    return Reading(
        as_of=on,
        reconstructed=reconstructed,
        counts={
            filter_.name: _counted(filter_, one)
            for name, filter_ in filters.items()
            for one in counts[name, filter_.digest]
            if (one.as_of, one.reconstructed) == (on, reconstructed)
        },
    )


def _counted(filter_: RegistryFilter, count: RegistryCount) -> Counted:
    if not filter_.groups:
        return Counted(count.records, count.governments, count.kinds)
    members = groups_on(count.as_of)
    wanted = frozenset[str]().union(*(members.get(slug, frozenset()) for slug in filter_.groups))
    governments = {code: n for code, n in count.governments.items() if code in wanted}
    return Counted(sum(governments.values()), governments)


@dataclass(frozen=True)
class MovedFigure:
    """A headline figure before and after a sync."""

    measure: Measure
    cycle: str
    before: IndicatorValue | None
    after: IndicatorValue


def moved_by(run: SyncRun) -> list[MovedFigure] | None:
    """The headline figures that the computation after a sync gave otherwise; None while none has ended yet."""
    after = ComputationRun.objects.filter(reason=f"Clearing-House sync {run.pk}").order_by("pk").first()
    if after is None:
        return None
    before = {_key(value): value for value in _headlines(run.before)} if run.before else {}
    found = []
    for value in _headlines(after):
        earlier = before.get(_key(value))
        if earlier is None or _figure(earlier) != _figure(value):
            found.append(MovedFigure(value.measure, value.cycle.code if value.cycle else "", earlier, value))
    return found


def _headlines(run: ComputationRun | None) -> Iterable[IndicatorValue]:
    values = IndicatorValue.objects.filter(run=run, group=ALL, threshold=None, measure__is_headline=True)
    return values.select_related("measure__indicator__plan", "cycle").order_by(
        "measure__indicator__position", "cycle__deadline", "as_of"
    )


def _key(value: IndicatorValue) -> tuple[object, ...]:
    return (value.measure_id, value.cycle_id, value.reading, None if value.cycle_id else value.as_of)


def _figure(value: IndicatorValue) -> tuple[object, ...]:
    return (value.classes, value.numerator, value.denominator, value.low, value.high, value.reason)
