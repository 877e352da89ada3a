"""The day of a moment as deadlines and cut-offs know it: a day ends when it has ended everywhere on Earth. Pure."""

from calendar import monthrange
from datetime import date, datetime, timedelta, timezone

LAST_TO_END = timezone(timedelta(hours=-12))


def deadline_day(moment: datetime) -> date:
    """The day of a moment where days end last (UTC−12); a moment without a zone is taken as it stands.

    What is sent from anywhere on Earth while it is still the day of the deadline there is in time; method.md §1.
    """
    return moment.date() if moment.tzinfo is None else moment.astimezone(LAST_TO_END).date()


def is_over(day: date, at: datetime) -> bool:
    """Whether a day has ended everywhere on Earth."""
    return deadline_day(at) > day


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
