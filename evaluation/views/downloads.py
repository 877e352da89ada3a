"""Documents of published editions as files, and the page that verifies a hash."""

import re
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date, parse_etags
from django.utils.translation import gettext as _

from evaluation.editions.downloads import count_download, documents_with
from evaluation.editions.selectors import published_edition, published_editions
from evaluation.models import Document
from evaluation.views.ranges import wanted_range
from parties.asked import reads

# Asked for each time, and answered with 304 to whoever has it: the generation of the pages leaves it alone.
KEEP = "public, max-age=0, must-revalidate"


@reads()
def document(request: HttpRequest, slug: str, version: str, name: str) -> HttpResponse:
    """A document of a published edition: whole, a part of it, or 304 for whoever has it."""
    edition = published_edition(slug, version)
    held = edition.documents.defer("content").filter(name=name).first()
    if held is None:
        raise Http404(_("This edition has no document of this name."))
    response = send(request, held)
    if request.method == "GET" and held.size and _begins(response):
        count_download(document=held, on=timezone.localdate())
    assert edition.published_at is not None
    response["Last-Modified"] = http_date(edition.published_at.timestamp())
    return response


def _begins(response: HttpResponse) -> bool:
    """Whether the answer holds the file's first byte: a download that goes on is one download."""
    if response.status_code == HTTPStatus.OK:
        return True
    return response.status_code == HTTPStatus.PARTIAL_CONTENT and response["Content-Range"].startswith("bytes 0-")


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
    content = memoryview(held.content)
    if part is None:
        response = HttpResponse(bytes(content), content_type=held.media_type)
    else:
        response = HttpResponse(
            bytes(content[part.start : part.stop]), content_type=held.media_type, status=HTTPStatus.PARTIAL_CONTENT
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


@reads(freely=("sha256",))
def verify(request: HttpRequest) -> HttpResponse:
    """Say what a SHA-256 is of: a document of an edition, its frozen form, or nothing published here."""
    given = request.GET.get("sha256", "")
    sha256 = re.sub(r"[^0-9a-f]", "", given.lower())
    is_hash = len(sha256) == 64 and re.fullmatch(r"[0-9a-fA-F\s]*", given) is not None
    editions = list(published_editions().filter(sha256=sha256)) if is_hash else []
    documents = documents_with(sha256) if is_hash else []
    context = {
        "nav": "evaluations",
        "given": given[:200],
        "sha256": sha256,
        "is_hash": is_hash,
        "editions": editions,
        "documents": documents,
        "crumbs": [{"title": _("Evaluations"), "url": reverse("evaluation:evaluation-list")}],
    }
    return render(request, "evaluation/evaluations/verify.html", context)
