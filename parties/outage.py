"""When the database is away: 503, say that answers are safe, and hold what was typed so that it can be sent again."""

import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.defaults import server_error

from parties.permissions import wants_json

SECONDS = 30
# Passwords and codes are sent to these places; what is typed at the others may stand in the page.
KEPT_BELOW = "/reports/"


def handler500(request: HttpRequest) -> HttpResponse:
    """The portal's word for a fault; nothing here needs the database."""
    fault = sys.exc_info()[1]
    if not isinstance(fault, OperationalError | InterfaceError):
        return server_error(request)
    words = _("The portal is away for a moment. Your answers are safe: all that was saved is kept.")
    headers = {"Retry-After": str(SECONDS), "Cache-Control": "no-store"}
    if wants_json(request):
        told = {"state": "away", "words": words}
        return JsonResponse(told, status=HTTPStatus.SERVICE_UNAVAILABLE, headers=headers)
    context = {"words": words, "address": request.get_full_path(), "typed": typed(request)}
    # Without the request: the context of other pages asks the database.
    page = render_to_string("503.html", context)
    return HttpResponse(page, status=HTTPStatus.SERVICE_UNAVAILABLE, headers=headers)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a report's form, as they were sent."""
    if request.method != "POST" or KEPT_BELOW not in request.path:
        return []
    try:
        posted: MultiValueDict[str, str] = request.POST
    except (RawPostDataException, OSError):
        return []
    return [(name, value) for name, values in posted.lists() for value in values]
