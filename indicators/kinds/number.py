"""A number of Parties: how many count as yes, with the lowest and highest possible number."""

from indicators.kinds.figure import number_of_parties
from indicators.kinds.kind import Kind
from indicators.kinds.recorded import counted_or_entered

NUMBER = Kind(
    name="number_of_parties",
    tells=number_of_parties,
    others=counted_or_entered,
    is_share=True,
)
