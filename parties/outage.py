"""When the database is away: 503, say that answers are safe, and hold what was typed so that it can be sent again.

Where SQLite is there and somebody else writes for longer than a page can wait, that is said: 409, to be sent again.
"""

import sys
from http import HTTPStatus
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from jobs import request_ids
from parties.permissions import page_of, wants_json

SECONDS = 30
# Passwords and codes are sent to these places; what is typed at the others may stand in the page.
KEPT_BELOW = "/reports/"


def handler500(request: HttpRequest) -> HttpResponse:
    """The portal's word for a fault; nothing here needs the database."""
    fault = sys.exc_info()[1]
    if not isinstance(fault, OperationalError | InterfaceError):
        page = render_to_string("500.html", {"number": request_ids.current()})
        return HttpResponse(page, status=HTTPStatus.INTERNAL_SERVER_ERROR, headers={"Cache-Control": "no-store"})
    if is_busy(fault) and not wants_json(request):
        return _busy(request)
    words = _("The portal is away for a moment. Your answers are safe: all that was saved is kept.")
    headers = {"Retry-After": str(SECONDS), "Cache-Control": "no-store"}
    if wants_json(request):
        told = {"state": "away", "words": words}
        return JsonResponse(told, status=HTTPStatus.SERVICE_UNAVAILABLE, headers=headers)
    context = {"words": words, **_sent(request)}
    # Without the request: the context of other pages asks the database.
    page = render_to_string("503.html", context)
    return HttpResponse(page, status=HTTPStatus.SERVICE_UNAVAILABLE, headers=headers)


def is_busy(fault: BaseException) -> bool:
    """Whether SQLite's only place to write was taken for longer than anybody waits."""
    return isinstance(fault, OperationalError) and "locked" in str(fault)


def _busy(request: HttpRequest) -> HttpResponse:
    """What whoever waited in vain is told; of what the page wrote in one transaction nothing is half there."""
    words = _(
        "Somebody else’s work is being stored at this moment, and yours could not wait any longer. Nothing is half "
        "stored. Look whether yours is there; if it is not, send it again in half a minute."
    )
    context = {"words": words, "is_busy": True, **_sent(request)}
    page = render_to_string("503.html", context)
    headers = {"Retry-After": str(SECONDS), "Cache-Control": "no-store"}
    return HttpResponse(page, status=HTTPStatus.CONFLICT, headers=headers)


def _sent(request: HttpRequest) -> dict[str, Any]:
    """Where it is sent again, with what was typed; and the page to go back to where nothing can be sent from here."""
    return {"address": request.get_full_path(), "typed": typed(request), "page": page_of(request)}


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a report's form, as they were sent."""
    if request.method != "POST" or KEPT_BELOW not in request.path:
        return []
    try:
        posted: MultiValueDict[str, str] = request.POST
    except (RawPostDataException, OSError):
        return []
    return [(name, value) for name, values in posted.lists() for value in values]
