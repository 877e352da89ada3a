"""Where marks are put while a chart is worked out; the one place that mirrors for right to left."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from charts.drawing import WIDE, Drawing
from charts.lettering import extent, lines_of
from charts.marks import INKS, Box, Dot, Label, Mark, Path


@dataclass
class Canvas:
    """Marks in the order in which they are drawn; x runs from the start of a line of text."""

    width: int
    rtl: bool
    marks: list[Mark] = field(default_factory=list)

    @property
    def is_narrow(self) -> bool:
        return self.width < WIDE

    def box(self, ink: str, x: float, y: float, width: float, height: float) -> None:
        self._box(ink, (x, x + width), y, width, height)

    def ground(self, middle: float, y: float, width: float, height: float) -> None:
        """Draw a white box about a middle, for a text to stand on."""
        self._box("ground", (middle - width / 2, middle + width / 2), y, width, height)

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
        for line in lines_of(text, width / bold, size):
            self.text(ink, x, y, line)
            y += size + 5
        return y

    def legend(self, items: Sequence[tuple[str, str]], y: float = 14) -> float:
        """Print keys one after another, wrapped, words too long for a line below each other; return the y below."""
        x = 0.0
        for kind, label in items:
            step = 24 + extent(label, 13) + 18
            if x and x + step - 18 > self.width:
                x, y = 0.0, y + 24
            self._key(kind, x, y - 5)
            y = self.block("muted", x + 24, y, label, self.width - x - 24) - 18
            x += step
        return y + 14

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

    def _key(self, kind: str, x: float, y: float) -> None:
        match kind:
            case "baseline" | "current":
                self.dot(kind, x + 8, y, 6)
            case "interval":
                self.box(kind, x, y - 3, 16, 6)
                for at in (x, x + 16):
                    self.line("end", (at, y - 5), (at, y + 5))
            case "target":
                self.line(kind, (x + 8, y - 8), (x + 8, y + 8))
            case "target_line":
                self.line(kind, (x, y), (x + 16, y))
            case _:
                self.box(kind, x + 1, y - 7, 14, 14)

    def _box(self, ink: str, ends: tuple[float, float], y: float, width: float, height: float) -> None:
        x = self._x(ends[1] if self.rtl else ends[0])
        self.marks.append(Box(INKS[ink], x, _number(y), _number(width), _number(height)))

    def _x(self, x: float) -> str:
        return _number(self.width - x if self.rtl else x)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
