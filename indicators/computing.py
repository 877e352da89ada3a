"""From plain evidence to every figure and finding of a plan. Pure: the same evidence gives the same rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from indicators.bindings import Binding
from indicators.calculations import (
    SILENT,
    SUBSTANTIVE,
    Band,
    Joined,
    PartyClass,
    Share,
    Standing,
    at_or_above,
    count,
    joined_within,
    members_on,
    panel,
    total_of_bands,
)
from indicators.findings import Level, NotAssessed, TargetRule, Trend, level, pace, trend

ALL = "all"
Standings = Mapping[str, Standing]


@dataclass(frozen=True)
class CycleEvidence:
    """What one cycle's report set says: for every Party its answers, and which parts it reported at all."""

    code: str
    deadline: date
    population: frozenset[str]
    groups: Mapping[str, frozenset[str]]
    cut_offs: Mapping[str, date]
    received: Mapping[str, Mapping[str, date]]
    answers: Mapping[str, Mapping[str, frozenset[str]]]

    def members(self, group: str) -> frozenset[str]:
        return self.population if group == ALL else self.groups[group] & self.population

    def date_of(self, parts: Iterable[str]) -> date:
        """The day that an answer speaks for: the deadline, or the later date of a part kept with the cycle."""
        return max(self.deadline if part == "" else self.cut_offs[part] for part in parts)


@dataclass(frozen=True)
class TreatyDates:
    deposited: Mapping[str, date | None]
    in_force: Mapping[str, date | None]


@dataclass(frozen=True)
class Recorded:
    as_of: date
    value: Decimal
    unit: str
    source: str


@dataclass(frozen=True)
class MeasureRule:
    """A measure as the method sees it."""

    pk: int
    kind: str
    direction: str
    bindings: Mapping[str, Binding]
    comparisons: Mapping[tuple[str, str], tuple[bool, str]]
    target: TargetRule | None
    facts: Mapping[str, Any]
    stored: Mapping[str, Any] = field(default_factory=dict)
    recorded: tuple[Recorded, ...] = ()


@dataclass(frozen=True)
class Evidence:
    cycles: Mapping[str, CycleEvidence]
    treaties: Mapping[str, TreatyDates]
    groups: tuple[str, ...]


@dataclass(frozen=True)
class ValueRow:
    """One figure; the fields are those of the stored IndicatorValue."""

    measure: int
    kind: str
    unit: str
    source: str
    group: str = ALL
    cycle: str | None = None
    as_of: date | None = None
    threshold: int | None = None
    reading: str = ""
    share: Share | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    low: int | None = None
    high: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class FindingRow:
    """One finding; the fields are those of the stored Finding."""

    measure: int
    group: str = ALL
    baseline: str | None = None
    current: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    values: list[ValueRow]
    findings: list[FindingRow]
    standings: Mapping[tuple[int, str], Standings]


def compute(measures: Iterable[MeasureRule], evidence: Evidence) -> Result:
    """Compute every value and finding of a plan's measures (method.md §2 to §6)."""
    result = Result([], [], {})
    standings: dict[tuple[int, str], Standings] = {}
    for measure in measures:
        per_cycle = {code: standings_of(measure, cycle) for code, cycle in evidence.cycles.items()}
        held = {code: found for code, found in per_cycle.items() if found is not None}
        standings |= {(measure.pk, code): found for code, found in held.items()}
        if held:
            for code, found in held.items():
                result.values.extend(_class_values(measure, evidence, code, found))
            result.findings.extend(_class_findings(measure, evidence, held))
        else:
            values, finding = _other(measure, evidence)
            result.values.extend(values)
            result.findings.append(finding)
    return Result(result.values, result.findings, standings)


# -- measures that rest on classes of Parties -----------------------------------------------------------


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
    received = cycle.received.get("", {})

    def standing(party: str) -> Standing:
        if party not in received:
            return Standing(PartyClass.NO)
        return Standing(PartyClass.YES if received[party] <= cycle.deadline else PartyClass.PARTIAL)

    return {party: standing(party) for party in cycle.population}


def _bands(binding: Binding, cycle: CycleEvidence) -> dict[str, Band]:
    found = ((party, binding.band(cycle.answers.get(party, {}))) for party in cycle.population)
    return {party: band for party, band in found if band is not None}


def _class_values(measure: MeasureRule, evidence: Evidence, code: str, standings: Standings) -> Iterable[ValueRow]:
    cycle = evidence.cycles[code]
    binding = measure.bindings.get(code)
    as_of = cycle.date_of(binding.parts if binding else ("",))
    banded = measure.kind == "banded_number" and binding is not None
    bands = _bands(binding, cycle) if banded and binding else {}
    steps = {t: at_or_above(standings, bands, t) for t in binding.thresholds} if banded and binding else {}
    # A total adds up complete answers; what an unanswered Party did say serves the steps only.
    complete = {party: band for party, band in bands.items() if standings[party].party_class in SUBSTANTIVE}
    for group in evidence.groups:
        members = cycle.members(group)
        share = count(standings, members)
        common: dict[str, Any] = {
            "measure": measure.pk,
            "kind": measure.kind,
            "group": group,
            "cycle": code,
            "as_of": as_of,
            "source": f"national reports {code}",
            "reason": share.reason if members else "no Party in this group",
        }
        if banded:
            total = total_of_bands(complete, members)
            low, high = (total.low, total.high) if total.parties else (None, None)
            yield ValueRow(**common, share=share, unit="people or items", low=low, high=high)
            for threshold, standing in steps.items():
                at_least = count(standing, members)
                yield ValueRow(
                    **common | {"reason": at_least.reason},
                    share=at_least,
                    unit="Parties",
                    threshold=threshold,
                )
        else:
            yield ValueRow(**common, share=share, unit="Parties")


def _class_findings(measure: MeasureRule, evidence: Evidence, held: Mapping[str, Standings]) -> Iterable[FindingRow]:
    for (baseline, current), (allowed, reason) in measure.comparisons.items():
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
            "trend_reason": f"not asked in {current}",
            "pace_reason": NotAssessed.NO_DATA_SOURCE,
        }
    if _nobody_reported(held[current]):
        return values | dict.fromkeys(("level_reason", "trend_reason", "pace_reason"), NotAssessed.NO_REPORTS)
    found = level(count(held[current], now.members(group)), measure.target, measure.direction)
    values |= {"level": found.level or "", "level_reason": found.reason, "yes_needed": found.yes_needed}
    values["reporting"] = sum(held[current][party].party_class is not PartyClass.SILENT for party in now.members(group))
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


# -- measures that do not ---------------------------------------------------------------------------------


def _other(measure: MeasureRule, evidence: Evidence) -> tuple[list[ValueRow], FindingRow]:
    if measure.kind == "membership":
        return _membership(measure, evidence)
    if measure.kind == "milestone":
        return _milestone(measure, evidence)
    if measure.recorded:
        values = [
            ValueRow(
                measure=measure.pk,
                kind=measure.kind,
                unit=figure.unit,
                source=figure.source,
                as_of=figure.as_of,
                numerator=figure.value,
            )
            for figure in measure.recorded
        ]
        return values, _without_trend(measure, NotAssessed.NOT_BY_PARTY_ANSWERS)
    reason = {
        "narrative": NotAssessed.NARRATIVE_ONLY,
        "recorded_figure": NotAssessed.AWAITING_FIGURE,
    }.get(measure.kind, NotAssessed.NO_SNAPSHOT if measure.facts else NotAssessed.NO_DATA_SOURCE)
    unit = measure.facts.get("unit", "") if measure.facts else ""
    value = ValueRow(measure=measure.pk, kind=measure.kind, unit=unit, source="", reason=reason)
    return [value], _without_trend(measure, reason)


def _without_trend(measure: MeasureRule, reason: str, **values: Any) -> FindingRow:
    return FindingRow(
        measure=measure.pk,
        values={"level_reason": reason, "trend_reason": reason, "pace_reason": reason} | values,
    )


def _membership(measure: MeasureRule, evidence: Evidence) -> tuple[list[ValueRow], FindingRow]:
    """Values per reading: the headline first, labelled other readings after it, each with its day."""
    values = []
    headline: Joined | None = None
    for place, reading in enumerate(measure.facts["readings"]):
        joined = _joined(evidence, reading)
        headline = headline or joined
        who = f": {', '.join(sorted(joined.who))}" if joined.numerator <= 5 else ""
        values.append(
            ValueRow(
                measure=measure.pk,
                kind=measure.kind,
                unit=reading["unit"],
                source=f"treaty dates, by {reading['basis']}{who}",
                as_of=date.fromisoformat(reading["until"]),
                reading=reading["label"] if place else "",
                numerator=Decimal(joined.numerator),
                denominator=Decimal(joined.denominator),
            )
        )
    assert headline is not None
    share = Share(headline.numerator, 0, headline.denominator - headline.numerator, 0, 0, 0)
    found = level(share, measure.target, measure.direction)
    return values, _without_trend(
        measure, NotAssessed.NOT_BY_PARTY_ANSWERS, level=found.level or "", level_reason=found.reason
    )


def _joined(evidence: Evidence, reading: Mapping[str, Any]) -> Joined:
    protocol, convention = evidence.treaties["cpb"], evidence.treaties["cbd"]
    dates = protocol.deposited if reading["basis"] == "deposit" else protocol.in_force
    until = date.fromisoformat(reading["until"])
    if "after" not in reading:
        return members_on(dates, convention.in_force, until)
    return joined_within(dates, convention.in_force, date.fromisoformat(reading["after"]), until)


def _milestone(measure: MeasureRule, evidence: Evidence) -> tuple[list[ValueRow], FindingRow]:
    """Reached on a day, or awaiting a figure; against the due date where the plan sets one."""
    facts = measure.facts
    reached = date.fromisoformat(facts["reached_on"]) if facts.get("reached_on") else None
    source = facts.get("source_to_record", "")
    if measure.recorded:
        reached, source = measure.recorded[0].as_of, measure.recorded[0].source
    if "from_treaty" in facts:
        days = [on for on in evidence.treaties[facts["from_treaty"]].in_force.values() if on is not None]
        reached = min(days, default=None)
    held = facts.get("list", [])
    reason = "" if reached or held else NotAssessed.AWAITING_FIGURE
    value = ValueRow(
        measure=measure.pk,
        kind=measure.kind,
        unit="events",
        source=source,
        as_of=reached,
        numerator=Decimal(len(held) or 1) if not reason else None,
        reason=reason,
    )
    if measure.target is None or measure.target.due is None:
        judged = {"level": "", "level_reason": NotAssessed.NO_TARGET}
    elif reached is None:
        judged = {"level": "", "level_reason": NotAssessed.AWAITING_FIGURE}
    else:
        judged = {"level": Level.MET if reached <= measure.target.due else Level.NOT_MET, "level_reason": ""}
    return [value], _without_trend(measure, NotAssessed.NOT_BY_PARTY_ANSWERS, **judged)
