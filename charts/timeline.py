"""Reports received by day, against the deadline and the cut-off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from charts.canvas import Canvas
from charts.drawing import WIDE, Drawing
from charts.lettering import extent


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
    canvas = Canvas(width, rtl)
    field = _Field(canvas, first, last, population)
    steps = field.steps(received)
    field.draw_grid()
    canvas.line("received_area", *steps, (field.at(last), field.foot), closed=True)
    limits = [(deadline, 14, "target", "value_target")]
    if cut_off is not None:
        limits.append((cut_off, 34, "axis", "value_muted"))
    field.draw_limits(limits)
    canvas.line("population", (field.left, field.top), (field.right, field.top))
    field.draw_population(population_label, [day.on for day, *_rest in limits])
    canvas.line("received", *steps)
    if received:
        canvas.text("value", field.right + 6, steps[-1][1] + 5, str(received[-1].reports))
    field.draw_ticks(ticks)
    return canvas.drawing(name=name, title=title, description=description, height=field.foot + 28)


@dataclass(frozen=True)
class _Field:
    """Days from left to right, reports upwards as far as the population."""

    canvas: Canvas
    first: date
    last: date
    population: int
    left: float = 36.0
    top: float = 62.0
    foot: float = 262.0

    @property
    def right(self) -> float:
        return self.canvas.width - 34.0

    def at(self, on: date) -> float:
        days = max((self.last - self.first).days, 1)
        return self.left + (on - self.first).days / days * (self.right - self.left)

    def down(self, reports: int) -> float:
        return self.foot - reports / max(self.population, 1) * (self.foot - self.top)

    def steps(self, received: Sequence[Received]) -> list[tuple[float, float]]:
        points = [(self.at(self.first), self.foot)]
        for entry in received:
            x = self.at(entry.on)
            points += [(x, points[-1][1]), (x, self.down(entry.reports))]
        return [*points, (self.at(self.last), points[-1][1])]

    def draw_grid(self) -> None:
        step = next((s for s in (1, 2, 5, 10, 20, 50, 100) if self.population / s <= 4), 200)
        for reports in range(0, self.population + 1, step):
            y = self.down(reports)
            if reports == 0 or y - self.top > 10:
                self.canvas.line("grid" if reports else "axis", (self.left, y), (self.right, y))
                self.canvas.text("muted", self.left - 8, y + 4, str(reports), "end")

    def draw_limits(self, limits: Sequence[tuple[Day, float, str, str]]) -> None:
        """Draw days' lines to the foot; words beside them, or all above them where one has no room."""
        end = self.canvas.width
        fits = [self.at(day.on) + 7 + extent(day.label, 13) <= end for day, *_rest in limits]
        below = max(y for _day, y, *_inks in limits) + 6
        for (day, y, ink, text), has_room in zip(limits, fits, strict=True):
            x = self.at(day.on)
            self.canvas.line(ink, (x, y - 10 if all(fits) else below), (x, self.foot))
            self.canvas.text(text, x + 7 if has_room else end, y, day.label, "start" if has_room else "end")

    def draw_population(self, label: str, days: Sequence[date]) -> None:
        """Print the population's word over its line, at the end where a day's line would cross it."""
        room = extent(label, 13) + 8
        crossed = any(self.at(on) <= self.left + room for on in days)
        free = all(self.at(on) < self.right - room for on in days)
        at_end = crossed and free
        x = self.right - 4 if at_end else self.left + 4
        self.canvas.text("value_muted", x, self.top - 6, label, "end" if at_end else "start")

    def draw_ticks(self, ticks: Sequence[Day]) -> None:
        """Leave out a word that would touch the one before or leave the chart."""
        edge = 0.0
        for tick in ticks:
            x, half = self.at(tick.on), extent(tick.label, 13) / 2
            if x - half < edge or x + half > self.canvas.width:
                continue
            self.canvas.line("axis", (x, self.foot), (x, self.foot + 5))
            self.canvas.text("muted", x, self.foot + 20, tick.label, "middle")
            edge = x + half + 8
