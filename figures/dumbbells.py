"""A change on the matched panel as a row of its chart, for pages and documents alike. Pure."""

from fractions import Fraction

from charts import DumbbellRow
from indicators.calculations import Share
from indicators.statements import Panel


def moved_row(label: str, panel: Panel, share: Share | None, target: Fraction | None) -> DumbbellRow:
    """Both ends on the panel, with the interval of the current `share` and the share that the plan aims at."""
    return DumbbellRow(
        label,
        panel.baseline_share,
        panel.current_share,
        lowest=share.lowest if share else None,
        highest=share.highest if share else None,
        target=target,
        counted=panel.counted,
    )
