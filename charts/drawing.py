"""A finished chart, alone or as a pair for a wide and a narrow place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from charts.lettering import lines_of
from charts.marks import INKS, Label, Mark

WIDE = 800
NARROW = 328


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
        lines = lines_of(self.title, self.width, 17)
        x, first = str(self._start), 3 - len(lines) * 23
        return tuple(Label(INKS["title"], x, str(first + at * 23), "start", line) for at, line in enumerate(lines))

    @property
    def sheet(self) -> Mapping[str, int]:
        """The paper of a file that stands alone: room for title, source and margins."""
        top = len(self.heading) * 23 + 24
        return {
            "x": -20,
            "y": -top,
            "width": self.width + 40,
            "height": self.height + top + 44,
            "source_x": self._start,
            "source_y": self.height + 24,
        }

    @property
    def _start(self) -> int:
        return self.width if self.rtl else 0


@dataclass(frozen=True)
class Pair:
    """One chart drawn for a wide and for a narrow place."""

    wide: Drawing
    narrow: Drawing


def pair(draw: Callable[[int], Drawing]) -> Pair:
    """Draw twice: ``pair(lambda width: class_bar(counts, …, width=width))``."""
    return Pair(draw(WIDE), draw(NARROW))
