"""What a drawing is made of: marks, and the inks in which they are drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Ink:
    """How a mark looks without a style sheet; the colours repeat static/css/base.css."""

    name: str
    fill: str = "none"
    stroke: str = "none"
    stroke_width: str = "1"
    dash: str = ""
    hatch: bool = False  # the fill is the drawing's hatch pattern
    size: str = "14"
    weight: str = "400"
    halo: bool = False  # text over lines keeps a white edge


_PAPER, _INK, _SOFT, _LINE, _STRONG = "#fff", "#12211f", "#4c5d59", "#d2dcd8", "#6c7d78"
_TEAL, _TEAL_MID, _TEAL_PALE = "#0b5a54", "#2f857c", "#e1eeeb"
_CLAY, _CLAY_FILL = "#a34a18", "#eec19d"
_GREY_FILL, _GREY_PALE = "#c3cfcb", "#dde4e1"

INKS: Mapping[str, Ink] = {
    ink.name: ink
    for ink in (
        # the six classes (method.md §2)
        Ink("yes", _TEAL, _TEAL),
        Ink("partial", _PAPER, _TEAL, hatch=True),
        Ink("no", _CLAY_FILL, _CLAY),
        Ink("not_applicable", _GREY_PALE, _STRONG),
        Ink("unanswered", _PAPER, _STRONG),
        Ink("silent", _PAPER, _STRONG, dash="3 2.5"),
        # trends (method.md §6)
        Ink("improved", _TEAL, _TEAL),
        Ink("unchanged", _GREY_FILL, _STRONG),
        Ink("worsened", _CLAY_FILL, _CLAY, "1.5"),
        Ink("not_comparable", _GREY_PALE, _STRONG, dash="1.5 2.5"),
        Ink("not_assessed", _PAPER, _STRONG, dash="3 2.5"),
        # parts of charts
        Ink("grid", stroke=_LINE),
        Ink("axis", stroke=_STRONG),
        Ink("interval", "#b5d3cd"),
        Ink("end", stroke=_TEAL_MID, stroke_width="1.5"),
        Ink("change", stroke=_TEAL, stroke_width="2"),
        Ink("baseline", _PAPER, _TEAL, "2"),
        Ink("current", _TEAL, _PAPER, "1.5"),
        Ink("target", stroke=_CLAY, stroke_width="2.5"),
        Ink("target_line", stroke=_CLAY, stroke_width="1.5", dash="6 3"),
        Ink("received", stroke=_TEAL, stroke_width="2.5"),
        Ink("received_area", _TEAL_PALE),
        Ink("population", stroke=_INK, stroke_width="1.5", dash="2 3"),
        Ink("ground", _PAPER),
        # text
        Ink("title", _INK, size="17", weight="600"),
        Ink("text", _INK),
        Ink("strong", _INK, weight="600"),
        Ink("muted", _SOFT, size="13"),
        Ink("inverse", _PAPER, weight="600"),
        Ink("value", _TEAL, weight="600", halo=True),
        Ink("value_muted", _SOFT, size="13", halo=True),
        Ink("value_target", _CLAY, size="13", halo=True),
    )
}


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
