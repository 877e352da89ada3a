"""What a page of a PDF shows from left to right, whatever the order of its text: glyphs as they are painted."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

# Points within which two pieces stand on one line.
SAME_LINE = 2.0


def pieces_of(content: bytes) -> list[str]:
    """Every piece of a PDF that is painted at once, from left to right: never two cells of a table."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return [text for page in pdf.pages for _x, _y, text in _pieces(page)]


def lines_of(content: bytes) -> list[str]:
    """Every line of a PDF as an eye runs over it from left to right."""
    found = []
    with pikepdf.open(BytesIO(content)) as pdf:
        for page in pdf.pages:
            pieces = sorted(_pieces(page), key=lambda piece: (-piece[1], piece[0]))
            line: list[tuple[float, float, str]] = []
            for piece in pieces:
                if line and abs(piece[1] - line[0][1]) > SAME_LINE:
                    found.append("".join(text for _x, _y, text in sorted(line)))
                    line = []
                line.append(piece)
            found.append("".join(text for _x, _y, text in sorted(line)))
    return found


def _pieces(page: pikepdf.Page) -> Iterator[tuple[float, float, str]]:
    """(x, y, text) of what is painted at once, in the order of painting."""
    fonts = {str(name): _letters(font) for name, font in page.resources.get("/Font", {}).items()}
    place, at, letters = pikepdf.Matrix(), pikepdf.Matrix(), {}
    held: list[pikepdf.Matrix] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "q":
                held.append(place)
            case "Q":
                place = held.pop()
            case "cm":
                place = pikepdf.Matrix(*(float(one) for one in operands)) @ place
            case "Tm":
                at = pikepdf.Matrix(*(float(one) for one in operands))
            case "Tf":
                letters = fonts.get(str(operands[0]), {})
            case "Tj" | "TJ":
                shown = at @ place
                yield shown.e, shown.f, _said(operands[0], letters)


def _said(shown: Any, letters: dict[int, str]) -> str:
    strings = (
        [shown] if isinstance(shown, pikepdf.String) else [one for one in shown if isinstance(one, pikepdf.String)]
    )
    codes = b"".join(bytes(one) for one in strings)
    return "".join(letters.get(int.from_bytes(codes[i : i + 2]), "") for i in range(0, len(codes), 2))


def _letters(font: Any) -> dict[int, str]:
    """What each glyph of a font is a picture of."""
    found: dict[int, str] = {}
    if "/ToUnicode" not in font:
        return found
    told = font.ToUnicode.read_bytes().decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", told, re.DOTALL):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", told, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = int(text, 16)
            found |= {code: chr(start + code - int(first, 16)) for code in range(int(first, 16), int(last, 16) + 1)}
    return found
