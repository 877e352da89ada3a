"""The day of a moment as deadlines and cut-offs know it: a day ends when it has ended everywhere on Earth. Pure."""

from datetime import date, datetime, timedelta, timezone

LAST_TO_END = timezone(timedelta(hours=-12))


def deadline_day(moment: datetime) -> date:
    """The day of a moment where days end last (UTC−12); a moment without a zone is taken as it stands.

    What is sent from anywhere on Earth while it is still the day of the deadline there is in time; method.md §1.
    """
    return moment.date() if moment.tzinfo is None else moment.astimezone(LAST_TO_END).date()
