"""Indicators at two cycles: a line from the baseline to the current share."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from charts.canvas import Canvas
from charts.drawing import WIDE, Drawing
from charts.lettering import extent, lines_of
from charts.scale import Scale, Shown, whole_percent

_NAMES = 264.0  # the column of names in a wide drawing
_OUTSIDE = 8  # how far a value may stand out at either end of the scale


@dataclass(frozen=True)
class DumbbellRow:
    """An indicator at two cycles. ``counted`` is "100/121"; ``reason`` is printed without a current."""

    label: str
    baseline: Fraction | None
    current: Fraction | None
    lowest: Fraction | None = None
    highest: Fraction | None = None
    target: Fraction | None = None
    counted: str = ""
    reason: str = ""


@dataclass(frozen=True)
class DumbbellWords:
    """The legend; an empty word leaves its mark out. ``counted`` heads the column of n/N."""

    baseline: str
    current: str
    interval: str = ""
    target: str = ""
    counted: str = ""


def dumbbell(
    rows: Sequence[DumbbellRow],
    *,
    name: str,
    title: str,
    description: str,
    words: DumbbellWords,
    show: Shown = whole_percent,
    rtl: bool = False,
    width: int = WIDE,
) -> Drawing:
    """Draw baseline → current on 0..100 with the target and the interval of the current share."""
    canvas = Canvas(width, rtl)
    kinds = ("baseline", "current", "interval", "target")
    named = [(kind, getattr(words, kind)) for kind in kinds]
    y = canvas.legend([(kind, word) for kind, word in named if word])
    if canvas.is_narrow:
        scale = Scale(canvas, _OUTSIDE, width - 2.0 * _OUTSIDE)
        for row in rows:
            y = _narrow_row(scale, row, y, words.counted, show)
    else:
        scale = Scale(canvas, _NAMES, width - _NAMES - 100)
        if words.counted:
            canvas.text("muted", width, y + 10, words.counted, "end")
            y += 14
        for row in rows:
            y = _wide_row(scale, row, y, show)
        canvas.line("grid", (0, y), (width, y))
    scale.labels(y + 16, show)
    return canvas.drawing(name=name, title=title, description=description, height=y + 24)


def _narrow_row(scale: Scale, row: DumbbellRow, y: float, counted: str, show: Shown) -> float:
    """Draw the name over the line; return the y below."""
    canvas = scale.canvas
    y = canvas.block("strong", 0, y + 26, row.label, canvas.width)
    if row.counted:
        y = canvas.block("muted", 0, y, f"{row.counted} {counted}".strip(), canvas.width)
    y -= 18
    if row.current is None:
        return canvas.block("muted", 0, y + 20, row.reason, canvas.width) - 10
    middle = y + 38
    scale.grid(middle - 12, middle + 12)
    _line(scale, row, row.current, middle, show)
    return middle + (18 if row.target is None else 34)


def _wide_row(scale: Scale, row: DumbbellRow, y: float, show: Shown) -> float:
    """Draw the name beside the line; return the y below."""
    canvas, room = scale.canvas, scale.start - 28
    lines = lines_of(row.label, room)
    height = max(64, len(lines) * 19 + 26)
    middle = y + height / 2
    canvas.line("grid", (0, y), (canvas.width, y))
    canvas.block("text", 0, middle + 5 - (len(lines) - 1) * 9.5, row.label, room)
    canvas.text("text", canvas.width, middle + 5, row.counted, "end")
    scale.grid(y, y + height)
    if row.current is None:
        reasons = lines_of(row.reason, scale.length, 13)
        canvas.block("value_muted", scale.start, middle + 5 - (len(reasons) - 1) * 9, row.reason, scale.length)
    else:
        _line(scale, row, row.current, middle, show)
    return y + height


def _line(scale: Scale, row: DumbbellRow, current: Fraction, y: float, show: Shown) -> None:
    canvas, at = scale.canvas, scale.at
    left, right = at(Fraction(0)), at(Fraction(1))
    canvas.line("axis", (left, y), (right, y))
    if row.target is not None:
        x, half = at(row.target), extent(show(row.target), 13) / 2
        canvas.line("target", (x, y - 15), (x, y + 15))
        inside = min(max(x, left - _OUTSIDE + half), right + _OUTSIDE - half)
        canvas.text("value_target", inside, y + 28, show(row.target), "middle")
    if row.lowest is not None and row.highest is not None:
        low, high = at(row.lowest), at(row.highest)
        canvas.box("interval", low, y - 4, high - low, 8)
        for x in (low, high):
            canvas.line("end", (x, y - 7), (x, y + 7))
    values = [(at(current), "value", show(current))]
    if row.baseline is not None:
        canvas.line("change", (at(row.baseline), y), (at(current), y))
        canvas.dot("baseline", at(row.baseline), y)
        values.append((at(row.baseline), "value_muted", show(row.baseline)))
    canvas.dot("current", at(current), y)
    _values(canvas, sorted(values), y - 13, left - _OUTSIDE, right + _OUTSIDE)


def _values(canvas: Canvas, values: Sequence[tuple[float, str, str]], y: float, left: float, right: float) -> None:
    """Print one or two values over their dots, leaning apart and kept between left and right."""
    widths = [extent(text, 14) for _x, _ink, text in values]
    starts = [x - width / 2 for (x, _ink, _text), width in zip(values, widths, strict=True)]
    if len(values) == 1:
        starts = [max(min(starts[0], right - widths[0]), left)]
    else:
        step = widths[0] + 4
        overlap = max(starts[0] + step - starts[1], 0)
        second = min(starts[1] + overlap / 2, right - widths[1])
        first = max(min(starts[0] - overlap / 2, second - step), left)
        starts = [first, max(second, first + step)]
    for (_x, ink, text), start, width in zip(values, starts, widths, strict=True):
        canvas.text(ink, start + width / 2, y, text, "middle")
