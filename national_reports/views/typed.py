"""What was typed when the session had ended: kept until the person is signed in again, then shown to be saved."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils.cache import add_never_cache_headers

KEPT = "typed"
# One text of the longest that is taken, nine characters for each of its own in a Chinese or Thai form, and the rest.
MOST_CHARACTERS = 1_000_000
View = Callable[..., HttpResponseBase]


def keeps_what_was_typed(view: View) -> View:
    """Keep a form that comes without a signed-in person in an anonymous session, and ask to sign in."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponseBase:
        if request.method != "POST" or request.user.is_authenticated:
            return view(request, *args, **kwargs)
        encoded = request.POST.urlencode()
        if len(encoded) <= MOST_CHARACTERS:
            request.session[KEPT] = {"path": request.get_full_path(), "form": encoded}
        response = redirect_to_login(request.get_full_path())
        add_never_cache_headers(response)
        return response

    return wrapper


def typed_before(request: HttpRequest) -> QueryDict | None:
    """What was typed on this page before signing in again."""
    kept = request.session.get(KEPT)
    return QueryDict(kept["form"]) if kept and kept["path"] == request.get_full_path() else None


def forget_typed(request: HttpRequest) -> None:
    request.session.pop(KEPT, None)
