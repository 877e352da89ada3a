"""Time zones as each language calls them: by their offset and city, UTC+3 (Nairobi). Pure."""

from datetime import datetime

from babel.dates import get_timezone_location

from languages import writing
from languages.codes import folder
from languages.numbers import MINUS


def named(at: datetime, language: str) -> str:
    """The zone of a moment: UTC, UTC+5:30 (Kolkata); empty for a moment without one."""
    key = _key(at)
    shown = writing.isolated(offset(at), language)
    return f"{shown}{writing.bracketed(city(key, language), language)}" if key else shown


def city(key: str, language: str) -> str:
    """The city by which a zone of the world is called: Africa/Nairobi → Nairobi, 内罗毕."""
    return get_timezone_location(key, locale=folder(language), return_city=True)


def offset(at: datetime) -> str:
    """How far the clock of a moment is from UTC: UTC, UTC+3, UTC−12, UTC+5:30."""
    ahead = at.utcoffset()
    if ahead is None:
        return ""
    minutes = int(ahead.total_seconds()) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else MINUS}{hours}" + (f":{rest:02}" if rest else "")


def _key(at: datetime) -> str:
    """The name of a zone that a city stands for."""
    key = getattr(at.tzinfo, "key", "")
    return key if "/" in key else ""
