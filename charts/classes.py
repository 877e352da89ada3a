"""The whole population, Party by Party, in its classes."""

from collections.abc import Sequence

from charts.canvas import Canvas
from charts.drawing import WIDE, Drawing
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
    for n, count in enumerate(counts):
        column, row = divmod(n, rows)
        x, y = column * (width / columns), 64 + row * 26
        canvas.box(count.kind, x + 1, y - 12, 14, 14)
        canvas.text("strong", x + 54, y, str(count.number), "end")
        canvas.text("text", x + 62, y, count.label)
    return canvas.drawing(name=name, title=title, description=description, height=50 + rows * 26)
