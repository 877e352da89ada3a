"""Read a `Range` of one part; of several parts the whole is answered, as the standard allows (RFC 9110 §14)."""

import re

from django.http import HttpRequest


def wanted_range(request: HttpRequest, size: int, etag: str) -> range | None:
    """The bytes asked for; None for all of them; an empty range where the file has none of them."""
    if request.method != "GET":
        return None
    match = re.fullmatch(r"bytes=(\d*)-(\d*)", request.headers.get("Range", "").replace(" ", ""))
    condition = request.headers.get("If-Range", etag)
    if match is None or condition != etag or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        return range(max(size - int(last), 0), size) if int(last) else range(0)
    start, stop = int(first), min(int(last) + 1, size) if last else size
    if last and int(last) < start:
        # No range at all: as if none had been asked for.
        return None
    return range(start, stop) if start < size else range(0)
