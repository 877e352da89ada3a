"""Names of sheets as spreadsheet programs take them."""

import re

LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
RESERVED = frozenset({"history"})


def sheet_titles(wanted: list[str]) -> list[str]:
    """A name for each: at most 31 characters, none twice, what stands before a dash where that says enough."""
    taken = set(RESERVED)
    titles = []
    for whole in wanted:
        title = _short(whole)
        number = 1
        while title.casefold() in taken:
            number += 1
            ending = f" {number}"
            title = _short(whole, LONGEST - len(ending)) + ending
        taken.add(title.casefold())
        titles.append(title)
    return titles


def _short(whole: str, longest: int = LONGEST) -> str:
    text = _FORBIDDEN.sub(" ", whole.partition(" – ")[0])
    text = " ".join(text.split()).strip("'") or "Sheet"
    if len(text) > longest:
        head = text[: longest + 1].rpartition(" ")[0]
        text = (head if len(head) > longest // 2 else text[:longest]).rstrip(" ,;–-'")
    return text
