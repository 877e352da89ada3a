"""The line along which shares from 0 to 100 per cent are drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from charts.canvas import Canvas
from indicators.calculations import percent
from languages.codes import ENGLISH
from languages.numbers import percent as in_percent

Shown = Callable[[Fraction], str]

QUARTERS = tuple(Fraction(quarter, 4) for quarter in range(5))


def whole_percent(share: Fraction, language: str = ENGLISH) -> str:
    """Return "38 %" for 15/40: whole per cent, half away from zero (method.md §3)."""
    return in_percent(int(percent(share)), language)


@dataclass(frozen=True)
class Scale:
    """Shares from start to start + length on a canvas, with grid lines at the quarters."""

    canvas: Canvas
    start: float
    length: float

    def at(self, share: Fraction) -> float:
        return self.start + float(share) * self.length

    def grid(self, top: float, bottom: float) -> None:
        for share in QUARTERS:
            self.canvas.line("grid", (self.at(share), top), (self.at(share), bottom))

    def labels(self, y: float, show: Shown) -> None:
        for share in QUARTERS:
            anchor = "start" if share == 0 else "end" if share == 1 else "middle"
            self.canvas.text("muted", self.at(share), y, show(share), anchor)
