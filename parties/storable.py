"""What no store can hold never reaches one: NUL in an address is not found, and is left out of what is sent."""

from collections.abc import Callable
from typing import Any
from unicodedata import category

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

NUL = "\x00"
# Of Unicode: control characters, ends of lines and of paragraphs.
NO_NAME = ("Cc", "Zl", "Zp")


class OnlyStorable:
    """Looks at every request before its view does; the API refuses by itself, in its own shape."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """Raise Http404, or leave out of a form what cannot be kept and say so."""
        if request.path_info.startswith("/api/"):
            return
        if NUL in request.path_info or _holds_nul(request.GET):
            raise Http404(_("The address holds a character that no name here has."))
        if request.method == "POST" and _holds_nul(request.POST):
            request.POST = _without_nul(request.POST)  # type: ignore[assignment]  # as Django itself sets it
            messages.warning(request, left_out())


def left_out() -> str:
    """What somebody is told whose text held what cannot be kept."""
    return _("A character that cannot be kept was left out of what you sent (NUL, which shows as nothing).")


def one_line(name: str) -> str:
    """A name as it stands in lists, letters and headers: in one line, without signs that only steer a device."""
    return " ".join("".join(" " if category(sign) in NO_NAME else sign for sign in name).split())


def storable_cookies(request: HttpRequest) -> None:
    """Forget the cookies that no store can hold: none of ours is such a one."""
    if any(NUL in value for value in request.COOKIES.values()):
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if NUL not in value}


def _holds_nul(sent: QueryDict) -> bool:
    return any(NUL in text for name, values in sent.lists() for text in (name, *map(str, values)))


def _without_nul(sent: QueryDict) -> QueryDict:
    clean = QueryDict(mutable=True, encoding=sent.encoding)
    for name, values in sent.lists():
        # No field of ours has such a name: cut, it might become another's.
        if NUL not in name:
            clean.setlist(name, [str(value).replace(NUL, "") for value in values])
    clean._mutable = False
    return clean
