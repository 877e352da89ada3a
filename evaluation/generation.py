"""Answer a repeat visit with 304, and draw a public page once in a generation.

The ETag holds the code version, the address with its query, and a change counter of each source. A new run or
publication makes a new generation, which invalidates all at once. Requests with a session are never cached.
"""

import hashlib
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag

from parties.changes import generation

# Below every language: what belongs to somebody, or holds a form.
PRIVATE_PLACES = ("accounts", "desk", "invitations", "me", "reports")
PRIVATE_PREFIXES = (
    "/admin/",
    "/healthz",
    "/readyz",
    f"/{settings.STATIC_URL.strip('/')}/",
    *(f"/{code}/{place}/" for code in settings.ALL_LANGUAGES for place in PRIVATE_PLACES),
)
KEPT_SECONDS = 24 * 3600
LARGEST_KEPT = 512 * 1024


class GenerationMiddleware:
    """Serves public GET requests by generation; stands outside the session and inside compression."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._is_public(request):
            response = self.get_response(request)
            if settings.SESSION_COOKIE_NAME in request.COOKIES:
                response.headers.setdefault("Cache-Control", "private, no-store")
            return response
        etag = quote_etag(self._key(request))
        # Compression makes a strong tag weak; the content is the same.
        known = {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))}
        if etag in known:
            return self._marked(HttpResponseNotModified(), etag)
        kept: HttpResponse | None = cache.get(etag)
        if kept is not None:
            return self._marked(kept, etag)
        response = self.get_response(request)
        if _may_be_kept(response):
            if len(response.content) <= LARGEST_KEPT:
                cache.set(etag, response, KEPT_SECONDS)
            return self._marked(response, etag)
        return response

    @staticmethod
    def _is_public(request: HttpRequest) -> bool:
        return (
            request.method in ("GET", "HEAD")
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and not request.path.startswith(PRIVATE_PREFIXES)
        )

    @staticmethod
    def _key(request: HttpRequest) -> str:
        made_from = "\n".join(
            (
                settings.CODE_VERSION,
                generation(),
                # Who is a Party, in a group or past due depends on the day.
                timezone.localdate().isoformat(),
                request.method or "",
                request.get_host(),
                request.get_full_path(),
                request.headers.get("Accept", ""),
                # Only an address without a language prefix depends on it.
                request.headers.get("Accept-Language", "") if request.path == "/" else "",
            )
        )
        return hashlib.sha256(made_from.encode()).hexdigest()[:32]

    @staticmethod
    def _marked(response: HttpResponse, etag: str) -> HttpResponse:
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = "public, no-cache"
        patch_vary_headers(response, ["Accept", "Cookie"])
        return response


def _may_be_kept(response: HttpResponse) -> bool:
    """Whether a view left its answer public: no cookie, no stream, no word against keeping it."""
    words = response.headers.get("Cache-Control", "")
    own = any(word in words for word in ("no-store", "private", "no-cache", "max-age=0"))
    return response.status_code == HTTPStatus.OK and not response.streaming and not response.cookies and not own
