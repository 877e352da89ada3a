"""How much room words take: estimated widths, and lines broken to fit."""

from unicodedata import east_asian_width


def extent(text: str, size: float) -> float:
    """Estimate a text's width; there are no font metrics here, so slightly too wide on purpose."""
    return sum(map(_ems, text)) * size


def lines_of(text: str, width: float, size: float = 14) -> list[str]:
    """Break a text into lines, at spaces where it has them."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if extent(joined, size) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        line = word
        while extent(line, size) > width and any(map(_is_full_width, line)):  # no spaces in Chinese
            cut = _cut(line, next(n for n in range(1, len(line) + 1) if extent(line[:n], size) > width) - 1)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line] if line else lines


def _cut(line: str, most: int) -> int:
    """Say how many signs stay in a line that holds so many: numbers stay whole, and no stop begins the next."""
    for cut in range(most, 0, -1):
        if any(map(_is_full_width, line[cut - 1 : cut + 1])) and line[cut] not in "，。、；：）”":
            return cut
    return max(most, 1)


def _ems(sign: str) -> float:
    if _is_full_width(sign):
        return 1.0
    if sign in " .,:;'|ijlt()":
        return 0.4
    if sign in "жмшщыюфЖМШЩЫЮФ":
        return 0.86
    return 0.7 if sign.isupper() else 0.58


def _is_full_width(sign: str) -> bool:
    return east_asian_width(sign) in "WF"
