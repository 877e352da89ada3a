"""What a public page may hold: its items page by page, by what they weigh once they are compressed. Pure."""

import zlib
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")

# Of the 120 KB of a page; the rest is for styles, the frame, and the elements around what is said.
ROOM = 64 * 1024
# What the elements around one item add, compressed.
ELEMENTS = 40


def in_pages(items: Iterable[T], said: Callable[[T], str], room: int = ROOM) -> list[list[T]]:
    """Items in their order, as many on a page as there is room for; one that alone is too heavy has its own page."""
    pages: list[list[T]] = []
    packer, weight = zlib.compressobj(), 0
    for item in items:
        text = said(item).encode(errors="replace")
        # Flushed after each, so that what has been said before is known and weighs little.
        more = len(packer.compress(text)) + len(packer.flush(zlib.Z_SYNC_FLUSH)) + ELEMENTS
        if not pages or weight + more > room:
            pages.append([])
            weight = 0
        pages[-1].append(item)
        weight += more
    return pages
