"""A drawing as SVG, by the template of the pages."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from charts import Drawing
from charts.marks import Label


@dataclass(frozen=True)
class Picture:
    """A drawing for typst; `labels` are those of its words that typst sets itself, over the picture."""

    svg: str
    width: int
    height: int
    labels: tuple[dict[str, Any], ...] = ()

    @property
    def order(self) -> dict[str, Any]:
        return asdict(self)


def svg_of(drawing: Drawing) -> str:
    """The picture as a page inlines it; a template prints numbers in the active language, so that is fixed."""
    with translation.override("en"):
        return str(render_to_string("charts/drawing.svg", {"drawing": drawing})).strip()


# On paper without colour, what worsened would look like what did not change: there it is darker.
DARKER = {"worsened": "#d58a55", "worsened_slightly": "#d58a55", "no": "#d58a55"}


def picture_of(drawing: Drawing) -> Picture:
    """The picture for print; the words of one from right to left are set by typst."""
    return lettered(drawing) if drawing.rtl else Picture(svg_of(_on_paper(drawing)), drawing.width, drawing.height)


def _on_paper(drawing: Drawing) -> Drawing:
    marks = tuple(
        replace(mark, ink=replace(mark.ink, fill=DARKER[mark.ink.name])) if mark.ink.name in DARKER else mark
        for mark in drawing.marks
    )
    return replace(drawing, marks=marks)


def lettered(drawing: Drawing) -> Picture:
    """The picture for print, whose words typst sets: with the fonts that the text has, and from right to left.

    Inside a picture typst loses the characters of Arabic, which PDF/UA forbids.
    """
    bare = tuple(mark for mark in drawing.marks if not isinstance(mark, Label))
    labels = tuple(
        {
            "x": float(mark.x),
            "y": float(mark.y),
            # At the start of a line from right to left a word ends where it is put.
            "back": {"start": int(drawing.rtl), "middle": 0.5, "end": int(not drawing.rtl)}[mark.anchor],
            "text": mark.text,
            "size": float(mark.ink.size),
            "weight": int(mark.ink.weight),
            "fill": mark.ink.fill if len(mark.ink.fill) == 7 else "#ffffff",
        }
        for mark in drawing.marks
        if isinstance(mark, Label)
    )
    return Picture(svg_of(_on_paper(replace(drawing, marks=bare))), drawing.width, drawing.height, labels)
