"""What the machine asks: is the process alive, can it serve."""

from collections.abc import Callable
from hmac import compare_digest

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from portal.database_roles import more_than_needed
from portal.metrics import CONTENT_TYPE, as_text, metrics
from portal.verification import last_verification

PLAIN = "text/plain; charset=utf-8"


class Probes:
    """Answers the machine's questions before any middleware that asks for a Host: they come from inside."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        probe = {"/healthz": alive, "/readyz": ready, "/metrics": watched}.get(request.path_info)
        if probe is None:
            return self.get_response(request)
        answer = probe(request)
        answer.headers["X-Frame-Options"] = "DENY"
        return answer


def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("alive\n", content_type=PLAIN)


def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers; the broker may be away without harm.

    Whoever brings the operators' token is told of the last verification too, how many faults and none by its name, and
    of a role of the database that may do too much.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database away\n", status=503, content_type=PLAIN, headers={"Retry-After": "5"})
    details = _details() if _is_operator(request) else ""
    return HttpResponse(f"ready\n{details}", content_type=PLAIN)


def watched(request: HttpRequest) -> HttpResponse:
    """The numbers to watch, for whoever brings the operators' token; to all others there is no such page."""
    if not _is_operator(request):
        return HttpResponse("not found\n", status=404, content_type=PLAIN)
    return HttpResponse(as_text(metrics(at=timezone.now())), content_type=CONTENT_TYPE)


def _is_operator(request: HttpRequest) -> bool:
    """Whether a request carries the token of whoever runs the portal; without one set, nobody does."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(settings.OPERATORS_TOKEN) and compare_digest(given.encode(), settings.OPERATORS_TOKEN.encode())


def _details() -> str:
    return _of_verification() + _of_role()


def _of_role() -> str:
    """Whether the portal is served as a role that may do no more than it needs; nothing on SQLite, which has none."""
    if connection.vendor != "postgresql":
        return ""
    found = more_than_needed()
    return f"database role: {', '.join(found) if found else 'may do what it needs'}\n"


def _of_verification() -> str:
    last = last_verification()
    if last is None:
        return "verification: never done\n"
    age = (timezone.now() - last.at).total_seconds() / 3600
    return f"verification: faults {last.faults}, {last.at:%Y-%m-%dT%H:%M:%SZ}, {age:.0f} hours ago\n"
