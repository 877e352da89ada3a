"""Figures that rest on counts of the Clearing-House's registry (method.md §5). Pure."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from indicators.calculations import PartyClass, Standing, count
from indicators.evidence import CycleEvidence, Evidence, FindingRow, MeasureRule, Standings, ValueRow
from indicators.findings import level
from indicators.kinds import kind_of
from indicators.kinds.kind import Figures
from indicators.reasons import NotAssessed
from indicators.registry import MeasureReadings, Reading

LATEST = "latest snapshot"
# What a count of records is told with, where its data ask for it; and the same at the latest snapshot.
BESIDE = ("governments", "kinds")


def _of_parties(measure: MeasureRule) -> bool:
    return kind_of(measure.kind, f"measure {measure.pk}").classes_by_record


def rests_on_registry(measure: MeasureRule) -> bool:
    return "counts" in measure.facts


def standings_in(reading: Reading, members: frozenset[str]) -> Standings:
    """A Party has such records or none was found: nobody is silent.

    Rebuilt from dates of registration it is not known who had none: deleted records are gone.
    """
    having, without = reading.having(), PartyClass.UNANSWERED if reading.reconstructed else PartyClass.NO
    return {party: Standing(PartyClass.YES if party in having else without) for party in members}


def reading_of(measure: MeasureRule, evidence: Evidence, cycle: str) -> Reading | None:
    """What is counted for a cycle, where the measure classes Parties by their records."""
    if not _of_parties(measure) or measure.pk not in evidence.registry:
        return None
    return evidence.registry[measure.pk].cycles.get(cycle)


def cycle_of(measure: MeasureRule, evidence: Evidence, code: str) -> CycleEvidence:
    """A cycle as a measure sees it: where records are counted, its Parties are those of the day of the count."""
    cycle, reading = evidence.cycles[code], reading_of(measure, evidence, code)
    found = evidence.counted_on.get(reading.as_of) if reading else None
    return replace(cycle, population=found.population, groups=found.groups) if found else cycle


def _parties_on(reading: Reading, evidence: Evidence) -> frozenset[str]:
    found = evidence.counted_on.get(reading.as_of)
    return found.population if found else evidence.population_now


def hindrance(measure: MeasureRule, evidence: Evidence, baseline: str, current: str) -> str:
    """Why two readings can't be compared; empty where they can."""
    ends = [reading_of(measure, evidence, cycle) for cycle in (baseline, current)]
    if any(end is not None and end.reconstructed for end in ends):
        return NotAssessed.REBUILT
    return ""


def registry_figures(measure: MeasureRule, evidence: Evidence) -> Figures:
    """Counts and ratios by cycle with the latest snapshot; of Parties the latest snapshot alone."""
    readings = evidence.registry[measure.pk]
    values = list(_values(measure, evidence, readings))
    found, why = "", str(NotAssessed.NO_TARGET)
    if _of_parties(measure) and readings.latest is not None:
        parties = _parties_on(readings.latest, evidence)
        share = count(standings_in(readings.latest, parties), parties)
        judged = level(share, measure.target, measure.direction)
        found, why = judged.level or "", judged.reason
    reason = NotAssessed.NOT_BY_PARTY_ANSWERS
    said = {"level": found, "level_reason": why, "trend_reason": reason, "pace_reason": reason}
    return Figures(values, [FindingRow(measure=measure.pk, values=said)])


def _values(measure: MeasureRule, evidence: Evidence, readings: MeasureReadings) -> Iterator[ValueRow]:
    if not _of_parties(measure):
        for reading in readings.cycles.values():
            yield _counted(measure, reading)
            yield from _beside(measure, reading)
    if readings.latest is not None:
        yield _latest(measure, evidence, readings.latest)
        yield from _beside(measure, readings.latest, f"{LATEST}, ")


def _beside(measure: MeasureRule, reading: Reading, label: str = "") -> Iterator[ValueRow]:
    """Of how many governments or kinds the records are: readings of their own, named by what they count."""
    counted = next(iter(reading.counts.values()))
    for what in measure.facts.get("beside", ()):
        number = sum(n > 0 for n in (counted.governments if what == "governments" else counted.kinds).values())
        yield ValueRow(
            measure=measure.pk,
            kind=measure.kind,
            unit=what,
            source=reading.source,
            as_of=reading.as_of,
            reading=f"{label}{what}",
            numerator=Decimal(number),
            low=number if reading.reconstructed else None,
        )


def _counted(measure: MeasureRule, reading: Reading, label: str = "") -> ValueRow:
    numerator = reading.counts.get("numerator") or next(iter(reading.counts.values()))
    denominator = reading.counts.get("denominator")
    return ValueRow(
        measure=measure.pk,
        kind=measure.kind,
        unit=measure.facts.get("unit", "records"),
        source=reading.source,
        as_of=reading.as_of,
        reading=label,
        numerator=Decimal(numerator.records),
        denominator=Decimal(denominator.records) if denominator else None,
        # The lower end of a range that is open above: what was deleted since is not known. Of a ratio neither end is.
        low=numerator.records if reading.reconstructed and denominator is None else None,
    )


def _latest(measure: MeasureRule, evidence: Evidence, reading: Reading) -> ValueRow:
    if not _of_parties(measure):
        return _counted(measure, reading, LATEST)
    parties = _parties_on(reading, evidence)
    share = count(standings_in(reading, parties), parties)
    return ValueRow(
        measure=measure.pk,
        kind=measure.kind,
        unit="Parties",
        source=reading.source,
        as_of=reading.as_of,
        reading=LATEST,
        share=share,
        reason="" if share.population else NotAssessed.NO_PARTY,
    )
