"""Each request has a number: in the header of its answer, in every line of the log that it makes, in its jobs."""

import logging
from collections.abc import Callable, MutableMapping
from time import monotonic
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from jobs.request_ids import taken_or_made, working_for

log = logging.getLogger(__name__)
HEADER = "X-Request-ID"
# Where the server and the application find the same number; no header of a client has such a name.
HELD = "portal.request_id"
PROBES = {"/healthz", "/readyz", "/metrics"}
FAULT = 500
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
            if request.path_info not in PROBES or answer.status_code >= FAULT:
                _tell(request, answer, begun)
        answer.headers[HEADER] = held
        return answer


def _tell(request: HttpRequest, answer: HttpResponseBase, begun: float) -> None:
    """The place as the URLconf writes it, never the address: that may hold a name, a search or a link’s secret."""
    match = request.resolver_match
    fields = {
        "method": request.method if request.method in KNOWN else "other",
        "place": match.route if match else "",
        "status": answer.status_code,
        "milliseconds": round((monotonic() - begun) * 1000),
    }
    log.info("request answered", extra=fields)
