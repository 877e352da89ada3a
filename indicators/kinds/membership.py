"""Membership: countries that joined the treaty, of those that could, told by treaty dates (method.md §5)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from indicators.calculations import Joined, Share, joined_within, members_on
from indicators.evidence import Evidence, MeasureRule, ValueRow
from indicators.findings import NotAssessed, level
from indicators.kinds.figure import amount
from indicators.kinds.kind import Figures, Kind
from indicators.kinds.recorded import without_trend


def _membership(measure: MeasureRule, evidence: Evidence) -> Figures:
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
    return values, without_trend(
        measure, NotAssessed.NOT_BY_PARTY_ANSWERS, level=found.level or "", level_reason=found.reason
    )


def _joined(evidence: Evidence, reading: Mapping[str, Any]) -> Joined:
    protocol, convention = evidence.treaties["cpb"], evidence.treaties["cbd"]
    dates = protocol.deposited if reading["basis"] == "deposit" else protocol.in_force
    until = date.fromisoformat(reading["until"])
    if "after" not in reading:
        return members_on(dates, convention.in_force, until)
    return joined_within(dates, convention.in_force, date.fromisoformat(reading["after"]), until)


MEMBERSHIP = Kind(
    name="membership",
    tells=amount,
    others=_membership,
    is_share=False,
    no_trend=NotAssessed.NOT_BY_PARTY_ANSWERS,
)
