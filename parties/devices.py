"""A device that somebody signed in on before: its owner may try there, however often others guess elsewhere.

The cookie is signed and says for which accounts the device is known; it opens nothing and signs nobody in. It only
chooses whose counter a wrong password counts in. ADR 0023.
"""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from parties.cookies import named
from parties.throttling import account_of

COOKIE = "device"
SALT = "parties.device"
LASTS = 365 * 24 * 3600
# Colleagues at one computer; the one who signed in longest ago is forgotten first.
MOST_ACCOUNTS = 5


def device_of(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The name of this device for the account that is tried; "" where nobody signed in to it here before."""
    known = _known(request)
    return known.get(_digest(account_of(request, credentials)), "")


def is_known(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> bool:
    """Whether guesses of others are not counted here: asked by axes."""
    return bool(device_of(request, credentials))


def remember_device(request: HttpRequest, response: HttpResponseBase, account: str) -> None:
    """Let the device be known for an account that has just been signed in to, both steps."""
    digest = _digest(account.lower())
    known = _known(request)
    name = known.pop(digest, "") or uuid4().hex
    kept = dict([*known.items(), (digest, name)][-MOST_ACCOUNTS:])
    response.set_cookie(
        named(COOKIE),
        signing.dumps(kept, salt=SALT),
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known(request: HttpRequest) -> dict[str, str]:
    try:
        known: dict[str, str] = signing.loads(request.COOKIES.get(named(COOKIE), ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return {}
    return known


def _digest(account: str) -> str:
    """So that the cookie names nobody."""
    return hashlib.sha256(f"{settings.SECRET_KEY}:{account}".encode()).hexdigest()[:16]
