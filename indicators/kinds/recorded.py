"""A recorded figure: the Secretariat enters it with its day and source. Also what was entered for another kind."""

from collections.abc import Callable

from indicators.evidence import Evidence, FindingRow, MeasureRule, ValueRow
from indicators.kinds.figure import amount
from indicators.kinds.kind import Figures, Kind
from indicators.reasons import NotAssessed


def without_trend(measure: MeasureRule, reason: str, *, level: str = "", level_reason: str | None = None) -> FindingRow:
    """The finding of a figure that has no panel of Parties; `reason` stands for what is not said."""
    return FindingRow(
        measure=measure.pk,
        values={
            "level_reason": reason if level_reason is None else level_reason,
            "trend_reason": reason,
            "pace_reason": reason,
        }
        | ({} if level_reason is None else {"level": level}),
    )


def entered(why_none: Callable[[MeasureRule], str]) -> Callable[[MeasureRule, Evidence], Figures]:
    """The figures that were entered for a measure, each of its day; without any, the reason (method.md §5)."""

    def figures(measure: MeasureRule, evidence: Evidence) -> Figures:
        recorded = [figure for figure in measure.recorded if figure.as_of <= evidence.until]
        if recorded:
            values = [
                ValueRow(
                    measure=measure.pk,
                    kind=measure.kind,
                    unit=figure.unit,
                    source=figure.source,
                    as_of=figure.as_of,
                    numerator=figure.value,
                )
                for figure in recorded
            ]
            return Figures(values, [without_trend(measure, NotAssessed.NOT_BY_PARTY_ANSWERS)])
        reason = why_none(measure)
        unit = measure.facts.get("unit", "") if measure.facts else ""
        value = ValueRow(measure=measure.pk, kind=measure.kind, unit=unit, source="", reason=reason)
        return Figures([value], [without_trend(measure, reason)])

    return figures


def _no_source(measure: MeasureRule) -> str:
    return NotAssessed.NO_SNAPSHOT if measure.facts else NotAssessed.NO_DATA_SOURCE


# What is to be counted, and was not yet.
counted_or_entered = entered(_no_source)

RECORDED = Kind(
    name="recorded_figure",
    tells=amount,
    others=entered(lambda measure: NotAssessed.AWAITING_FIGURE),
    is_share=False,
    is_entered=True,
    no_trend=NotAssessed.NOT_BY_PARTY_ANSWERS,
)
