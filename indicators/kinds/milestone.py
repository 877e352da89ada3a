"""A milestone: an event with its day, known from the plan, a treaty or what the Secretariat entered."""

from datetime import date
from decimal import Decimal

from indicators.evidence import Evidence, MeasureRule, ValueRow
from indicators.findings import Level, NotAssessed
from indicators.kinds.figure import Event, Figure, NoFigure, Stored
from indicators.kinds.kind import Figures, Kind
from indicators.kinds.recorded import without_trend


def _milestone(measure: MeasureRule, evidence: Evidence) -> Figures:
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
    judged, why = "", ""
    if measure.target is None or measure.target.due is None:
        why = NotAssessed.NO_TARGET
    elif reached is None:
        why = NotAssessed.AWAITING_FIGURE
    else:
        judged = Level.MET if reached <= measure.target.due else Level.NOT_MET
    return [value], without_trend(measure, NotAssessed.NOT_BY_PARTY_ANSWERS, level=judged, level_reason=why)


def _tells(stored: Stored) -> Figure:
    return NoFigure("") if stored.numerator is None else Event(stored.numerator, stored.unit, stored.as_of)


MILESTONE = Kind(
    name="milestone",
    tells=_tells,
    others=_milestone,
    is_share=False,
    is_entered=True,
    is_event=True,
    no_trend=NotAssessed.NOT_BY_PARTY_ANSWERS,
)
