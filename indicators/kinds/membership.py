"""Membership: countries that joined the treaty, of those that could, told by treaty dates (method.md §4, §5)."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from indicators.calculations import Joined, Share, joined_within, members_on
from indicators.evidence import Evidence, FindingRow, MeasureRule, ValueRow
from indicators.findings import WITHOUT_TREND, Trend, direction, level
from indicators.kinds.figure import amount
from indicators.kinds.kind import Figures, Kind
from indicators.kinds.recorded import without_trend
from indicators.reasons import NotAssessed, Source, coded
from indicators.strength import Strength

# So few are named.
MOST_NAMED = 5


def _membership(measure: MeasureRule, evidence: Evidence) -> Figures:
    """Values per reading: the headline first, labelled other readings after it, each with its day."""
    readings = [one for one in measure.facts["readings"] if date.fromisoformat(one["until"]) <= evidence.until]
    if not readings:
        reason = coded(NotAssessed.NOT_YET, day=measure.facts["readings"][0]["until"])
        value = ValueRow(measure.pk, measure.kind, "", "", reason=reason)
        # What changed between two cycles is known all the same: their days are over.
        changes = list(_changes(measure, evidence, {"level_reason": reason}))
        return Figures([value], changes or [without_trend(measure, reason)])
    headline = _joined(evidence, readings[0])
    share = Share(headline.numerator, 0, headline.denominator - headline.numerator, 0, 0, 0)
    found = level(share, measure.target, measure.direction)
    said = {"level": found.level or "", "level_reason": found.reason}
    changes = list(_changes(measure, evidence, said))
    reason = WITHOUT_TREND.get(measure.direction, NotAssessed.NOT_BY_PARTY_ANSWERS)
    alone = without_trend(measure, reason, level=said["level"], level_reason=said["level_reason"])
    return Figures(
        [_value(measure, evidence, reading, is_headline=not place) for place, reading in enumerate(readings)],
        changes or [alone],
    )


def _value(measure: MeasureRule, evidence: Evidence, reading: Mapping[str, Any], *, is_headline: bool) -> ValueRow:
    joined = _joined(evidence, reading)
    named = {"who": " ".join(sorted(joined.who))} if 0 < joined.numerator <= MOST_NAMED else {}
    return ValueRow(
        measure=measure.pk,
        kind=measure.kind,
        unit=reading["unit"],
        source=coded(Source.TREATY, basis=reading["basis"], **named),
        as_of=date.fromisoformat(reading["until"]),
        reading="" if is_headline else reading["label"],
        numerator=Decimal(joined.numerator),
        denominator=Decimal(joined.denominator),
    )


def _changes(measure: MeasureRule, evidence: Evidence, said: Mapping[str, str]) -> Iterable[FindingRow]:
    """Between two cycles' days, of the later day's universe: known exactly, so that no strength is told."""
    basis = measure.facts["readings"][0]["basis"]
    allowed = [pair for pair, (may_be, _why) in measure.comparisons.items() if may_be]
    for baseline, current in allowed if measure.direction not in WITHOUT_TREND else ():
        before, now = (_members(evidence, basis, evidence.cycles[code].population_day) for code in (baseline, current))
        universe = now.of_whom
        gained, lost = len((now.who - before.who) & universe), len((before.who - now.who) & universe)
        towards = direction(Fraction(gained - lost), len(universe), measure.direction, evidence.thresholds)
        yield FindingRow(
            measure=measure.pk,
            baseline=baseline,
            current=current,
            values={
                **said,
                "trend": towards,
                "strength": "" if towards is Trend.LITTLE else Strength.EXACT,
                "pace_reason": NotAssessed.NOT_BY_PARTY_ANSWERS,
                "population": len(universe),
                "panel": len(universe),
                "baseline_yes": len(before.who & universe),
                "current_yes": len(now.who),
                "gained": gained,
                "lost": lost,
                "stayed": len(universe) - gained - lost,
            },
        )


def _joined(evidence: Evidence, reading: Mapping[str, Any]) -> Joined:
    until = date.fromisoformat(reading["until"])
    if "after" not in reading:
        return _members(evidence, reading["basis"], until)
    protocol, convention = _dates(evidence, reading["basis"])
    return joined_within(protocol, convention, date.fromisoformat(reading["after"]), until)


def _members(evidence: Evidence, basis: str, on: date) -> Joined:
    return members_on(*_dates(evidence, basis), on)


def _dates(evidence: Evidence, basis: str) -> tuple[Mapping[str, date | None], Mapping[str, date | None]]:
    """The Protocol's dates that count, and those by which the Convention binds."""
    protocol = evidence.treaties["cpb"]
    return protocol.deposited if basis == "deposit" else protocol.in_force, evidence.treaties["cbd"].in_force


MEMBERSHIP = Kind(
    name="membership",
    tells=amount,
    others=_membership,
    is_share=False,
    is_exact=True,
    no_trend=NotAssessed.NOT_BY_PARTY_ANSWERS,
)
