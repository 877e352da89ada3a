"""What an answer of the API depends on, beside its address: host, parameters, representation."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, QueryDict
from django.utils.http import urlencode
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request

from portal.api.views import PublicView

# Whose values are too many to keep an answer for each.
FREELY = ("in_force_on", "page_size", "search")


def is_of_the_api(view: Callable[..., Any]) -> bool:
    """Whether a view refuses by itself what it does not know, and answers in the API's shape."""
    kind = getattr(view, "cls", None)
    return isinstance(kind, type) and issubclass(kind, PublicView)


def distinguished(view: Callable[..., Any], request: HttpRequest) -> list[str] | None:
    """What the answer depends on beside its path; None where answers would be too many to keep.

    An unknown parameter, or one given twice, is answered 400, which is never kept.
    """
    host, representation = _host(request), _representation(view, request)
    if host is None or representation is None:
        return None
    return [host, representation, urlencode({name: str(request.GET[name]) for name in sorted(request.GET)})]


def is_typed(query: QueryDict) -> bool:
    """Whether a parameter is given that takes a free value."""
    return any(query.get(name) for name in FREELY)


def _host(request: HttpRequest) -> str | None:
    """The host of the links in the answer; None for a made-up port, of which there are 65,535."""
    host = request.get_host()
    ours = (urlsplit(settings.PUBLIC_URL).netloc, _with_port(request))
    return host if host in ours else None


def _with_port(request: HttpRequest) -> str:
    name = request.get_host().rpartition("]")
    bare = f"{name[0]}{name[1]}{name[2].partition(':')[0]}"
    port = request.META.get("SERVER_PORT", "")
    return bare if port == ("443" if request.is_secure() else "80") else f"{bare}:{port}"


def _representation(view: Callable[..., Any], request: HttpRequest) -> str | None:
    """The type that is answered; None where none is acceptable, or one with parameters of the client's own."""
    renderers = [one() for one in view.cls.renderer_classes]  # type: ignore[attr-defined]
    try:
        chosen, media_type = DefaultContentNegotiation().select_renderer(Request(request), renderers)
    except (NotAcceptable, Http404):
        return None
    return str(media_type) if media_type == chosen.media_type else None
