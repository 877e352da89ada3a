"""From plain evidence to every figure and finding of a plan. Pure: the same evidence gives the same rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from indicators.calculations import (
    SILENT,
    Band,
    PartyClass,
    Standing,
    count,
    panel,
)
from indicators.evidence import (
    CycleEvidence,
    Evidence,
    FindingRow,
    MeasureRule,
    Result,
    Standings,
    ValueRow,
)
from indicators.findings import NotAssessed, Trend, level, pace, trend
from indicators.kinds import kind_of
from indicators.kinds.kind import Classed
from indicators.registry_measures import hindrance, reading_of, registry_figures, rests_on_registry, standings_in


@dataclass(frozen=True)
class Counted:
    """What every Party counted as, by measure and cycle, and the bands that it gave."""

    standings: Mapping[tuple[int, str], Standings]
    bands: Mapping[tuple[int, str], Mapping[str, Band]]


def compute(measures: Iterable[MeasureRule], evidence: Evidence) -> Result:
    """Compute every value and finding of a plan's measures (method.md §2 to §6)."""
    held = list(measures)
    return compute_from(held, evidence, count_parties(held, evidence))


def count_parties(measures: Iterable[MeasureRule], evidence: Evidence) -> Counted:
    """Read every Party's answers into its class and band; all that the figures need of the answers."""
    standings: dict[tuple[int, str], Standings] = {}
    bands: dict[tuple[int, str], Mapping[str, Band]] = {}
    for measure in measures:
        for code, cycle in evidence.cycles.items():
            found = _standings(measure, evidence, cycle)
            if found is None:
                continue
            standings[measure.pk, code] = found
            binding = measure.bindings.get(code)
            numbers = kind_of(measure.kind, f"measure {measure.pk}").numbers
            if numbers is not None and binding is not None:
                bands[measure.pk, code] = numbers(binding, cycle)
    return Counted(standings, bands)


def compute_from(measures: Iterable[MeasureRule], evidence: Evidence, counted: Counted) -> Result:
    """Compute from classes and bands that are known already: the answers themselves are not read."""
    result = Result([], [], counted.standings)
    for measure in measures:
        held = {
            code: counted.standings[measure.pk, code]
            for code in evidence.cycles
            if (measure.pk, code) in counted.standings
        }
        if held:
            for code, found in held.items():
                bands = counted.bands.get((measure.pk, code), {})
                result.values.extend(_class_values(measure, evidence, code, found, bands))
            result.findings.extend(_class_findings(measure, evidence, held))
        elif measure.pk in evidence.registry:
            values, finding = registry_figures(measure, evidence)
            result.values.extend(values)
            result.findings.append(finding)
        else:
            values, finding = kind_of(measure.kind, f"measure {measure.pk}").others(measure, evidence)
            result.values.extend(values)
            result.findings.append(finding)
    return result


# -- measures that rest on classes of Parties -----------------------------------------------------------


def _standings(measure: MeasureRule, evidence: Evidence, cycle: CycleEvidence) -> Standings | None:
    if rests_on_registry(measure):
        reading = reading_of(measure, evidence, cycle.code)
        return standings_in(reading, cycle.population) if reading else None
    return standings_of(measure, cycle)


def standings_of(measure: MeasureRule, cycle: CycleEvidence) -> Standings | None:
    """The standing of every Party of the population; None where the cycle does not bear on the measure."""
    if measure.facts.get("rule") == "received by the deadline":
        return _timeliness(cycle) if cycle.code in measure.facts["cycles"] else None
    binding = measure.bindings.get(cycle.code)
    if binding is None:
        return None
    reported = frozenset[str]().union(*(cycle.received.get(part, {}) for part in binding.parts))
    nothing: Mapping[str, frozenset[str]] = {}
    return {
        party: binding.standing(cycle.answers.get(party, nothing)) if party in reported else SILENT
        for party in cycle.population
    }


def _timeliness(cycle: CycleEvidence) -> Standings:
    received = cycle.first_received.get("", {})

    def standing(party: str) -> Standing:
        if party not in received:
            return Standing(PartyClass.NO)
        return Standing(
            PartyClass.YES if received[party] <= cycle.due.get(party, cycle.deadline) else PartyClass.PARTIAL
        )

    return {party: standing(party) for party in cycle.population}


def _class_values(
    measure: MeasureRule, evidence: Evidence, code: str, standings: Standings, bands: Mapping[str, Band]
) -> Iterable[ValueRow]:
    cycle = evidence.cycles[code]
    binding = measure.bindings.get(code)
    reading = reading_of(measure, evidence, code)
    as_of = reading.as_of if reading else cycle.date_of(binding.parts if binding else ("",))
    kind = kind_of(measure.kind, f"measure {measure.pk}")
    classed = Classed(standings, bands, binding)
    for group in evidence.groups:
        for row in kind.class_rows(classed, cycle.members(group)):
            yield ValueRow(
                measure=measure.pk,
                kind=measure.kind,
                group=group,
                cycle=code,
                as_of=as_of,
                source=reading.source if reading else f"national reports {code}",
                reason=row.reason,
                unit=row.unit,
                share=row.share,
                threshold=row.threshold,
                numerator=row.numerator,
                low=row.low,
                high=row.high,
            )


def _class_findings(measure: MeasureRule, evidence: Evidence, held: Mapping[str, Standings]) -> Iterable[FindingRow]:
    for (baseline, current), (allowed, reason) in measure.comparisons.items():
        hindered = hindrance(measure, evidence, baseline, current)
        if hindered:
            allowed, reason = False, hindered
        for group in evidence.groups:
            yield FindingRow(
                measure=measure.pk,
                group=group,
                baseline=baseline,
                current=current,
                values=_pair(measure, evidence, held, baseline, current, allowed, reason, group),
            )


def _pair(
    measure: MeasureRule,
    evidence: Evidence,
    held: Mapping[str, Standings],
    baseline: str,
    current: str,
    allowed: bool,
    reason: str,
    group: str,
) -> dict[str, Any]:
    before, now = evidence.cycles[baseline], evidence.cycles[current]
    values: dict[str, Any] = {"population": len(now.members(group))}
    if current not in held:
        return values | {
            "level_reason": NotAssessed.NO_DATA_SOURCE,
            "trend_reason": NotAssessed.NO_SNAPSHOT if rests_on_registry(measure) else f"not asked in {current}",
            "pace_reason": NotAssessed.NO_DATA_SOURCE,
        }
    if _nobody_reported(held[current]):
        return values | dict.fromkeys(("level_reason", "trend_reason", "pace_reason"), NotAssessed.NO_REPORTS)
    kind = kind_of(measure.kind, f"measure {measure.pk}")
    if kind.no_level:
        values |= {"level": "", "level_reason": kind.no_level}
    else:
        found = level(count(held[current], now.members(group)), measure.target, measure.direction)
        values |= {"level": found.level or "", "level_reason": found.reason, "yes_needed": found.yes_needed}
    values["reporting"] = sum(held[current][party].party_class is not PartyClass.SILENT for party in now.members(group))
    if kind.no_trend:
        return values | {"trend_reason": kind.no_trend, "pace_reason": kind.no_trend}
    if baseline not in held:
        return values | {"trend": Trend.NO_BASELINE, "trend_reason": reason, "pace_reason": Trend.NO_BASELINE}
    if _nobody_reported(held[baseline]):
        return values | {
            "trend": Trend.NO_BASELINE,
            "trend_reason": NotAssessed.NO_REPORTS,
            "pace_reason": NotAssessed.NO_REPORTS,
        }
    both = before.population & now.members(group)
    matched = panel(held[baseline], held[current], both)
    if not allowed:
        values |= {"trend": Trend.NOT_COMPARABLE, "trend_reason": reason, "pace_reason": Trend.NOT_COMPARABLE}
        if scale_changed(measure, baseline, current):
            low, high = matched.net_bounds
            values |= {"panel": matched.size, "net_low": low, "net_high": high}
            values["trend_reason"] = f"{NotAssessed.SCALE_CHANGED}: {reason}"
        return values
    eligible = sum(
        PartyClass.NOT_APPLICABLE not in (held[baseline][party].party_class, held[current][party].party_class)
        for party in both
    )
    moved, why = trend(matched, eligible, measure.direction)
    first, last = measure.bindings.get(baseline), measure.bindings.get(current)
    speed, why_not = pace(
        matched,
        eligible,
        measure.target,
        baseline_on=before.date_of(first.parts if first else ("",)),
        current_on=now.date_of(last.parts if last else ("",)),
        better=measure.direction,
    )
    return values | {
        "eligible": eligible,
        "panel": matched.size,
        "baseline_yes": matched.baseline_yes,
        "current_yes": matched.current_yes,
        "gained": len(matched.gained),
        "lost": len(matched.lost),
        "stayed": matched.stayed,
        "trend": moved or "",
        "trend_reason": why,
        "pace": speed or "",
        "pace_reason": why_not,
    }


def _nobody_reported(standings: Standings) -> bool:
    return all(standing.party_class is PartyClass.SILENT for standing in standings.values())


def scale_changed(measure: MeasureRule, baseline: str, current: str) -> bool:
    """Whether one form offers a middle answer and the other does not."""
    first, last = measure.bindings.get(baseline), measure.bindings.get(current)
    return first is not None and last is not None and first.offers_partial != last.offers_partial
