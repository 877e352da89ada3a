"""Where the text of a PDF stands on its pages, as it was drawn. Pure.

A run is what one operator shows, in the order of its glyphs from left to right; its place is in points from the
lower left corner of the page (ISO 32000-1, 9.4).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf

_PAIR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_BLOCK = re.compile(r"beginbfchar(.*?)endbfchar", re.DOTALL)
Matrix = tuple[float, float, float, float, float, float]
UNMOVED: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True)
class Run:
    page: int
    x: float
    y: float
    text: str


def runs_of(content: bytes) -> Iterator[Run]:
    """Every run of a PDF whose fonts say what their glyphs mean, page by page in the order of drawing."""
    with pikepdf.open(BytesIO(content)) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            fonts = {name: _meanings(font) for name, font in page.resources.get("/Font", {}).items()}
            yield from _of_page(number, page, fonts)


def _of_page(number: int, page: pikepdf.Page, fonts: Mapping[str, Mapping[str, str]]) -> Iterator[Run]:
    moved, line, kept = UNMOVED, UNMOVED, list[Matrix]()
    meanings: Mapping[str, str] = {}
    for step in pikepdf.parse_content_stream(page):
        given: Any = step.operands
        match str(step.operator):
            case "q":
                kept.append(moved)
            case "Q":
                moved = kept.pop()
            case "cm":
                moved = _times(_matrix(given), moved)
            case "BT":
                line = UNMOVED
            case "Tm":
                line = _matrix(given)
            case "Td" | "TD":
                line = _times((1, 0, 0, 1, float(given[0]), float(given[1])), line)
            case "Tf":
                meanings = fonts.get(str(given[0]), {})
            case "Tj" | "TJ":
                text = _text(given[0], meanings)
                place = _times(line, moved)
                if text.strip():
                    yield Run(number, place[4], place[5], text)


def _matrix(given: Any) -> Matrix:
    a, b, c, d, e, f = (float(one) for one in given)
    return a, b, c, d, e, f


def _times(first: Matrix, then: Matrix) -> Matrix:
    """What is placed by the first is placed by the second."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _text(shown: Any, meanings: Mapping[str, str]) -> str:
    parts = shown if isinstance(shown, pikepdf.Array) else [shown]
    glyphs = (bytes(part).hex() for part in parts if isinstance(part, pikepdf.String))
    return "".join(meanings.get(held[place : place + 4], "") for held in glyphs for place in range(0, len(held), 4))


def _meanings(font: Any) -> dict[str, str]:
    """{glyph: text} of a font with two bytes a glyph, as its /ToUnicode gives them."""
    if "/ToUnicode" not in font:
        return {}
    told = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = (pair for block in _BLOCK.findall(told) for pair in _PAIR.findall(block))
    return {glyph.lower(): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}
