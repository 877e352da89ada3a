"""Whoever comes by a name of before, or by the one that documents print, is led on to where the portal is now."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

# What is sent to an old name is still taken: somebody has a form open there.
ASKING = {"GET", "HEAD"}
PROBES = {"/healthz", "/readyz"}


class LedOn:
    """Answers at once for hosts in MOVED_HOSTS, with the same page at PUBLIC_URL."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # As the client says it: whether it is a name at all is found out later.
        host = request.META.get("HTTP_HOST", "").lower()
        if host in settings.MOVED_HOSTS and request.method in ASKING and request.path_info not in PROBES:
            return _to(request)
        return self.get_response(request)


def _to(request: HttpRequest) -> HttpResponse:
    """For now and not for good: browsers keep the other kind, and the portal may move again."""
    answer = HttpResponseRedirect(settings.PUBLIC_URL.rstrip("/") + request.get_full_path())
    answer.headers["Cache-Control"] = "no-store"
    return answer
