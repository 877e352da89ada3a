"""How large a request may be, known before it is read, and that it came whole; one piece in front of every view.

The bound stands with the view: `@takes(A_FORM)` for what a form's own fields may hold, for whoever is signed in.
Everything else takes SMALL. The server asks `most_bytes` before it reads a body, and again here, under any server.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from http import HTTPStatus
from importlib import import_module
from tempfile import SpooledTemporaryFile
from typing import IO, Any, BinaryIO, TypeVar, cast

from django.conf import settings
from django.contrib.auth import get_user
from django.core.signing import BadSignature, TimestampSigner
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.http.cookie import parse_cookie
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext as _

from parties.cookies import named
from parties.permissions import wants_json

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

SMALL = 64 * 1024
MEGABYTE = 1024 * 1024
# A text of 5,000 characters or a few; a page of answers; a file of 10 MB with its form. Nothing taken is larger.
A_TEXT, A_FORM, A_FILE = MEGABYTE, 10 * MEGABYTE, 10 * MEGABYTE + SMALL
LARGEST = A_FILE
PIECE = 64 * 1024
# A page to type into leaves a mark with whoever opened it, so that typing may still come after the session's end.
OPENED, OPENED_FOR = "opened", timedelta(days=7)


def takes(most: int) -> Callable[[View], View]:
    """Say of a view how many bytes a signed-in person may send to it."""
    if not SMALL < most <= LARGEST:
        raise ValueError(f"A view takes more than {SMALL} and at most {LARGEST} bytes, not {most}.")

    def told(view: View) -> View:
        vars(view)["most_bytes"] = most
        return view

    return told


def most_bytes(environ: Mapping[str, Any]) -> int:
    """How many bytes this request's body may have, by its address and by who sends it."""
    most = _of_view(str(environ.get("PATH_INFO", "")))
    if most == SMALL:
        return SMALL
    cookies = parse_cookie(str(environ.get("HTTP_COOKIE", "")))
    try:
        return most if _opened_it(cookies) or _is_signed_in(cookies) else SMALL
    except DatabaseError:
        # Whoever it is is told that the database is away, with the text kept.
        return most


def _of_view(path: str) -> int:
    # As Django reads it from the bytes that came.
    address = path.encode("latin-1", "replace").decode(errors="replace")
    try:
        with translation.override(translation.get_language_from_path(address) or settings.LANGUAGE_CODE):
            return getattr(resolve(address).func, "most_bytes", SMALL)
    except Resolver404:
        return SMALL


def _opened_it(cookies: Mapping[str, str]) -> bool:
    """Whether a page to type into was opened here by somebody signed in, though the session may have ended since."""
    try:
        return TimestampSigner(salt=OPENED).unsign(cookies.get(named(OPENED), ""), max_age=OPENED_FOR) == OPENED
    except BadSignature:
        return False


def _is_signed_in(cookies: Mapping[str, str]) -> bool:
    key = cookies.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    return bool(get_user(request).is_authenticated)


class WholeRequests:
    """Refuses a request that is too large, of unknown length, or shorter than announced, before any view sees it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        announced = request.META.get("CONTENT_LENGTH") or ""
        if not announced:
            unknown = request.headers.get("Transfer-Encoding")
            return refuse(request, HTTPStatus.LENGTH_REQUIRED) if unknown else self._opened(request)
        if not (announced.isascii() and announced.isdigit()) or len(announced) > 18:
            return refuse(request, HTTPStatus.BAD_REQUEST)
        length = int(announced)
        if length > SMALL and length > most_bytes(request.META):
            return refuse(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        with SpooledTemporaryFile(max_size=SMALL) as body:
            if _copied(request, body, length) != length:
                return refuse(request, HTTPStatus.BAD_REQUEST)
            body.seek(0)
            request._stream = cast(BinaryIO, body)  # what the view reads
            return self.get_response(request)

    def _opened(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and _of_view(request.META["PATH_INFO"]) > SMALL:
            mark = TimestampSigner(salt=OPENED).sign(OPENED)
            secure, longest = settings.SESSION_COOKIE_SECURE, int(OPENED_FOR.total_seconds())
            if response.status_code == HTTPStatus.OK and request.user.is_authenticated:
                response.set_cookie(named(OPENED), mark, longest, secure=secure, httponly=True, samesite="Lax")
        return response


def _copied(request: HttpRequest, body: IO[bytes], length: int) -> int:
    """Read the whole body of a request, never more than announced; returns how much there was."""
    count = 0
    # Not request.read(): after it Django would hold that the view itself has read the body.
    while count < length and (piece := request._stream.read(min(PIECE, length - count))):
        count += body.write(piece)
    return count


def refuse(request: HttpRequest, status: HTTPStatus) -> HttpResponseBase:
    """Say why, and the way on; nothing here needs the database or the body."""
    words = {
        HTTPStatus.BAD_REQUEST: _("The request broke off on its way, so nothing of it was stored."),
        HTTPStatus.LENGTH_REQUIRED: _("The request did not say how long it is, so nothing of it was read."),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _("That is more than this page takes, so nothing of it was stored."),
    }[status]
    headers = {"Cache-Control": "no-store"}
    if wants_json(request):
        return JsonResponse({"state": "refused", "words": words}, status=status, headers=headers)
    too_large = status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    page = render_to_string("refused.html", {"words": words, "too_large": too_large})
    return HttpResponse(page, status=status, headers=headers)
