"""Each request has a number: in the header of its answer, in every line of the log that it makes, in its jobs."""

import logging
from collections.abc import Callable, MutableMapping
from http import HTTPStatus
from time import monotonic
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve

from jobs.request_ids import taken_or_made, working_for

log = logging.getLogger(__name__)
HEADER = "X-Request-ID"
# Where the server and the application find the same number; no header of a client has such a name.
HELD = "portal.request_id"
PROBES = {"/healthz", "/readyz", "/metrics"}
KNOWN = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def number(environ: MutableMapping[str, Any]) -> str:
    """The number of a request, the same however often it is asked for.

    The proxy's own where one stands in front and it is well formed; what a visitor sends is never taken.
    """
    if HELD not in environ:
        given = environ.get("HTTP_X_REQUEST_ID", "") if settings.BEHIND_PROXY else ""
        environ[HELD] = taken_or_made(given)
    return str(environ[HELD])


class RequestsTold:
    """Outermost: gives the number, and writes one line about each request that tells no person and no address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        held = number(request.META)
        begun = monotonic()
        with working_for(held):
            answer = self.get_response(request)
            if _is_told(request, answer):
                _tell(request, answer, begun)
        answer.headers[HEADER] = held
        return answer


def _is_told(request: HttpRequest, answer: HttpResponseBase) -> bool:
    """Whether there is a line: not for probes and styles that went well, of which there are more than of all else."""
    is_quiet = request.path_info in PROBES or request.path_info.startswith(settings.STATIC_URL)
    return not is_quiet or answer.status_code >= HTTPStatus.BAD_REQUEST


def _place(request: HttpRequest) -> str:
    """The pattern of the address, also of a page that was kept and never looked up; empty where there is none."""
    try:
        match = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return ""
    return str(match.route)


def _tell(request: HttpRequest, answer: HttpResponseBase, begun: float) -> None:
    """The place as the URLconf writes it, never the address: that may hold a name, a search or a link’s secret."""
    fields = {
        "method": request.method if request.method in KNOWN else "other",
        "place": _place(request),
        "status": answer.status_code,
        "milliseconds": round((monotonic() - begun) * 1000),
    }
    log.info("request answered", extra=fields)
