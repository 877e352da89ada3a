"""A ratio of two counts of records in the Clearing-House's registry."""

from indicators.findings import NotAssessed
from indicators.kinds.figure import amount
from indicators.kinds.kind import Kind
from indicators.kinds.recorded import counted_or_entered

RATIO = Kind(
    name="ratio",
    tells=amount,
    others=counted_or_entered,
    is_share=False,
    no_trend=NotAssessed.NOT_BY_PARTY_ANSWERS,
)
