"""How the cells of a workbook look: one table of formats."""

from typing import Any

from national_reports.workbook.xlsx import Format, Workbook
from typesetting.palette import CLAY, GREY_FILL, GREY_PALE, MIST, SOFT, TEAL, TEAL_PALE

_BASE: dict[str, Any] = {"font_name": "Calibri", "font_size": 11, "valign": "top", "text_wrap": True}
_BOX: dict[str, Any] = _BASE | {"border": 1, "border_color": GREY_FILL}
_LOCKED: dict[str, Any] = _BOX | {"bg_color": MIST}
# Cells of texts are texts: what looks like a formula, a date or a number stays what was typed.
_OPEN: dict[str, Any] = _BOX | {"locked": False, "num_format": "@", "bg_color": "#ffffff"}
_RIGHT_TO_LEFT: dict[str, Any] = {"reading_order": 2, "align": "right"}

LOOKS: dict[str, dict[str, Any]] = {
    "title": _BASE | {"bold": True, "font_size": 15, "font_color": "#ffffff", "bg_color": TEAL, "valign": "vcenter"},
    "band": _BASE | {"font_color": "#ffffff", "bg_color": TEAL, "text_wrap": False},
    "warning": _BASE | {"font_color": "#ffffff", "bg_color": CLAY, "bold": True, "text_wrap": False},
    "head": _BOX | {"bold": True, "font_color": TEAL, "bg_color": GREY_PALE},
    "group": _BOX | {"bold": True, "font_color": TEAL, "bg_color": TEAL_PALE},
    "number": _LOCKED | {"bold": True, "font_color": TEAL, "align": "center"},
    "question": _LOCKED,
    "option": _LOCKED | {"align": "left", "indent": 2},
    "locked": _LOCKED,
    "previous": _LOCKED | {"font_color": SOFT, "italic": True, "font_size": 10},
    "hidden": {"font_color": SOFT, "num_format": "@"},
    "text": _OPEN,
    "text-rtl": _OPEN | _RIGHT_TO_LEFT,
    "choice": _OPEN | {"bold": True},
    "whole": _OPEN | {"num_format": "0", "align": "left"},
    "day": _OPEN | {"num_format": "yyyy-mm-dd", "align": "left"},
    "line": _BASE,
    "line-bold": _BASE | {"bold": True, "font_color": TEAL},
    # Parts of a question: its words, how to fill it in, when it applies.
    "words": {"font_name": "Calibri", "font_size": 11},
    "help": {"font_name": "Calibri", "font_size": 10, "font_color": SOFT},
    "language": {"font_name": "Calibri", "font_size": 11, "bold": True, "font_color": TEAL},
    "applies": {"font_name": "Calibri", "font_size": 10, "italic": True, "font_color": CLAY},
}


def add_looks(book: Workbook) -> dict[str, Format]:
    """Every format, by name."""
    return {name: book.add_format(look) for name, look in LOOKS.items()}
