"""The language of a page is the first part of its address; other spellings of it lead there."""

import re
from collections.abc import Awaitable
from urllib.parse import quote

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.utils.translation import get_supported_language_variant

_FIRST = re.compile(r"/([A-Za-z]{2,3}(?:[-_][A-Za-z]{2,8})*)(/.*)?", re.DOTALL)
_REFUSED = re.compile(r"q\s*=\s*0(?:\.0*)?\s*$", re.IGNORECASE)


class Languages(LocaleMiddleware):
    """Django's own, which would offer a language that a browser refuses, and does not know /zh/ or /FR/."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if elsewhere := _spelled_as_ours(request.path_info):
            query = request.META.get("QUERY_STRING", "")
            return HttpResponseRedirect(f"{elsewhere}?{query}" if query else elsewhere)
        return super().__call__(request)

    def process_request(self, request: HttpRequest) -> None:
        if accepted := request.META.get("HTTP_ACCEPT_LANGUAGE"):
            request.META["HTTP_ACCEPT_LANGUAGE"] = ",".join(
                one.strip() for one in accepted.split(",") if not _REFUSED.search(one.partition(";")[2])
            )
        super().process_request(request)


def _spelled_as_ours(path: str) -> str:
    """/zh-hans/plan/ for /zh/plan/; empty where the address has its language already, or none."""
    found = _FIRST.fullmatch(path)
    if found is None:
        return ""
    try:
        code = get_supported_language_variant(found[1].replace("_", "-").lower())
    except LookupError:
        return ""
    if code == found[1]:
        return ""
    # Written as an address: what was decoded could end the line of a header.
    return quote(f"/{code}{found[2] or '/'}")
