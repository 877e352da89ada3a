"""The same page in another language: the language is the first part of its address."""

import re

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from languages.codes import OWN_NAMES, short

# The page that a sign-in leads on to: /en/accounts/login/?next=/en/reports/.
_NEXT = re.compile(r"(?<=[?&]next=)(/|%2F)([a-z-]+)(?=/|%2F)", re.IGNORECASE)


def in_language(address: str, code: str) -> str:
    """An address below a language, below another: /en/plan/?group=africa is /fr/plan/?group=africa."""
    first, slash, rest = address.lstrip("/").partition("/")
    if not slash or first not in settings.ALL_LANGUAGES:
        return address
    return f"/{code}/{_NEXT.sub(lambda one: _under(one, code), rest)}"


def _under(found: re.Match[str], code: str) -> str:
    return f"{found[1]}{code}" if found[2] in settings.ALL_LANGUAGES else found[0]


def languages_of(request: HttpRequest, current: str) -> list[dict[str, object]]:
    """The languages that a page is offered in, each by its own name; none where there is but one."""
    here = request.get_full_path()
    offered = [code for code, _name in settings.LANGUAGES]
    return [
        {"code": code, "name": OWN_NAMES[short(code)], "url": in_language(here, code), "current": code == current}
        for code in offered
        if len(offered) > 1
    ]


def onward(request: HttpRequest, code: str) -> str:
    """Where a form of the page wants to lead on to, in a language; to the first page where that is not here."""
    wanted = request.POST.get("next", "")
    is_here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return in_language(wanted if is_here and wanted.startswith("/") else f"/{code}/", code)
