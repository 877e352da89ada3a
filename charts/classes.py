"""The whole population, Party by Party, in its classes."""

from collections.abc import Sequence

from charts.canvas import Canvas
from charts.drawing import WIDE, Drawing
from charts.lettering import lines_of
from charts.stack import Count, draw_stack


def class_bar(
    counts: Sequence[Count],
    *,
    name: str,
    title: str,
    description: str,
    rtl: bool = False,
    width: int = WIDE,
) -> Drawing:
    """Draw every Party of the population once, in its class, with a key of all the numbers."""
    canvas = Canvas(width, rtl)
    population = sum(count.number for count in counts)
    draw_stack(canvas, counts, 0, 0, unit=width / max(population, 1), height=36)
    columns = 2 if canvas.is_narrow else 3
    rows = -(-len(counts) // columns)
    room = width / columns - 58
    y = 64.0
    for row in range(rows):
        beside = counts[row::rows]
        for column, count in enumerate(beside):
            x = column * (width / columns)
            canvas.box(count.kind, x + 1, y - 12, 14, 14)
            canvas.text("strong", x + 46, y, str(count.number), "end")
            canvas.block("text", x + 54, y, count.label, room)
        y += 26 + 19 * (max(len(lines_of(count.label, room)) for count in beside) - 1)
    return canvas.drawing(name=name, title=title, description=description, height=y - 14)
