"""How high a row must be: not every program fits rows to their content when it opens a workbook."""

from collections.abc import Iterable
from unicodedata import east_asian_width

LINE, EDGE = 15.0, 4.0
# Excel draws no row higher.
HIGHEST = 409.0
# Lines break between words, and another font may be wider.
USED = 0.93


def height(cells: Iterable[tuple[str, float]], *, least: float = 0.0) -> float:
    """Points for a row whose cells hold these texts at these widths in characters."""
    needed = max((_lines(text, width) for text, width in cells), default=1)
    return min(HIGHEST, max(least, needed * LINE + EDGE))


def _lines(text: str, width: float) -> int:
    # No more lines than the highest row shows.
    return sum(1 + int(_extent(line[:4000]) / (width * USED)) for line in text.split("\n", 40)[:40])


def _extent(line: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in line)
