"""Figures that do not rest on Parties' answers: membership, milestones, recorded figures (method.md §5). Pure."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from indicators.calculations import Joined, Share, joined_within, members_on
from indicators.evidence import Evidence, FindingRow, MeasureRule, ValueRow
from indicators.findings import Level, NotAssessed, level


def other_figures(measure: MeasureRule, evidence: Evidence) -> tuple[list[ValueRow], FindingRow]:
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
