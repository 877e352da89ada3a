"""What cookies are called: over https by a name that browsers keep from every other host and path."""

from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


def named(name: str) -> str:
    """The name of a cookie of ours as it is sent."""
    return f"__Host-{name}" if settings.SESSION_COOKIE_SECURE else name


class NamedCookie(CookieStorage):
    """Words for the next page, in a cookie of such a name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cookie_name = named("messages")


class Messages(FallbackStorage):
    """As Django keeps them: in the cookie, and what has no room there in the session."""

    storage_classes = (NamedCookie, SessionStorage)
