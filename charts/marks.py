"""What a drawing is made of: marks, and the inks in which they are drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from typesetting import palette


@dataclass(frozen=True)
class Ink:
    """How a mark looks without a style sheet; in the colours of the pages."""

    name: str
    fill: str = "none"
    stroke: str = "none"
    stroke_width: str = "1"
    dash: str = ""
    hatch: bool = False  # the fill is the drawing's hatch pattern
    size: str = "14"
    weight: str = "400"
    halo: bool = False  # text over lines keeps a white edge


_PAPER = "#fff"

INKS: Mapping[str, Ink] = {
    ink.name: ink
    for ink in (
        # the six classes (method.md §2)
        Ink("yes", palette.TEAL, palette.TEAL),
        Ink("partial", _PAPER, palette.TEAL, hatch=True),
        Ink("no", palette.CLAY_FILL, palette.CLAY),
        Ink("not_applicable", palette.GREY_PALE, palette.LINE_STRONG),
        Ink("unanswered", _PAPER, palette.LINE_STRONG),
        Ink("silent", _PAPER, palette.LINE_STRONG, dash="3 2.5"),
        # where indicators stand (method.md §6): full where clear, lighter where slight
        Ink("improved_clearly", palette.TEAL, palette.TEAL),
        Ink("improved", palette.TEAL, palette.TEAL),  # this and two more: of editions of method 1.0
        Ink("improved_slightly", palette.TEAL_PALE, palette.TEAL, "1.5"),
        Ink("unchanged", palette.GREY_FILL, palette.LINE_STRONG),
        Ink("worsened_slightly", palette.CLAY_FILL, palette.CLAY, "1.5"),
        Ink("worsened", palette.CLAY_FILL, palette.CLAY, "1.5"),
        Ink("worsened_clearly", palette.CLAY, palette.CLAY),
        Ink("not_comparable", palette.GREY_PALE, palette.LINE_STRONG, dash="1.5 2.5"),
        Ink("no_direction", palette.GREY_PALE, palette.LINE_STRONG, dash="1.5 2.5"),
        Ink("not_assessed", _PAPER, palette.LINE_STRONG, dash="3 2.5"),
        # parts of charts
        Ink("grid", stroke=palette.LINE),
        Ink("axis", stroke=palette.LINE_STRONG),
        Ink("interval", palette.INTERVAL),
        Ink("end", stroke=palette.TEAL_MID, stroke_width="1.5"),
        Ink("change", stroke=palette.TEAL, stroke_width="2"),
        Ink("baseline", _PAPER, palette.TEAL, "2"),
        Ink("current", palette.TEAL, _PAPER, "1.5"),
        Ink("target", stroke=palette.CLAY, stroke_width="2.5"),
        Ink("target_line", stroke=palette.CLAY, stroke_width="1.5", dash="6 3"),
        Ink("received", stroke=palette.TEAL, stroke_width="2.5"),
        Ink("received_area", palette.TEAL_PALE),
        Ink("population", stroke=palette.INK, stroke_width="1.5", dash="2 3"),
        Ink("ground", _PAPER),
        # text
        Ink("title", palette.INK, size="17", weight="600"),
        Ink("text", palette.INK),
        Ink("strong", palette.INK, weight="600"),
        Ink("muted", palette.SOFT, size="13"),
        Ink("inverse", _PAPER, weight="600"),
        Ink("value", palette.TEAL, weight="600", halo=True),
        Ink("value_muted", palette.SOFT, size="13", halo=True),
        Ink("value_target", palette.CLAY, size="13", halo=True),
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
