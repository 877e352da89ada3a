"""A narrative: no figure is computed, only a text can speak for it."""

from indicators.kinds.figure import amount
from indicators.kinds.kind import Kind
from indicators.kinds.recorded import entered
from indicators.reasons import NotAssessed

NARRATIVE = Kind(
    name="narrative",
    tells=amount,
    others=entered(lambda measure: NotAssessed.NARRATIVE_ONLY),
    is_share=False,
    is_text=True,
    no_trend=NotAssessed.NARRATIVE_ONLY,
)
