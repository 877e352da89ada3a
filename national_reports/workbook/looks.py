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
    # What fills its cell runs over no other, as from a hidden column it would in a sheet that is read from the right.
    "hidden": {"font_color": SOFT, "num_format": "@", "align": "fill"},
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
# What people write says its direction itself; the others are of letters within a cell, or not seen.
_OF_ANY_DIRECTION = frozenset({"text", "words", "help", "language", "applies", "hidden"})


def add_looks(book: Workbook, *, is_right_to_left: bool = False) -> dict[str, Format]:
    """Every format, by name; in a workbook that is read from the right our own words begin there."""
    return {
        name: book.add_format(_from_the_right(look) if is_right_to_left and name not in _OF_ANY_DIRECTION else look)
        for name, look in LOOKS.items()
    }


def _from_the_right(look: dict[str, Any]) -> dict[str, Any]:
    # A program keeps the side that a cell names, whatever the direction of its sheet; without one the full stop of an
    # Arabic sentence stands at its beginning.
    return look | _RIGHT_TO_LEFT | ({"align": "center"} if look.get("align") == "center" else {})
