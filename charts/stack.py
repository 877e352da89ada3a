"""Counts drawn end to end in one bar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from charts.canvas import Canvas
from charts.lettering import extent

# What a number can only be read on in white.
DARK = frozenset({"yes", "improved", "improved_clearly", "worsened_clearly"})


@dataclass(frozen=True)
class Count:
    """How many are of one kind: a class (``yes``) or where indicators stand (``unchanged``), see ``INKS``."""

    kind: str
    number: int
    label: str


def draw_stack(
    canvas: Canvas,
    counts: Sequence[Count],
    x: float,
    y: float,
    *,
    unit: float,
    height: float,
    signs: Mapping[str, str] | None = None,
) -> None:
    """Draw counts end to end, each with its number, and the sign of its kind, where it fits."""
    for count in counts:
        if not count.number:
            continue
        width = count.number * unit
        canvas.box(count.kind, x + 1, y, max(width - 2, 1), height)
        text = str(count.number)
        if signs and count.kind in signs:
            text = f"{signs[count.kind]}\u00a0{text}"
        room = extent(text, 14) + 5
        if width >= room:
            middle = x + width / 2
            if count.kind == "partial":  # a number on hatching needs a ground
                canvas.ground(middle, y + height / 2 - 9, room, 18)
            ink = "inverse" if count.kind in DARK else "strong"
            canvas.text(ink, middle, y + height / 2 + 5, text, "middle")
        x += width
