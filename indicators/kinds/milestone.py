"""A milestone: an event with its day, known from the plan, a treaty or what the Secretariat entered."""

from calendar import monthrange
from datetime import date
from decimal import Decimal

from indicators.evidence import Evidence, MeasureRule, ValueRow
from indicators.findings import Level
from indicators.kinds.figure import Event, Figure, NoFigure, Stored
from indicators.kinds.kind import Figures, Kind
from indicators.kinds.recorded import without_trend
from indicators.reasons import NotAssessed, coded


def _milestone(measure: MeasureRule, evidence: Evidence) -> Figures:
    """Reached on a day, or not by the day of the figures, or awaited; against the due date where one is set."""
    reached, source = _reached(measure, evidence)
    listed = [one for one in measure.facts.get("list", []) if _last_day(str(one["date"])) <= evidence.until]
    if reached is not None and reached > evidence.until:
        reason = coded(NotAssessed.NOT_REACHED, day=evidence.until.isoformat())
    else:
        reason = "" if reached or listed else str(NotAssessed.AWAITING_FIGURE)
    value = ValueRow(
        measure=measure.pk,
        kind=measure.kind,
        unit="events",
        source="; ".join(f"{one['meeting']}, {one['date']}" for one in listed) or source,
        as_of=None if reason else reached,
        numerator=None if reason else Decimal(len(listed) or 1),
        reason=reason,
    )
    judged, why = _judged(measure, reached, evidence.until)
    finding = without_trend(measure, NotAssessed.NOT_BY_PARTY_ANSWERS, level=judged, level_reason=why)
    return Figures([value], [finding])


def _last_day(stored: str) -> date:
    """The day of an event, or the last one of a month: it may have been on any of them."""
    if len(stored) > len("2016-12"):
        return date.fromisoformat(stored)
    year, month = (int(part) for part in stored.split("-"))
    return date(year, month, monthrange(year, month)[1])


def _reached(measure: MeasureRule, evidence: Evidence) -> tuple[date | None, str]:
    """The day that is known, and its source."""
    facts = measure.facts
    if "from_treaty" in facts:
        days = [on for on in evidence.treaties[facts["from_treaty"]].in_force.values() if on is not None]
        return min(days, default=None), facts.get("source_to_record", "")
    if measure.recorded:
        return measure.recorded[0].as_of, measure.recorded[0].source
    day = facts.get("reached_on")
    return date.fromisoformat(day) if day else None, facts.get("source_to_record", "")


def _judged(measure: MeasureRule, reached: date | None, until: date) -> tuple[str, str]:
    """Its level and why there is none; what was reached later was not reached by the day of the figures."""
    due = measure.target.due if measure.target else None
    if due is None:
        return "", NotAssessed.NO_TARGET
    if reached is None:
        return "", NotAssessed.AWAITING_FIGURE
    if reached <= due:
        return (Level.MET, "") if reached <= until else ("", coded(NotAssessed.NOT_REACHED, day=until.isoformat()))
    return (Level.NOT_MET, "") if due < until else ("", coded(NotAssessed.NOT_REACHED, day=until.isoformat()))


def _tells(stored: Stored) -> Figure:
    if stored.numerator is None:
        return NoFigure("")
    return Event(stored.numerator, stored.unit, stored.as_of, "" if stored.as_of else stored.source)


MILESTONE = Kind(
    name="milestone",
    tells=_tells,
    others=_milestone,
    is_share=False,
    is_entered=True,
    is_event=True,
    no_trend=NotAssessed.NOT_BY_PARTY_ANSWERS,
)
