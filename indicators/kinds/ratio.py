"""A ratio of two counts of records in the Clearing-House's registry: one to the other, never one of the other."""

from indicators.kinds.figure import Figure, Ratio, Stored, amount
from indicators.kinds.kind import Kind
from indicators.kinds.recorded import counted_or_entered
from indicators.reasons import NotAssessed


def _tells(stored: Stored) -> Figure:
    if stored.numerator is None or not stored.denominator:
        return amount(stored)
    return Ratio(stored.numerator, stored.denominator, stored.unit, stored.as_of)


RATIO = Kind(
    name="ratio",
    tells=_tells,
    others=counted_or_entered,
    is_share=False,
    no_trend=NotAssessed.NOT_BY_PARTY_ANSWERS,
)
