"""Work out the drawings of the portal's charts; ``templates/charts/drawing.svg`` only draws them.

Pure: no Django, no clock, no language. Words come in translated, shares as exact fractions 0..1 or
None, with the reason to print instead. Each function draws for one width; ``pair`` draws for a wide
and a narrow place, so that text keeps its size on a telephone. Right to left is mirrored in one
place (``_Canvas``): x is mirrored, and the root's direction turns the anchors.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import floor
from typing import ClassVar
from unicodedata import east_asian_width

WIDE = 800
NARROW = 328

Shown = Callable[[Fraction], str]


def whole_percent(share: Fraction) -> str:
    """Return "38 %" for 15/40: whole per cent, half away from zero (method.md §3)."""
    return f"{floor(share * 100 + Fraction(1, 2))}\u00a0%"


# --- What is drawn -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Ink:
    """How a mark looks without a style sheet; the values repeat static/css/tokens.css."""

    name: str
    fill: str = "none"
    stroke: str = "none"
    stroke_width: str = "1"
    dash: str = ""
    hatch: bool = False  # the fill is the drawing's hatch pattern
    size: str = "14"
    weight: str = "400"
    halo: bool = False  # text over lines keeps a white edge


_TEAL, _TEAL_MID, _TEAL_PALE = "#0b5a54", "#2f857c", "#e1eeeb"
_CLAY, _CLAY_PALE, _CLAY_FILL = "#a34a18", "#fcf0e4", "#eec19d"
_INK, _SOFT, _LINE, _STRONG = "#12211f", "#4c5d59", "#d2dcd8", "#6c7d78"

INKS: Mapping[str, Ink] = {
    ink.name: ink
    for ink in (
        # the six classes (method.md §2)
        Ink("yes", _TEAL, _TEAL),
        Ink("partial", "#fff", _TEAL, hatch=True),
        Ink("no", _CLAY_FILL, _CLAY),
        Ink("not_applicable", "#dde4e1", _STRONG),
        Ink("unanswered", "#fff", _STRONG),
        Ink("silent", "#fff", _STRONG, dash="3 2.5"),
        # trends (method.md §6)
        Ink("improved", _TEAL, _TEAL),
        Ink("unchanged", "#c3cfcb", _STRONG),
        Ink("worsened", _CLAY_FILL, _CLAY, "1.5"),
        Ink("not_comparable", "#dde4e1", _STRONG, dash="1.5 2.5"),
        Ink("not_assessed", "#fff", _STRONG, dash="3 2.5"),
        # parts of charts
        Ink("grid", stroke=_LINE),
        Ink("axis", stroke=_STRONG),
        Ink("interval", "#b5d3cd"),
        Ink("end", stroke=_TEAL_MID, stroke_width="1.5"),
        Ink("change", stroke=_TEAL, stroke_width="2"),
        Ink("baseline", "#fff", _TEAL, "2"),
        Ink("current", _TEAL, "#fff", "1.5"),
        Ink("target", stroke=_CLAY, stroke_width="2.5"),
        Ink("target_line", stroke=_CLAY, stroke_width="1.5", dash="6 3"),
        Ink("received", stroke=_TEAL, stroke_width="2.5"),
        Ink("received_area", _TEAL_PALE),
        Ink("population", stroke=_INK, stroke_width="1.5", dash="2 3"),
        # text
        Ink("text", _INK),
        Ink("strong", _INK, weight="600"),
        Ink("muted", _SOFT, size="13"),
        Ink("inverse", "#fff", weight="600"),
        Ink("value", _TEAL, weight="600", halo=True),
        Ink("value_muted", _SOFT, size="13", halo=True),
        Ink("value_target", _CLAY, size="13", halo=True),
    )
}


SIGNS: Mapping[str, str] = {"improved": "▲", "unchanged": "=", "worsened": "▼"}


# Coordinates are text, because a template would print numbers with the language's decimal comma.
@dataclass(frozen=True)
class Box:
    tag: ClassVar[str] = "rect"
    ink: Ink
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Dot:
    tag: ClassVar[str] = "circle"
    ink: Ink
    x: str
    y: str
    r: str


@dataclass(frozen=True)
class Path:
    tag: ClassVar[str] = "path"
    ink: Ink
    d: str


@dataclass(frozen=True)
class Label:
    tag: ClassVar[str] = "text"
    ink: Ink
    x: str
    y: str
    anchor: str
    text: str


Mark = Box | Dot | Path | Label


@dataclass(frozen=True)
class Drawing:
    """A finished chart: marks in the order in which they are drawn."""

    name: str
    title: str
    description: str
    width: int
    height: int
    rtl: bool
    marks: tuple[Mark, ...]

    @property
    def is_narrow(self) -> bool:
        return self.width < WIDE

    @property
    def direction(self) -> str:
        return "rtl" if self.rtl else "ltr"

    @property
    def hatch(self) -> str:
        return f"{self.name}-hatch"

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"

    @property
    def heading(self) -> tuple[Label, ...]:
        """The title as lines above the chart, for a file that stands alone."""
        lines = _lines(self.title, self.width, 17)
        x = str(self.width if self.rtl else 0)
        ink = Ink("title", _INK, size="17", weight="600")
        return tuple(Label(ink, x, str((at - len(lines)) * 23 + 3), "start", line) for at, line in enumerate(lines))

    @property
    def sheet(self) -> Mapping[str, int]:
        """The paper of a file that stands alone: room for title, source and margins."""
        top = len(self.heading) * 23 + 24
        return {
            "x": -20,
            "y": -top,
            "width": self.width + 40,
            "height": self.height + top + 44,
            "source_x": self.width if self.rtl else 0,
            "source_y": self.height + 24,
        }


@dataclass(frozen=True)
class Pair:
    """One chart drawn for a wide and for a narrow place."""

    wide: Drawing
    narrow: Drawing


def pair(draw: Callable[[int], Drawing]) -> Pair:
    """Draw twice: ``pair(lambda width: class_bar(counts, …, width=width))``."""
    return Pair(draw(WIDE), draw(NARROW))


# --- What comes in -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Count:
    """How many are of one kind: a class (``yes``) or a trend (``improved``), see ``INKS``."""

    kind: str
    number: int
    label: str


@dataclass(frozen=True)
class StripRow:
    """An objective: its counts in the order drawn, "12 indicators", reasons for the unassessed."""

    label: str
    counts: Sequence[Count]
    total: str = ""
    note: str = ""


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


@dataclass(frozen=True)
class CyclePoint:
    """A share in one cycle; ``joined`` is false where the change from the one before is not comparable."""

    cycle: str
    share: Fraction | None
    lowest: Fraction | None = None
    highest: Fraction | None = None
    counted: str = ""
    reason: str = ""
    joined: bool = True


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
    def answering(self) -> int:
        return self.yes + self.partial + self.no


@dataclass(frozen=True)
class Received:
    """Reports received up to and including a day."""

    on: date
    reports: int


@dataclass(frozen=True)
class Day:
    """A day with the word to print at it."""

    on: date
    label: str


# --- The canvas --------------------------------------------------------------------------------


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _is_wide(sign: str) -> bool:
    return east_asian_width(sign) in "WF"


def _extent(text: str, size: float) -> float:
    """Estimate a text's width; there are no font metrics here, so slightly too wide on purpose."""
    ems = sum(
        1.0 if _is_wide(sign) else 0.4 if sign in " .,:;'|ijlt()" else 0.7 if sign.isupper() else 0.58 for sign in text
    )
    return ems * size


def _lines(text: str, width: float, size: float = 14) -> list[str]:
    """Break a text into lines, at spaces where it has them."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if _extent(joined, size) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        line = word
        while _extent(line, size) > width and any(map(_is_wide, line)):  # no spaces in Chinese
            cut = next(n for n in range(1, len(line) + 1) if _extent(line[:n], size) > width) - 1
            cut = max(cut, 1)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line] if line else lines


@dataclass
class _Canvas:
    width: int
    rtl: bool
    marks: list[Mark] = field(default_factory=list)

    def _x(self, x: float) -> str:
        return _number(self.width - x if self.rtl else x)

    def box(self, ink: str, x: float, y: float, width: float, height: float) -> None:
        start = x + width if self.rtl else x
        self.marks.append(Box(INKS[ink], self._x(start), _number(y), _number(width), _number(height)))

    def dot(self, ink: str, x: float, y: float, r: float = 7) -> None:
        self.marks.append(Dot(INKS[ink], self._x(x), _number(y), _number(r)))

    def line(self, ink: str, *points: tuple[float, float], closed: bool = False) -> None:
        d = "M" + " ".join(f"{self._x(x)},{_number(y)}" for x, y in points)
        self.marks.append(Path(INKS[ink], d + ("Z" if closed else "")))

    def text(self, ink: str, x: float, y: float, text: str, anchor: str = "start") -> None:
        self.marks.append(Label(INKS[ink], self._x(x), _number(y), anchor, text))

    def block(self, ink: str, x: float, y: float, text: str, width: float) -> float:
        """Print lines from y down; return the baseline that would come next."""
        size = float(INKS[ink].size)
        bold = 1.06 if INKS[ink].weight == "600" else 1
        for line in _lines(text, width / bold, size):
            self.text(ink, x, y, line)
            y += size + 5
        return y

    def legend(self, items: Sequence[tuple[str, str]], y: float = 14) -> float:
        """Print keys from left to right, wrapped; return the y below them."""
        x = 0.0
        for kind, label in items:
            step = 24 + _extent(label, 13) + 18
            if x and x + step - 18 > self.width:
                x, y = 0.0, y + 24
            self._key(kind, x, y - 5)
            self.text("muted", x + 24, y, label)
            x += step
        return y + 14

    def _key(self, kind: str, x: float, y: float) -> None:
        if kind in ("baseline", "current"):
            self.dot(kind, x + 8, y, 6)
        elif kind == "interval":
            self.box(kind, x, y - 3, 16, 6)
            for at in (x, x + 16):
                self.line("end", (at, y - 5), (at, y + 5))
        elif kind == "target":
            self.line(kind, (x + 8, y - 8), (x + 8, y + 8))
        elif kind in ("target_line", "received", "population"):
            self.line(kind, (x, y), (x + 16, y))
        else:
            self.box(kind, x + 1, y - 7, 14, 14)

    def stack(
        self,
        counts: Sequence[Count],
        x: float,
        y: float,
        unit: float,
        height: float,
        signs: Mapping[str, str] | None = None,
    ) -> None:
        """Draw counts end to end, each with its number, and the sign of its kind, where it fits."""
        for count in counts:
            if not count.number:
                continue
            width = count.number * unit
            self.box(count.kind, x + 1, y, max(width - 2, 1), height)
            text = str(count.number)
            if signs and count.kind in signs:
                text = f"{signs[count.kind]}\u00a0{text}"
            if width >= _extent(text, 14) + 5:
                middle, down = x + width / 2, y + height / 2 + 5
                if count.kind == "partial":  # a number on hatching needs a ground
                    ground = _extent(text, 14) + 5
                    self.marks.append(
                        Box(
                            Ink("ground", "#fff"),
                            self._x(middle + ground / 2 if self.rtl else middle - ground / 2),
                            _number(y + height / 2 - 9),
                            _number(ground),
                            "18",
                        )
                    )
                ink = "inverse" if count.kind in ("yes", "improved") else "strong"
                self.text(ink, middle, down, text, "middle")
            x += width

    def drawing(self, *, name: str, title: str, description: str, height: float) -> Drawing:
        return Drawing(
            name=f"{name}-{self.width}",
            title=title,
            description=description,
            width=self.width,
            height=round(height),
            rtl=self.rtl,
            marks=tuple(self.marks),
        )


# --- The charts --------------------------------------------------------------------------------


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
    canvas = _Canvas(width, rtl)
    keys = {count.kind: count.label for row in rows for count in row.counts if count.number}
    order = [kind for kind in INKS if kind in keys]
    y = canvas.legend([(kind, keys[kind]) for kind in order]) + 14
    longest = max((sum(count.number for count in row.counts) for row in rows), default=0)
    unit = width / max(longest, 1)
    signed = [count.number for row in rows for count in row.counts if count.number and count.kind in SIGNS]
    signs = SIGNS if signed and min(signed) * unit >= 36 else None  # all of them or none
    for row in rows:
        room = width - _extent(row.total, 13) - 16
        canvas.text("muted", width, y + 8, row.total, "end")
        y = canvas.block("strong", 0, y + 8, row.label, room) - 10
        canvas.stack(row.counts, 0, y, unit, 28, signs)
        y += 28
        if row.note:
            y = canvas.block("muted", 0, y + 18, row.note, width) - 14
        y += 22
    return canvas.drawing(name=name, title=title, description=description, height=y - 10)


def _grid(canvas: _Canvas, at: Callable[[Fraction], float], top: float, bottom: float) -> None:
    for quarter in range(5):
        x = at(Fraction(quarter, 4))
        canvas.line("grid", (x, top), (x, bottom))


def _grid_labels(canvas: _Canvas, at: Callable[[Fraction], float], y: float, show: Shown) -> None:
    for quarter in range(5):
        anchor = "start" if quarter == 0 else "end" if quarter == 4 else "middle"
        share = Fraction(quarter, 4)
        canvas.text("muted", at(share), y, show(share), anchor)


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
    canvas = _Canvas(width, rtl)
    narrow = width < WIDE
    start, length = (8.0, width - 16.0) if narrow else (264.0, width - 264.0 - 100)

    def at(share: Fraction) -> float:
        return start + float(share) * length

    named = (
        ("baseline", words.baseline),
        ("current", words.current),
        ("interval", words.interval),
        ("target", words.target),
    )
    y = canvas.legend([(kind, word) for kind, word in named if word])
    if words.counted and not narrow:
        canvas.text("muted", width, y + 10, words.counted, "end")
        y += 14
    for row in rows:
        lines = [] if narrow else _lines(row.label, start - 28)
        if narrow:
            middle = canvas.block("strong", 0, y + 26, row.label, width)
            canvas.text("muted", 0, middle, f"{row.counted} {words.counted}".strip())
            if row.current is None:
                canvas.text("muted", 0, middle + 20, row.reason)
                y = middle + 28
                continue
            middle += 38
            bottom = middle + (34 if row.target is not None else 18)
        else:
            height = max(64, len(lines) * 19 + 26)
            middle = y + height / 2
            canvas.line("grid", (0, y), (width, y))
            canvas.block("text", 0, middle + 5 - (len(lines) - 1) * 9.5, row.label, start - 28)
            canvas.text("text", width, middle + 5, row.counted, "end")
            bottom = y + height
        _grid(canvas, at, middle - 12 if narrow else y, middle + 12 if narrow else bottom)
        _dumbbell(canvas, row, at, middle, show)
        y = bottom
    if not narrow:
        canvas.line("grid", (0, y), (width, y))
    _grid_labels(canvas, at, y + 16, show)
    return canvas.drawing(name=name, title=title, description=description, height=y + 24)


def _dumbbell(canvas: _Canvas, row: DumbbellRow, at: Callable[[Fraction], float], y: float, show: Shown) -> None:
    left, right = at(Fraction(0)), at(Fraction(1))
    if row.current is None:
        canvas.text("value_muted", left, y + 5, row.reason)
        return
    canvas.line("axis", (left, y), (right, y))
    if row.target is not None:
        x, half = at(row.target), _extent(show(row.target), 13) / 2
        canvas.line("target", (x, y - 15), (x, y + 15))
        inside = min(max(x, left - 8 + half), right + 8 - half)
        canvas.text("value_target", inside, y + 28, show(row.target), "middle")
    if row.lowest is not None and row.highest is not None:
        low, high = at(row.lowest), at(row.highest)
        canvas.box("interval", low, y - 4, high - low, 8)
        for x in (low, high):
            canvas.line("end", (x, y - 7), (x, y + 7))
    values = [(at(row.current), "value", show(row.current))]
    if row.baseline is not None:
        canvas.line("change", (at(row.baseline), y), (at(row.current), y))
        canvas.dot("baseline", at(row.baseline), y)
        values.append((at(row.baseline), "value_muted", show(row.baseline)))
    canvas.dot("current", at(row.current), y)
    _values(canvas, sorted(values), y - 13, left - 8, right + 8)


def _values(canvas: _Canvas, values: Sequence[tuple[float, str, str]], y: float, left: float, right: float) -> None:
    """Print one or two values over their dots, leaning apart and kept between left and right."""
    widths = [_extent(text, 14) for _, _, text in values]
    starts = [x - width / 2 for (x, _, _), width in zip(values, widths, strict=True)]
    if len(values) == 2:
        apart = (starts[0] + widths[0] + 4) - starts[1]
        if apart > 0:
            starts = [starts[0] - apart / 2, starts[1] + apart / 2]
    starts[-1] = min(starts[-1], right - widths[-1])
    starts[0] = max(min(starts[0], starts[-1] - widths[0] - 4) if starts[1:] else starts[0], left)
    if starts[1:]:
        starts[1] = max(starts[1], starts[0] + widths[0] + 4)
    for (_, ink, text), start, width in zip(values, starts, widths, strict=True):
        canvas.text(ink, start + width / 2, y, text, "middle")


def share_over_cycles(
    points: Sequence[CyclePoint],
    *,
    name: str,
    title: str,
    description: str,
    interval_label: str = "",
    target: Fraction | None = None,
    target_label: str = "",
    show: Shown = whole_percent,
    rtl: bool = False,
    width: int = WIDE,
) -> Drawing:
    """Draw a share over the cycles with its interval; a gap where a cycle or a change has none."""
    canvas = _Canvas(width, rtl)
    keys = [("interval", interval_label), ("target_line", target_label if target is not None else "")]
    shown = [key for key in keys if key[1]]
    top = canvas.legend(shown) + 12 if shown else 16.0
    left, tall = 50.0, 220.0 if width < WIDE else 280.0
    column = (width - left) / (len(points) + 0.3)  # the last value stands after its dot

    def down(share: Fraction) -> float:
        return top + (1 - float(share)) * tall

    xs = [left + column * (n + 0.5) for n in range(len(points))]
    for quarter in range(5):
        share = Fraction(quarter, 4)
        y = down(share)
        canvas.line("axis" if quarter == 0 else "grid", (left, y), (width, y))
        canvas.text("muted", left - 8, y + 4, show(share), "end")
    for n in range(1, len(points)):
        before, after = points[n - 1], points[n]
        if not after.joined or before.share is None or after.share is None:
            continue
        if None not in (before.lowest, before.highest, after.lowest, after.highest):
            ends = ((xs[n - 1], before.lowest), (xs[n], after.lowest))
            back = ((xs[n], after.highest), (xs[n - 1], before.highest))
            area = [(x, down(share)) for x, share in (*ends, *back) if share is not None]
            canvas.line("received_area", *area, closed=True)
    if target is not None:
        canvas.line("target_line", (left, down(target)), (width, down(target)))
    for n, point in enumerate(points):
        if point.share is not None and point.lowest is not None and point.highest is not None:
            low, high = down(point.lowest), down(point.highest)
            canvas.box("interval", xs[n] - 4, high, 8, low - high)
            for y in (low, high):
                canvas.line("end", (xs[n] - 7, y), (xs[n] + 7, y))
    leaving: set[float] = set()  # a value stands on the side where no line leaves its dot
    for n in range(1, len(points)):
        first, second = points[n - 1].share, points[n].share
        if points[n].joined and first is not None and second is not None:
            canvas.line("change", (xs[n - 1], down(first)), (xs[n], down(second)))
            leaving.add(xs[n - 1])
    foot = top + tall
    deepest = foot
    for x, point in zip(xs, points, strict=True):
        if point.share is not None:
            canvas.dot("current", x, down(point.share))
            aside = -13 if x in leaving else 13
            anchor = "end" if x in leaving else "start"
            canvas.text("value", x + aside, down(point.share) + 5, show(point.share), anchor)
        canvas.text("strong", x, foot + 22, point.cycle, "middle")
        y = foot + 40
        for line in _lines(point.counted if point.share is not None else point.reason, column, 13):
            canvas.text("muted", x, y, line, "middle")
            y += 17
        deepest = max(deepest, y)
    return canvas.drawing(name=name, title=title, description=description, height=deepest)


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
    canvas = _Canvas(width, rtl)
    narrow = width < WIDE
    ending = max((_extent(row.counted, 14) for row in rows), default=0) + 12
    start = 0.0 if narrow else 208.0
    length = float(width) if narrow else width - start - max(ending, 72)

    def at(share: Fraction) -> float:
        return start + float(share) * length

    shown = [kind for kind in ("yes", "partial", "no") if any(getattr(row, kind) for row in rows)]
    top = y = canvas.legend([(kind, labels[kind]) for kind in shown]) + 4
    if not narrow:
        body = len(canvas.marks)
    for row in rows:
        if narrow:
            canvas.text("muted", width, y + 14, row.counted, "end")
            room = width - _extent(row.counted, 13) - 12
            bar = canvas.block("strong", 0, y + 14, row.group, room) - 10
            bottom = bar + 24 + 14
        else:
            lines = _lines(row.group, start - 20)
            bottom = y + max(38, len(lines) * 19 + 12)
            middle = (y + bottom) / 2
            bar = middle - 12
            canvas.block("text", 0, middle + 5 - (len(lines) - 1) * 9.5, row.group, start - 20)
            canvas.text("text", width, middle + 5, row.counted, "end")
        if row.answering:
            counts = [Count(kind, getattr(row, kind), "") for kind in ("yes", "partial", "no")]
            canvas.stack(counts, start, bar, length / row.answering, 24)
        else:
            canvas.text("muted", start + 2, bar + 17, row.reason)
        y = bottom
    if not narrow:
        bars, canvas.marks = canvas.marks[body:], canvas.marks[:body]
        _grid(canvas, at, top, y)  # behind the bars
        canvas.marks += bars
    _grid_labels(canvas, at, y + 14, show)
    return canvas.drawing(name=name, title=title, description=description, height=y + 22)


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
    canvas = _Canvas(width, rtl)
    canvas.stack(counts, 0, 0, width / max(sum(count.number for count in counts), 1), 36)
    columns = 2 if width < WIDE else 3
    step = width / columns
    rows = -(-len(counts) // columns)
    for n, count in enumerate(counts):
        x, y = n // rows * step, 64 + n % rows * 26
        canvas.box(count.kind, x + 1, y - 12, 14, 14)
        canvas.text("strong", x + 54, y, str(count.number), "end")
        canvas.text("text", x + 62, y, count.label)
    return canvas.drawing(name=name, title=title, description=description, height=50 + rows * 26)


def submission_timeline(
    received: Sequence[Received],
    *,
    name: str,
    title: str,
    description: str,
    first: date,
    last: date,
    ticks: Sequence[Day],
    deadline: Day,
    cut_off: Day | None = None,
    population: int,
    population_label: str,
    rtl: bool = False,
    width: int = WIDE,
) -> Drawing:
    """Draw reports received by day as steps, under the population, with deadline and cut-off."""
    canvas = _Canvas(width, rtl)
    left, top, tall = 36.0, 62.0, 200.0
    foot = top + tall
    days = max((last - first).days, 1)
    right = 34.0

    def at(on: date) -> float:
        return left + (on - first).days / days * (width - left - right)

    def down(reports: int) -> float:
        return foot - reports / max(population, 1) * tall

    step = next((s for s in (1, 2, 5, 10, 20, 50, 100) if population / s <= 4), 200)
    for reports in range(0, population + 1, step):
        y = down(reports)
        if reports == 0 or y - top > 10:
            canvas.line("axis" if reports == 0 else "grid", (left, y), (width - right, y))
            canvas.text("muted", left - 8, y + 4, str(reports), "end")
    steps: list[tuple[float, float]] = [(at(first), foot)]
    for entry in received:
        x = at(entry.on)
        steps += [(x, steps[-1][1]), (x, down(entry.reports))]
    steps.append((at(last), steps[-1][1]))
    canvas.line("received_area", *steps, (at(last), foot), closed=True)
    for level, (day, ink) in enumerate(((deadline, "target"), (cut_off, "axis"))):
        if day is None:
            continue
        x, y = at(day.on), 14.0 + level * 20
        text = "value_target" if level == 0 else "value_muted"
        if x + 7 + _extent(day.label, 13) <= width:
            canvas.line(ink, (x, y - 10), (x, foot))
            canvas.text(text, x + 7, y, day.label)
        else:  # no room beside its line: the word stands on top of it
            canvas.line(ink, (x, y + 6), (x, foot))
            canvas.text(text, width, y, day.label, "end")
    canvas.line("population", (left, top), (width - right, top))
    canvas.text("value_muted", left + 4, top - 6, population_label)
    canvas.line("received", *steps)
    if received:
        canvas.text("value", width - right + 6, steps[-1][1] + 5, str(received[-1].reports))
    edge = -1e9
    for tick in ticks:
        x, half = at(tick.on), _extent(tick.label, 13) / 2
        if x - half < max(edge, 0) or x + half > width:
            continue  # a word that would touch another or leave the chart
        canvas.line("axis", (x, foot), (x, foot + 5))
        canvas.text("muted", x, foot + 20, tick.label, "middle")
        edge = x + half + 8
    return canvas.drawing(name=name, title=title, description=description, height=foot + 28)
