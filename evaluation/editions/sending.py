"""A stored file as an answer: under its hash, whole or in part."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags

from evaluation.editions.ranges import wanted_range
from evaluation.models import Document

# Asked for each time, and answered with 304 to whoever has it: the generation of the pages leaves it alone.
KEEP = "public, max-age=0, must-revalidate"


def send(request: HttpRequest, held: Document, *, keep: str = KEEP) -> HttpResponse:
    """A stored file under its hash as a strong ETag, with `Range` and `If-None-Match`."""
    # A part of a file and its hash are of its own bytes: nothing may compress them on the way.
    request.META["HTTP_ACCEPT_ENCODING"] = "identity"
    etag = f'"{held.sha256}"'
    known = [tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))]
    if etag in known or "*" in known:
        return _marked(HttpResponse(status=HTTPStatus.NOT_MODIFIED), etag, keep)
    part = wanted_range(request, held.size, etag)
    if part is not None and not part:
        response = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        response["Content-Range"] = f"bytes */{held.size}"
        return _marked(response, etag, keep)
    # Every text of ours is UTF-8; the kind that is stored stays as it was frozen.
    is_text = held.media_type.startswith("text/") or held.media_type.endswith("xml")
    kind = f"{held.media_type}; charset=utf-8" if is_text else held.media_type
    content = memoryview(held.content)
    if part is None:
        response = HttpResponse(bytes(content), content_type=kind)
    else:
        response = HttpResponse(
            bytes(content[part.start : part.stop]), content_type=kind, status=HTTPStatus.PARTIAL_CONTENT
        )
        response["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{held.size}"
    if held.language:
        response["Content-Language"] = held.language
    response["Content-Disposition"] = f'attachment; filename="{held.name}"'
    return _marked(response, etag, keep)


def _marked(response: HttpResponse, etag: str, keep: str) -> HttpResponse:
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = keep
    return response
