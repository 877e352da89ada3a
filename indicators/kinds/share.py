"""A share of Parties: percent of those answering that count as yes, with the lowest and highest possible share."""

from indicators.kinds.figure import percent_of_parties
from indicators.kinds.kind import Kind
from indicators.kinds.recorded import counted_or_entered

SHARE = Kind(
    name="share_of_parties",
    tells=percent_of_parties,
    others=counted_or_entered,
    is_share=True,
)
