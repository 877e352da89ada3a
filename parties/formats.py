"""Days and numbers in the language of the moment, as the United Nations write them there (languages/)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils import formats

from languages import days, numbers, writing
from parties.in_languages import reader_language
from parties.zones import in_readers_zone

IN_WORDS = (None, "", "DATE_FORMAT")
# A day and a time; where something is told apart by its second, with the second.
WITH_TIME = ("DATETIME_FORMAT", "DATETIME_SECONDS")


def date_format(value: date, wanted: str | None = None) -> str:
    """A day, or with a key of `WITH_TIME` a day and a time in the reader's zone; any other format as Django has it."""
    if wanted in IN_WORDS:
        return days.day(value, reader_language())
    if wanted in WITH_TIME and isinstance(value, datetime):
        return days.moment(in_readers_zone(value), reader_language(), seconds=wanted == "DATETIME_SECONDS")
    return str(formats.date_format(value, wanted))


def clock(at: datetime) -> str:
    """A time of today in the reader's zone: 12:05 UTC+3 (Nairobi)."""
    return days.clock(in_readers_zone(at), reader_language())


def stored_day(text: str) -> str:
    """A day or a month that is stored as text; what is neither, as it stands."""
    try:
        return days.stored(text, reader_language())
    except ValueError:
        return text


def short_month(value: date) -> str:
    """A month and its year where there is little room, as along the axis of a chart."""
    return days.short_month(value, reader_language())


def with_sign(number: int) -> str:
    """A change: +5, −5, 0; isolated where the line runs from right to left."""
    sign = "+" if number > 0 else numbers.MINUS if number < 0 else ""
    return writing.isolated(f"{sign}{abs(number)}", reader_language())


def as_digits(text: str) -> str:
    """What is typed alike in every language, as a day is: 2019-09-30."""
    return writing.isolated(text, reader_language())


def one_decimal(number: float) -> str:
    """A number, already rounded, with one place."""
    return numbers.decimal(number, 1, reader_language())


def listed(items: Iterable[str]) -> str:
    """Items beside each other, with the comma of the language."""
    return writing.comma(reader_language()).join(items)


def in_a_list(items: Sequence[str]) -> str:
    """A, B and C."""
    return writing.in_a_list(items, reader_language())


def under(name: str, said: str) -> str:
    """What is said of something, after its name and the colon of the language."""
    return writing.after_colon(name, said, reader_language())


def with_remark(text: str, remark: object) -> str:
    """A text and a remark on it in brackets: no report (4)."""
    return f"{text}{writing.bracketed(str(remark), reader_language())}"


def quoted(text: str) -> str:
    """A text in the quotation marks of the language."""
    return writing.quoted(text, reader_language())


def in_a_clause(parts: Iterable[str]) -> str:
    """What belongs together in one clause of a sentence."""
    return writing.in_a_clause(parts, reader_language())


def in_clauses(parts: Iterable[str]) -> str:
    """What stands beside each other in one sentence."""
    return writing.in_clauses(parts, reader_language())


def in_sentences(parts: Iterable[str]) -> str:
    """Sentences after each other; those that say nothing are left out."""
    return writing.in_sentences(parts, reader_language())
