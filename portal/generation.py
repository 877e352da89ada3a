"""Answer a repeat visit with 304, draw a public page once in a generation, and few of them at once.

A page is kept under what its view distinguishes: scheme, path (which holds the language), the parameters that it
states (`parties.asked`) in one order, and for the API host and representation. Beside it stands the state of the
sources that it was drawn from; a new run or publication makes a new state, which invalidates all at once. Requests
with a session are never kept. ADR 0023.
"""

import hashlib
import time
from collections.abc import Callable
from http import HTTPStatus
from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.http import escape_leading_slashes, parse_etags

from parties.asked import stated
from parties.changes import generation
from parties.storable import storable_cookies
from portal.api import asked as api
from portal.busy import busy
from portal.kept_pages import KeptPage
from portal.turns import DrawingTurns

# Below every language: what belongs to somebody, or holds a form.
PRIVATE_PLACES = ("accounts", "desk", "invitations", "me", "reports", "reviews")
PRIVATE_PREFIXES = (
    "/admin/",
    "/healthz",
    "/readyz",
    f"/{settings.STATIC_URL.strip('/')}/",
    *(f"/{code}/{place}/" for code in settings.ALL_LANGUAGES for place in PRIVATE_PLACES),
)
KEPT_SECONDS = 24 * 3600
LARGEST_KEPT = 512 * 1024
# While every turn to draw is taken, the page of the state before is shown, for so long after the change.
BEFORE_SECONDS = 60
# Of the kept form: another number leaves what an earlier version of this code has kept.
FORM = 1

View = Callable[..., HttpResponse]
Kept = tuple[str, KeptPage]


class GenerationMiddleware:
    """Serves public GET requests by generation; stands outside the session and inside compression."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.turns = DrawingTurns(
            at_once=settings.DRAWN_AT_ONCE, waiting=settings.WAITING_TO_BE_DRAWN, patience=settings.SECONDS_TO_WAIT
        )
        self.states = States()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        storable_cookies(request)
        if request.method not in ("GET", "HEAD"):
            return self._private(request)
        view = _view_of(request)
        reads = stated(view) if view else None
        if reads and not reads.knows_all(request.GET):
            return _without_unknown(request, reads.known(request.GET))
        if request.path_info.startswith(PRIVATE_PREFIXES):
            return self._private(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            # Whoever signed in needs no turn; a cookie that opens no session of anybody does not help.
            with self.turns.turn(request, waits=False) as given:
                return self._private(request) if given or _is_signed_in(request) else busy(request)
        key = _key(request, view) if view else None
        if key is None:
            with self.turns.turn(request) as given:
                return self.get_response(request) if given else busy(request)
        return self._public(request, key, keeps=not _is_typed(request, view))

    def _private(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def _public(self, request: HttpRequest, key: str, *, keeps: bool) -> HttpResponse:
        state = self.states.now()
        etag = _etag(key, state)
        # Compression on the way may have made a tag of ours a strong one; the content is the same.
        known = {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))}
        if etag.removeprefix("W/") in known:
            return _marked(request, HttpResponseNotModified(), etag)
        kept = _kept(key)
        if kept and kept[0] == state:
            return _marked(request, kept[1].answer(request), etag)
        before = kept if kept and self.states.ended_lately(kept[0]) else None
        with self.turns.turn(key, waits=before is None) as given:
            if given:
                return self._drawn(request, key, state, keeps=keeps)
        if before:
            return _marked(request, before[1].answer(request), _etag(key, before[0]))
        return busy(request)

    def _drawn(self, request: HttpRequest, key: str, state: str, *, keeps: bool) -> HttpResponse:
        # Whoever waited for a turn may find the page made by the one before.
        kept = _kept(key)
        if kept and kept[0] == state:
            return _marked(request, kept[1].answer(request), _etag(key, state))
        response = self.get_response(request)
        if not _may_be_kept(response):
            return response
        if keeps and len(response.content) <= LARGEST_KEPT:
            caches["pages"].set(key, (state, KeptPage.of(response)), KEPT_SECONDS)
        return _marked(request, response, _etag(key, state))


class States:
    """What pages are drawn from now, and when each state before was seen to end, by this process."""

    def __init__(self) -> None:
        self._now = ""
        self._ended: dict[str, float] = {}

    def now(self) -> str:
        # Who is a Party, in a group or past due depends on the day.
        state = _digest(settings.CODE_VERSION, generation(), timezone.localdate().isoformat())
        if state != self._now:
            ended = {before: at for before, at in self._ended.items() if self._is_lately(at)}
            self._ended = ended | {self._now: time.monotonic()}
            self._now = state
        return state

    def ended_lately(self, state: str) -> bool:
        return state in self._ended and self._is_lately(self._ended[state])

    @staticmethod
    def _is_lately(at: float) -> bool:
        return time.monotonic() - at < BEFORE_SECONDS


def _view_of(request: HttpRequest) -> View | None:
    """The view of an address, in whatever language it is asked for; None where there is none."""
    language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            view: View = resolve(request.path_info).func
        except Resolver404:
            return None
    return view


def _without_unknown(request: HttpRequest, query: str) -> HttpResponse:
    """Lead on to the same page without what it does not know: never to another host."""
    path = escape_leading_slashes(request.get_full_path().partition("?")[0])
    return HttpResponseRedirect(f"{path}?{query}" if query else path)


def _is_signed_in(request: HttpRequest) -> bool:
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    return bool(key) and SESSION_KEY in import_module(settings.SESSION_ENGINE).SessionStore(key)


def _key(request: HttpRequest, view: View) -> str | None:
    """Where a page is kept; None where its view states nothing, or there would be too many."""
    if api.is_of_the_api(view):
        parts = api.distinguished(view, request)
    else:
        reads = stated(view)
        parts = [reads.in_order(request.GET)] if reads else None
    return None if parts is None else _digest(FORM, request.scheme, request.path_info, *parts)


def _is_typed(request: HttpRequest, view: View | None) -> bool:
    reads = stated(view) if view else None
    return reads.is_typed(request.GET) if reads else api.is_typed(request.GET)


def _kept(key: str) -> Kept | None:
    found: Kept | None = caches["pages"].get(key)
    return found


def _digest(*parts: object) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:32]


def _etag(key: str, state: str) -> str:
    """Weak: the same words, whichever way they are compressed."""
    return f'W/"{_digest(key, state)}"'


def _marked(request: HttpRequest, response: HttpResponse, etag: str) -> HttpResponse:
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, no-cache"
    patch_vary_headers(response, ["Accept", "Cookie"] if request.path_info.startswith("/api/") else ["Cookie"])
    return response


def _may_be_kept(response: HttpResponse) -> bool:
    """Whether a view left its answer public: no cookie, no stream, no word against keeping it."""
    words = response.headers.get("Cache-Control", "")
    own = any(word in words for word in ("no-store", "private", "no-cache", "max-age=0"))
    return response.status_code == HTTPStatus.OK and not response.streaming and not response.cookies and not own
