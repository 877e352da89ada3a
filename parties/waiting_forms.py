"""What somebody sent who has to show the second step first: kept as it came, files too, and done once it is shown.

The way: the form is kept for its session and the second step asked for; the page of that leads on to the form's own
address with `going-on` and a token, and there the request becomes the one that was kept. A token counts once, in its
session, for an hour; a link to it that somebody else sends does nothing.
"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from io import BytesIO
from typing import BinaryIO, cast
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from parties.models import User, WaitingForm
from parties.sealing import Purpose, Unreadable, seal, unseal

KEPT_FOR = timedelta(hours=1)
GOING_ON = "going-on"


def keep(request: HttpRequest, *, by: User, page: str, at: datetime) -> str:
    """Keep what was sent, in the place of what this session kept before; returns the address at which it goes on."""
    token = secrets.token_urlsafe(24)
    WaitingForm.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "token_sha256": _digest(token),
            "user": by,
            "address": request.get_full_path(),
            "page": page,
            "content_type": request.META.get("CONTENT_TYPE", ""),
            "body": seal(Purpose.WAITING_FORM, _as_it_came(request)),
            "at": at,
        },
    )
    query = request.GET.copy()
    query[GOING_ON] = token
    return f"{request.path}?{query.urlencode()}"


def forget_waiting_forms(*, at: datetime) -> int:
    """Delete what waited too long; returns how many."""
    number, _of_models = WaitingForm.objects.filter(at__lte=at - KEPT_FOR).delete()
    return number


class GoingOn:
    """Makes of a request that comes from the second step the one that waited for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "GET" or GOING_ON not in request.GET or not request.user.is_authenticated:
            return self.get_response(request)
        token = request.GET[GOING_ON]
        kept = WaitingForm.objects.filter(
            token_sha256=_digest(token),
            session_key=request.session.session_key,
            user=request.user.pk,
            at__gt=timezone.now() - KEPT_FOR,
        ).first()
        body = _opened(kept)
        if kept is None or body is None:
            return _not_there(request, kept)
        _become(request, kept, body)
        response = self.get_response(request)
        if response.status_code < HTTPStatus.BAD_REQUEST:
            # What was refused is there for another try. Meanwhile another form may wait in its place.
            WaitingForm.objects.filter(pk=kept.pk, token_sha256=kept.token_sha256).delete()
        return response


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _as_it_came(request: HttpRequest) -> bytes:
    if not request.META.get("CONTENT_LENGTH"):
        return b""
    # Read by now, for its token at least; parties/bounds.py holds the whole of it.
    request._stream.seek(0)
    return request._stream.read()


def _opened(kept: WaitingForm | None) -> bytes | None:
    try:
        return unseal(Purpose.WAITING_FORM, bytes(kept.body)) if kept else None
    except Unreadable:
        return None


def _become(request: HttpRequest, kept: WaitingForm, body: bytes) -> None:
    """The form's own address, method and body. That it is no other site's was seen when it first came."""
    split = urlsplit(kept.address)
    request.method = "POST"
    request.META |= {
        "REQUEST_METHOD": "POST",
        "QUERY_STRING": split.query,
        "CONTENT_TYPE": kept.content_type,
        "CONTENT_LENGTH": str(len(body)),
    }
    # What was read of the request as it was.
    for read in ("GET", "headers", "_post", "_files", "_body"):
        vars(request).pop(read, None)
    request._set_content_type_params(request.META)  # type: ignore[attr-defined]  # as when it came
    request._stream = cast(BinaryIO, BytesIO(body))
    request._read_started = False  # type: ignore[attr-defined]  # as when it came
    request.csrf_processing_done = True  # type: ignore[attr-defined]  # asked by CsrfViewMiddleware


def _not_there(request: HttpRequest, kept: WaitingForm | None) -> HttpResponse:
    """What went on before, or waited too long, is told; nothing is sent."""
    messages.warning(
        request,
        _(
            "What you had sent before you showed your second step went on already, or waited for more than an hour. "
            "Look whether it is there; if it is not, send it again."
        ),
    )
    return redirect(kept.page if kept else "parties:landing")
