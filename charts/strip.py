"""The indicators of each objective, counted by where they stand, as strips."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from charts.canvas import Canvas
from charts.drawing import WIDE, Drawing
from charts.lettering import extent
from charts.marks import INKS
from charts.stack import Count, draw_stack

SIGNS: Mapping[str, str] = {
    "improved_clearly": "▲",
    "improved_slightly": "△",
    "improved": "▲",
    "unchanged": "=",
    "worsened_slightly": "▽",
    "worsened": "▼",
    "worsened_clearly": "▼",
}


@dataclass(frozen=True)
class StripRow:
    """An objective: its counts in the order drawn, "12 indicators", reasons for the unassessed."""

    label: str
    counts: Sequence[Count]
    total: str = ""
    note: str = ""


def counts_strip(
    rows: Sequence[StripRow],
    *,
    name: str,
    title: str,
    description: str,
    rtl: bool = False,
    width: int = WIDE,
) -> Drawing:
    """Draw a strip per objective, one unit of length per indicator, on one scale for all."""
    canvas = Canvas(width, rtl)
    drawn = [count for row in rows for count in row.counts if count.number]
    labels = {count.kind: count.label for count in drawn}
    y = canvas.legend([(kind, labels[kind]) for kind in INKS if kind in labels]) + 14
    longest = max((sum(count.number for count in row.counts) for row in rows), default=0)
    unit = width / max(longest, 1)
    shortest = min((count.number * unit for count in drawn if count.kind in SIGNS), default=0)
    signs = SIGNS if shortest >= 36 else None  # all of them or none
    for row in rows:
        room = width - extent(row.total, 13) - 16
        canvas.text("muted", width, y + 8, row.total, "end")
        y = canvas.block("strong", 0, y + 8, row.label, room) - 10
        draw_stack(canvas, row.counts, 0, y, unit=unit, height=28, signs=signs)
        y += 28
        if row.note:
            y = canvas.block("muted", 0, y + 18, row.note, width) - 14
        y += 22
    return canvas.drawing(name=name, title=title, description=description, height=y - 10)
