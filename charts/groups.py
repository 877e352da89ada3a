"""What the Parties of each group answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from charts.canvas import Canvas
from charts.drawing import WIDE, Drawing
from charts.lettering import extent, lines_of
from charts.scale import Scale, Shown, whole_percent
from charts.stack import Count, draw_stack

_NAMES = 208.0  # the column of names in a wide drawing


@dataclass(frozen=True)
class GroupRow:
    """A group's answers; ``counted`` is "60 % of 100/121"; ``reason`` is printed when none answered."""

    group: str
    yes: int
    partial: int
    no: int
    counted: str = ""
    reason: str = ""

    @property
    def counts(self) -> list[Count]:
        return [Count("yes", self.yes, ""), Count("partial", self.partial, ""), Count("no", self.no, "")]

    @property
    def answering(self) -> int:
        return self.yes + self.partial + self.no


def group_bars(
    rows: Sequence[GroupRow],
    *,
    name: str,
    title: str,
    description: str,
    labels: Mapping[str, str],
    show: Shown = whole_percent,
    rtl: bool = False,
    width: int = WIDE,
) -> Drawing:
    """Draw yes, partial and no as parts of those answering, by group; labels by class name."""
    canvas = Canvas(width, rtl)
    given = {count.kind for row in rows for count in row.counts if count.number}
    y = canvas.legend([(kind, labels[kind]) for kind in ("yes", "partial", "no") if kind in given]) + 4
    if canvas.is_narrow:
        scale = Scale(canvas, 0.0, width)
        y = _narrow_rows(scale, rows, y)
    else:
        ending = max((extent(row.counted, 14) for row in rows), default=0) + 12
        scale = Scale(canvas, _NAMES, width - _NAMES - max(ending, 72))
        y = _wide_rows(scale, rows, y)
    scale.labels(y + 14, show)
    return canvas.drawing(name=name, title=title, description=description, height=y + 22)


def _narrow_rows(scale: Scale, rows: Sequence[GroupRow], y: float) -> float:
    """Draw names over the bars; return the y below."""
    canvas = scale.canvas
    for row in rows:
        canvas.text("muted", canvas.width, y + 14, row.counted, "end")
        room = canvas.width - extent(row.counted, 13) - 12
        top = canvas.block("strong", 0, y + 14, row.group, room) - 10
        _bar(scale, row, top)
        y = top + 24 + 14
    return y


def _wide_rows(scale: Scale, rows: Sequence[GroupRow], y: float) -> float:
    """Draw names beside the bars, over a grid from first to last; return the y below."""
    canvas, room = scale.canvas, scale.start - 20
    lines = [len(lines_of(row.group, room)) for row in rows]
    heights = [max(38, number * 19 + 12) for number in lines]
    scale.grid(y, y + sum(heights))
    for row, number, height in zip(rows, lines, heights, strict=True):
        middle = y + height / 2
        canvas.block("text", 0, middle + 5 - (number - 1) * 9.5, row.group, room)
        canvas.text("text", canvas.width, middle + 5, row.counted, "end")
        _bar(scale, row, middle - 12)
        y += height
    return y


def _bar(scale: Scale, row: GroupRow, y: float) -> None:
    if row.answering:
        unit = scale.length / row.answering
        draw_stack(scale.canvas, row.counts, scale.start, y, unit=unit, height=24)
    else:
        scale.canvas.text("muted", scale.start + 2, y + 17, row.reason)
