"""When too many pages are drawn at once: 503 in a plain sentence, and when to come again."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

SECONDS = 3


def busy(request: HttpRequest) -> HttpResponse:
    """The answer to whoever got no turn; nothing here needs the database."""
    headers = {"Retry-After": str(SECONDS), "Cache-Control": "no-store"}
    status = HTTPStatus.SERVICE_UNAVAILABLE
    if request.path_info.startswith("/api/"):
        detail = f"Many answers are being made at this moment. Ask again in {SECONDS} seconds."
        return JsonResponse({"detail": detail, "fields": {}}, status=status, headers=headers)
    with translation.override(translation.get_language_from_request(request, check_path=True)):
        words = _("Many people are reading at this moment, and this page could not be made in time.")
        # Without the request: the context of other pages asks the database.
        page = render_to_string("portal/busy.html", {"words": words, "address": request.get_full_path()})
    return HttpResponse(page, status=status, headers=headers)
