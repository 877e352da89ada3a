"""Texts as a workbook can hold them.

On both sides a line break is \\n, whether it came as \\r\\n, \\r or \\n, and the characters that XML cannot hold
(control characters but tab and line break, halves of surrogate pairs, U+FFFE and U+FFFF) are left out. All else,
white space at either end included, comes back as it was.
"""

import re
from collections.abc import Iterator

# The most that the report form takes as one text.
MOST_TEXT = 100_000
# Excel holds 32,767 units of UTF-16 in a cell.
MOST_CELL = 32_000

_LINE_BREAK = re.compile(r"\r\n?")
_UNHELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SHARED = re.compile(r"(?<=_x[0-9A-Fa-f]{4})(?=_x[0-9A-Fa-f]{4}_)")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def plain(text: str) -> str:
    """The text as a workbook gives it back."""
    return _UNHELD.sub("", _LINE_BREAK.sub("\n", text))


def unescaped(text: str) -> str:
    """The text that a cell stands for: _x000D_ is a carriage return, _x005F_ an underscore."""
    return plain(_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text))


def pieces(text: str, most: int = MOST_CELL) -> list[str]:
    """The text in pieces that a cell holds each; one empty piece of an empty text."""
    if text.startswith("<r>") and text.endswith("</r>"):
        # The writer would take this for its own marks of a formatted string.
        return ["<", *pieces(text[1:], most)]
    # Two escapes that share an underscore are read in more than one way.
    apart = _SHARED.split(text)
    return [piece for part in apart for piece in _cut(part, most)]


def _cut(text: str, most: int) -> Iterator[str]:
    if len(text) * 2 <= most:
        yield text
        return
    start = units = 0
    for place, character in enumerate(text):
        width = 2 if character > "\uffff" else 1
        if units + width > most:
            yield text[start:place]
            start, units = place, 0
        units += width
    yield text[start:]
