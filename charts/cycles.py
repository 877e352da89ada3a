"""One share over the cycles."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from charts.canvas import Canvas
from charts.drawing import WIDE, Drawing
from charts.lettering import lines_of
from charts.scale import QUARTERS, Shown, whole_percent


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
    canvas = Canvas(width, rtl)
    keys = [("interval", interval_label), ("target_line", target_label if target is not None else "")]
    shown = [(kind, label) for kind, label in keys if label]
    top = canvas.legend(shown) + 12 if shown else 24.0
    field = _Field(canvas, top, 220.0 if canvas.is_narrow else 280.0, points)
    field.draw_grid(show)
    field.draw_areas()
    if target is not None:
        y = field.down(target)
        canvas.line("target_line", (field.left, y), (width, y))
    field.draw_intervals()
    field.draw_changes()
    height = field.draw_points(show)
    return canvas.drawing(name=name, title=title, description=description, height=height)


@dataclass(frozen=True)
class _Field:
    """Cycles as columns, shares as heights."""

    canvas: Canvas
    top: float
    tall: float
    points: Sequence[CyclePoint]
    left: float = 50.0

    @property
    def column(self) -> float:
        return (self.canvas.width - self.left) / (len(self.points) + 0.3)  # the last value stands after its dot

    @property
    def placed(self) -> list[tuple[float, CyclePoint]]:
        return [(self.left + self.column * (n + 0.5), point) for n, point in enumerate(self.points)]

    def down(self, share: Fraction) -> float:
        return self.top + (1 - float(share)) * self.tall

    def draw_grid(self, show: Shown) -> None:
        for share in QUARTERS:
            y = self.down(share)
            self.canvas.line("grid" if share else "axis", (self.left, y), (self.canvas.width, y))
            self.canvas.text("muted", self.left - 8, y + 4, show(share), "end")

    def draw_areas(self) -> None:
        for (x1, before), (x2, after) in pairwise(self.placed):
            if not _are_joined(before, after):
                continue
            corners = ((x1, before.lowest), (x2, after.lowest), (x2, after.highest), (x1, before.highest))
            area = [(x, self.down(share)) for x, share in corners if share is not None]
            if len(area) == len(corners):
                self.canvas.line("received_area", *area, closed=True)

    def draw_intervals(self) -> None:
        for x, point in self.placed:
            if point.share is None or point.lowest is None or point.highest is None:
                continue
            low, high = self.down(point.lowest), self.down(point.highest)
            self.canvas.box("interval", x - 4, high, 8, low - high)
            for y in (low, high):
                self.canvas.line("end", (x - 7, y), (x + 7, y))

    def draw_changes(self) -> None:
        for (x1, before), (x2, after) in pairwise(self.placed):
            if after.joined and before.share is not None and after.share is not None:
                self.canvas.line("change", (x1, self.down(before.share)), (x2, self.down(after.share)))

    def draw_points(self, show: Shown) -> float:
        """Draw dots and values, and each cycle's words beneath; return the y below."""
        foot = self.top + self.tall
        deepest = foot
        neighbours = zip([None, *self.points[:-1]], self.placed, [*self.points[1:], None], strict=False)
        for before, (x, point), after in neighbours:
            if point.share is not None:
                y = self.down(point.share)
                self.canvas.dot("current", x, y)
                aside, under, anchor = _beside(before, point, after)
                self.canvas.text("value", x + aside, y + under, show(point.share), anchor)
            self.canvas.text("strong", x, foot + 22, point.cycle, "middle")
            y = foot + 40
            words = point.reason if point.share is None else point.counted
            for line in lines_of(words, self.column - 8, 13):
                self.canvas.text("muted", x, y, line, "middle")
                y += 17
            deepest = max(deepest, y)
        return deepest


def _beside(before: CyclePoint | None, point: CyclePoint, after: CyclePoint | None) -> tuple[int, int, str]:
    """Say where a value stands off its dot, and its anchor: where no line comes or leaves."""
    leaves = after is not None and _are_joined(point, after)
    if not leaves:
        return 13, 5, "start"
    if before is None or not _are_joined(before, point):
        return -13, 5, "end"
    came, here, goes = (float(one.share or 0) for one in (before, point, after or point))
    if came <= here:
        return -10, -9, "end"
    return (10, 20, "start") if here < goes else (10, -9, "start")


def _are_joined(before: CyclePoint, after: CyclePoint) -> bool:
    return after.joined and before.share is not None and after.share is not None
