"""The time zone in which somebody reads times: the one of the account; without one UTC, which is then named.

Only what is shown moves: what day it is, and what is stored, stays in UTC for everybody.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from languages import writing
from languages.zones import city, offset

_shown_in: ContextVar[tzinfo] = ContextVar("shown_in", default=UTC)
# In the data: zones of no country, as UTC itself and the bare offsets.
OF_NO_COUNTRY = "001"


class ReadersZone:
    """Shows times in the zone of whoever is signed in; an anonymous visitor without a session costs nothing here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return self.get_response(request)
        with shown_in(request.user.time_zone):
            return self.get_response(request)


@contextmanager
def shown_in(zone: str) -> Iterator[None]:
    """Show times in a zone by its name; in UTC for an empty one, or one that is offered no more."""
    token = _shown_in.set(ZoneInfo(zone) if zone in offered() else UTC)
    try:
        yield
    finally:
        _shown_in.reset(token)


def in_readers_zone(at: datetime) -> datetime:
    """A moment as the clock of whoever reads shows it."""
    return at.astimezone(_shown_in.get())


@cache
def offered() -> dict[str, str]:
    """Every zone of a country, with the two letters of the country."""
    countries: Mapping[str, str] = get_global("zone_territories")
    known = available_timezones()
    return {zone: country for zone, country in countries.items() if country != OF_NO_COUNTRY and zone in known}


def choices(language: str, at: datetime) -> list[tuple[str, str]]:
    """The zones as somebody chooses among them, by their names in a language: Nairobi (UTC+3)."""
    shown = []
    for zone in offered():
        hours = writing.isolated(offset(at.astimezone(ZoneInfo(zone))), language)
        shown.append((zone, f"{city(zone, language)}{writing.bracketed(hours, language)}"))
    return sorted(shown, key=lambda one: one[1])


def usual_zone(country: str | None) -> str:
    """The zone of a country, by its two letters, where it has only one; else empty."""
    zones = [zone for zone, of in offered().items() if of == country]
    return zones[0] if len(zones) == 1 else ""
