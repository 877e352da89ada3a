"""Documents of published editions as files, and the page that verifies a hash."""

import re
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _

from evaluation.editions.downloads import count_download, documents_with
from evaluation.editions.selectors import published_edition, published_editions
from evaluation.editions.sending import send
from parties.asked import reads


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
        "crumbs": [{"title": _("Evaluations"), "url": reverse("portal:evaluation-list")}],
    }
    return render(request, "portal/evaluations/verify.html", context)
