"""When a report was received: spellings of moments that other systems write, read where they leave no doubt. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from indicators.days import deadline_day
from languages.told import said_later
from national_reports.codec import quoted

# The Protocol was adopted in 2000: what is dated before stands for "no date" in the systems that write it.
FIRST_YEAR, LAST_YEAR = 2000, 2099
# Seconds have ten digits since 2001, milliseconds thirteen.
MILLISECONDS_FROM = 10**11
FIRST_TO_BEGIN = timezone(timedelta(hours=14))
FIRST_MOMENT = datetime.min.replace(tzinfo=UTC)

# Under which names a document's information and a row of the index carry their days.
SUBMITTED = ("submittedOn", "submittedDate", "submittedDate_dt")
CREATED = ("createdOn", "createdDate", "createdDate_dt")
UPDATED = ("updatedOn", "updatedDate", "updatedDate_dt")

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
DAY_IN_WORDS = re.compile(r"(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]+)\.?[ -](\d{4})")
MONTH_IN_WORDS = re.compile(r"(?:[a-z]+,? )?([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
SINCE_1970 = re.compile(r"(?:/date\()?(-?\d{9,14})(?:[+-]\d{4})?(?:\)/)?")
A_WEEK = re.compile(r"\d{4}-?w\d{2}(?!-?\d)", re.IGNORECASE)
END_OF_DAY = re.compile(r"(?<=[tT ])24(?=:?00(?::?00(?:[.,]0+)?)?(?![\d:.,]))")
LEAP_SECOND = re.compile(r"(?<=[tT ])(23:?59:?)60(?!\d)")
TIME_AFTER = re.compile(r"[t ]\s*(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?$")


class DateUnclear(ValueError):
    """A value can't be read as a day without doubt; the text says why."""


@dataclass(frozen=True)
class Received:
    """A day as deadlines know it, and the moment where one was told."""

    on: date
    at: datetime | None = None

    @property
    def order(self) -> tuple[date, datetime]:
        """The earlier first; within a day, what tells no moment comes before what does."""
        return self.on, self.at or FIRST_MOMENT


@dataclass(frozen=True)
class Dates:
    """When the record was first received, when the content at hand was, and what was told but could not be read."""

    first: Received | None = None
    content: Received | None = None
    unclear: tuple[str, ...] = ()


def today_first(now: datetime) -> date:
    """The day that it is where days begin first (UTC+14): no report has come on a later one."""
    return now.astimezone(FIRST_TO_BEGIN).date()


def dates_of(document: Mapping[str, Any], info: Mapping[str, Any], *, today: date = date.max) -> Dates:
    """Both dates of a document: its record's submission or creation, the earliest known, and this revision's update.

    Where nothing else is told, the report's own date stands for both; method.md §1. What is after `today` is unclear.
    """
    unclear: list[str] = []
    submitted, created, updated = (_told(info, names, unclear, today) for names in (SUBMITTED, CREATED, UPDATED))
    known = [one for one in (submitted, created, updated) if one is not None]
    own = None if known else _told(document, ("date",), unclear, today)
    first = min(known, key=lambda one: one.order, default=own)
    begun = min((one for one in (submitted, created) if one is not None), key=lambda one: one.order, default=None)
    # Days of one moment differ by the zone that they were written in.
    if begun and updated and begun.on - updated.on > timedelta(days=1):
        unclear.append(
            said_later(
                "the update of {updated} lies before the record, which came on {came}: the earlier day counts.",
                updated=updated.on,
                came=begun.on,
            )
        )
    return Dates(first, updated or submitted or created or own, tuple(unclear))


def _told(held: Mapping[str, Any], names: tuple[str, ...], unclear: list[str], today: date) -> Received | None:
    for name in names:
        if held.get(name) in (None, "", {}):
            continue
        try:
            return read_received(held[name], today=today)
        except DateUnclear as fault:
            unclear.append(f"{name}: {fault}")
    return None


def read_received(value: Any, *, today: date = date.max) -> Received:
    """A moment or a day in any spelling that leaves no doubt. Raises DateUnclear."""
    while isinstance(value, Mapping) and len(value) == 1 and next(iter(value)) in ("$date", "$numberLong"):
        value = next(iter(value.values()))
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise DateUnclear(said_later("{value} is not a date.", value=quoted(value)))
    try:
        found = _read_text(value.strip()) if isinstance(value, str) else _since_1970(value)
    except (ValueError, OverflowError, OSError) as fault:
        if isinstance(fault, DateUnclear):
            raise
        raise DateUnclear(said_later("{value} is not a date.", value=quoted(value))) from fault
    if not FIRST_YEAR <= found.on.year <= LAST_YEAR:
        raise DateUnclear(said_later("{value} is not a day on which a report can have come.", value=quoted(value)))
    if (today_first(found.at) if found.at else found.on) > today:
        raise DateUnclear(said_later("{value} has not come yet.", value=quoted(value)))
    return found


def _moment(moment: datetime) -> Received:
    if moment.tzinfo is None:
        # Told without a zone, it says a day and no more.
        return Received(deadline_day(moment))
    return Received(deadline_day(moment), moment.astimezone(UTC))


def _since_1970(number: float) -> Received:
    seconds = number / 1000 if abs(number) >= MILLISECONDS_FROM else number
    return _moment(datetime.fromtimestamp(seconds, UTC))


def _read_text(text: str) -> Received:
    if since := SINCE_1970.fullmatch(text.lower()):
        return _since_1970(int(since[1]))
    if A_WEEK.match(text):
        raise DateUnclear(said_later("{what} is a week and not a day.", what=quoted(text)))
    if END_OF_DAY.search(text):
        # Without a zone it says the day that ended.
        begun = _read_text(END_OF_DAY.sub("00", text))
        return begun if begun.at is None else _moment(begun.at + timedelta(days=1))
    text = LEAP_SECOND.sub(r"\g<1>59", text)
    try:
        is_day = len(text) <= len("2019-09-05")
        return Received(date.fromisoformat(text)) if is_day else _moment(datetime.fromisoformat(text))
    except ValueError:
        pass
    day, rest = _read_day(text.lower())
    if not rest:
        return Received(day)
    return _with_time(day, rest, text)


def _with_time(day: date, rest: str, text: str) -> Received:
    time = TIME_AFTER.fullmatch(rest)
    if time is None:
        raise DateUnclear(said_later("{what} is not a date.", what=quoted(text)))
    if time[1] is None or time[2] is None:
        return Received(day)
    zone = "+00:00" if time[2] in ("z", "utc", "gmt") else time[2]
    hours, _colon, others = time[1].replace(",", ".").partition(":")
    return _moment(datetime.fromisoformat(f"{day.isoformat()}T{hours:0>2}:{others}{zone}"))


def _read_day(text: str) -> tuple[date, str]:
    """The day that a text begins with, and the rest of it."""
    if found := YEAR_FIRST.match(text):
        return date(int(found[1]), int(found[2]), int(found[3])), text[found.end() :]
    if found := YEAR_LAST.match(text):
        return _day_or_month_first(int(found[1]), int(found[3]), int(found[4]), text), text[found.end() :]
    if found := DAY_IN_WORDS.match(text):
        return date(int(found[3]), _month(found[2], text), int(found[1])), text[found.end() :]
    if found := MONTH_IN_WORDS.match(text):
        return date(int(found[3]), _month(found[1], text), int(found[2])), text[found.end() :]
    raise DateUnclear(said_later("{what} is not a date.", what=quoted(text)))


def _day_or_month_first(one: int, two: int, year: int, text: str) -> date:
    """30/09/2019 and 09/30/2019 can be read in one way only, 05/09/2019 in two."""
    if one <= 12 and two <= 12 and one != two:
        raise DateUnclear(
            said_later(
                "{what} may be {one} or {two}.", what=quoted(text), one=date(year, two, one), two=date(year, one, two)
            )
        )
    return date(year, one, two) if two > 12 else date(year, two, one)


def _month(word: str, text: str) -> int:
    found = [number for number, name in enumerate(MONTHS, 1) if len(word) >= 3 and name.startswith(word)]
    if word == "sept":
        found = [9]
    if len(found) != 1:
        raise DateUnclear(said_later("{what} is not a date.", what=quoted(text)))
    return found[0]
