"""When a browser has lost the cookie that says that a form is its own: renew it, and hold what was typed."""

from http import HTTPStatus
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext as _

from parties.outage import typed
from parties.permissions import wants_json

FIELD = "csrfmiddlewaretoken"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without its token: a script sends it again by itself, a page is shown with its text to send."""
    own = _is_from_here(request)
    if own:
        # Sets the cookie with this answer.
        get_token(request)
    if wants_json(request):
        words = _("Your browser did not send the portal’s cookie. Allow cookies for this site, then press “Save”.")
        return JsonResponse({"state": "token" if own else "refused", "words": words}, status=HTTPStatus.FORBIDDEN)
    # What another site had sent here is not offered to be sent again with our token.
    held = [(name, value) for name, value in typed(request) if name != FIELD] if own else []
    context = {"address": request.get_full_path(), "typed": held}
    return render(request, "403_csrf.html", context, status=HTTPStatus.FORBIDDEN)


def _is_from_here(request: HttpRequest) -> bool:
    if "Sec-Fetch-Site" in request.headers:
        return request.headers["Sec-Fetch-Site"] == "same-origin"
    sender = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(sender).netloc == request.get_host()
