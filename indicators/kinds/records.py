"""A count of records in the Clearing-House's registry; rebuilt from dates it is open above."""

from indicators.kinds.figure import amount
from indicators.kinds.kind import Kind
from indicators.kinds.recorded import counted_or_entered
from indicators.reasons import NotAssessed

RECORDS = Kind(
    name="record_count",
    tells=amount,
    others=counted_or_entered,
    is_share=False,
    no_trend=NotAssessed.NOT_BY_PARTY_ANSWERS,
)
