"""From plain evidence to every figure and finding of a plan. Pure: the same evidence gives the same rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from indicators.calculations import SILENT, Band, PartyClass, Standing
from indicators.evidence import (
    EVERY_FIGURE,
    CycleEvidence,
    Evidence,
    MeasureRule,
    Result,
    Standings,
    ValueRow,
    Wanted,
)
from indicators.kinds import kind_of
from indicators.kinds.kind import Classed, Figures
from indicators.pairs import findings_of
from indicators.reasons import Source, coded
from indicators.registry_measures import cycle_of, reading_of, registry_figures, rests_on_registry, standings_in


@dataclass(frozen=True)
class Counted:
    """What every Party counted as, by measure and cycle, and the bands that it gave."""

    standings: Mapping[tuple[int, str], Standings]
    bands: Mapping[tuple[int, str], Mapping[str, Band]]


NOTHING_KNOWN = Counted({}, {})


def compute(measures: Iterable[MeasureRule], evidence: Evidence) -> Result:
    """Compute every value and finding of a plan's measures (method.md §2 to §6)."""
    held = list(measures)
    return compute_from(held, evidence, count_parties(held, evidence))


def count_parties(measures: Iterable[MeasureRule], evidence: Evidence, known: Counted = NOTHING_KNOWN) -> Counted:
    """Read every Party's answers into its class and band; all that the figures need of the answers.

    What is known already of a Party is taken as it is: its answers are not read.
    """
    standings: dict[tuple[int, str], Standings] = {}
    bands: dict[tuple[int, str], Mapping[str, Band]] = {}
    for measure in measures:
        for code, cycle in evidence.cycles.items():
            found = _standings(measure, evidence, cycle, known.standings.get((measure.pk, code), {}))
            if found is None:
                continue
            standings[measure.pk, code] = found
            binding = measure.bindings.get(code)
            numbers = kind_of(measure.kind, f"measure {measure.pk}").numbers
            if numbers is not None and binding is not None:
                bands[measure.pk, code] = {**known.bands.get((measure.pk, code), {}), **numbers(binding, cycle)}
    return Counted(standings, bands)


def compute_from(
    measures: Iterable[MeasureRule], evidence: Evidence, counted: Counted, wanted: Wanted = EVERY_FIGURE
) -> Result:
    """Compute what is wanted from classes and bands that are known already: the answers themselves are not read."""
    asked = {place: standings for place, standings in counted.standings.items() if wanted.holds_cycle(place[1])}
    result = Result([], [], asked)
    for measure in measures:
        held = {
            code: counted.standings[measure.pk, code]
            for code in evidence.cycles
            if (measure.pk, code) in counted.standings
        }
        if held:
            for code, found in held.items():
                bands = counted.bands.get((measure.pk, code), {})
                result.values.extend(_class_values(measure, evidence, code, found, bands, wanted))
            result.findings.extend(findings_of(measure, evidence, held, wanted))
        elif measure.pk in evidence.registry:
            _add(result, registry_figures(measure, evidence), wanted)
        else:
            _add(result, kind_of(measure.kind, f"measure {measure.pk}").others(measure, evidence), wanted)
    return result


def _add(result: Result, figures: Figures, wanted: Wanted) -> None:
    result.values.extend(row for row in figures.values if wanted.holds(row.group, row.cycle))
    result.findings.extend(row for row in figures.findings if wanted.holds(row.group, row.baseline, row.current))


# -- measures that rest on classes of Parties -----------------------------------------------------------


def _standings(measure: MeasureRule, evidence: Evidence, cycle: CycleEvidence, known: Standings) -> Standings | None:
    if rests_on_registry(measure):
        reading = reading_of(measure, evidence, cycle.code)
        members = cycle_of(measure, evidence, cycle.code).population
        return standings_in(reading, members) if reading else None
    return standings_of(measure, cycle, known)


def standings_of(
    measure: MeasureRule, cycle: CycleEvidence, known: Standings = MappingProxyType({})
) -> Standings | None:
    """The standing of every Party of the population; None where the cycle does not bear on the measure.

    Of a Party that is `known` the answers are not read.
    """
    if measure.facts.get("rule") == "received by the deadline":
        return _timeliness(cycle) if cycle.code in measure.facts["cycles"] else None
    binding = measure.bindings.get(cycle.code)
    if binding is None:
        return None
    reported = frozenset[str]().union(*(cycle.received.get(part, {}) for part in binding.parts))
    nothing: Mapping[str, frozenset[str]] = {}

    def standing(party: str) -> Standing:
        if party not in reported:
            return SILENT
        if party in known:
            return known[party]
        return binding.standing(cycle.answers.get(party, nothing), cycle.implausible.get(party, ()))

    return {party: standing(party) for party in cycle.population}


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
    measure: MeasureRule,
    evidence: Evidence,
    code: str,
    standings: Standings,
    bands: Mapping[str, Band],
    wanted: Wanted,
) -> Iterable[ValueRow]:
    cycle = cycle_of(measure, evidence, code)
    binding = measure.bindings.get(code)
    reading = reading_of(measure, evidence, code)
    as_of = reading.as_of if reading else cycle.date_of(binding.parts if binding else ("",))
    kind = kind_of(measure.kind, f"measure {measure.pk}")
    classed = Classed(standings, bands, binding)
    for group in (group for group in evidence.groups if wanted.holds(group, code)):
        for row in kind.class_rows(classed, cycle.members(group)):
            yield ValueRow(
                measure=measure.pk,
                kind=measure.kind,
                group=group,
                cycle=code,
                as_of=as_of,
                source=reading.source if reading else coded(Source.REPORTS, cycle=code),
                reason=row.reason,
                unit=row.unit,
                share=row.share,
                threshold=row.threshold,
                numerator=row.numerator,
                low=row.low,
                high=row.high,
                straddled=row.straddled,
            )
