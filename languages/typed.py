"""Numbers, days and labels as people type them in the six languages, read where there is no doubt. Pure.

Digits of every script, marks between groups, names of months, presentation forms and wide letters are the same thing
written otherwise. What could be two things is told with both, and nobody guesses.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NoReturn

from babel.core import Locale

from languages.codes import LANGUAGES, folder
from languages.days import ARABIC_MONTHS
from languages.numbers import decimal_mark

_TATWEEL = "\u0640"
_MINUS = {"−": "-", "–": "-", "‐": "-", "‑": "-"}
_APOSTROPHES = dict.fromkeys("’‘ʼ`´", "'")
_AS_ONE = str.maketrans(_MINUS | _APOSTROPHES)
# Letters of Arabic that people write for each other, and those that keyboards of neighbours give.
_ARABIC = str.maketrans({"ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", "ٱ": "ا"})
_POINTS = " .,;:!?¡¿،؛؟。，；：！？、"
# Groups whose mark can't be that before parts, or is another than it; and parts.
_NUMBER = re.compile(
    r"(?P<whole>\d+|\d{1,3}(?:([ '٬])\d{3})(?:\2\d{3})*|\d{1,3}(?:,\d{3})+(?=[.٫])|\d{1,3}(?:\.\d{3})+(?=[,٫]))"
    r"(?:[.,٫](?P<parts>\d+))?"
)
_GROUPED_TWICE = re.compile(r"(?P<whole>\d{1,3}([.,])\d{3}(?:\2\d{3})+)")
_MAY_BE_GROUPED = re.compile(r"(?P<before>[1-9]\d{0,2})(?P<mark>[.,])(?P<after>\d{3})")
PER_CENT = ("%", "٪", "％")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_SIGNED = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?")
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_EITHER_FIRST = re.compile(r"(\d{1,2})([-/])(\d{1,2})\2(\d{4})")
_ORDINAL = re.compile(r"(\d{1,2})(?:er|re|st|nd|rd|th|o|a|-?го|-?е)?")
_BETWEEN = re.compile(r"[\s/,.،-]+")
# Words that stand between a day, its month and its year.
_FILLERS = frozenset(
    {"", "de", "del", "le", "el", "of", "the", "года", "год", "г", "من", "عام", "سنه", "م", "يوم", "го", "е"}
)


class NotRead(ValueError):
    """What was typed is no number, or no day."""


class TwoReadings(ValueError):
    """What was typed may be either of two things."""

    def __init__(self, first: object, second: object) -> None:
        self.first = first
        self.second = second
        super().__init__(f"{first} or {second}")


def folded(text: str) -> str:
    """A text without what only looks otherwise: case, spaces of any kind, presentation forms, wide letters, digits."""
    held = unicodedata.normalize("NFKC", text).translate(_AS_ONE)
    kept = (_digit(one) for one in held if unicodedata.category(one) != "Cf" and one != _TATWEEL)
    return " ".join("".join(kept).split()).casefold()


def bare(text: str) -> str:
    """A folded text without accents, vowel marks and points at its ends, and with one Arabic letter for its likes."""
    apart = unicodedata.normalize("NFKD", folded(text))
    letters = "".join(one for one in apart if not unicodedata.combining(one))
    return unicodedata.normalize("NFC", letters).translate(_ARABIC).strip(_POINTS)


def whole_number(text: str, language: str = "") -> int:
    """A whole number: 1000, 1 000, ١٬٠٠٠, 3,0; in English and Chinese 1,000 too.

    Raises NotRead, and TwoReadings for 1,000 where a comma may stand before parts, and for 1.000 everywhere.
    """
    read = number(text, language)
    if read != read.to_integral_value():
        raise NotRead(text)
    return int(read)


def number(text: str, language: str = "") -> Decimal:
    """A number with or without parts: 1200.5, 1 200,5, 1.200,5, ١٬٢٠٠٫٥, and in English and Chinese 1,200.

    Raises NotRead, and TwoReadings for what may be thousands or parts of one.
    """
    # A raised or ringed digit would become part of the number.
    if any(one.isnumeric() and not one.isdecimal() for one in text):
        raise NotRead(text)
    given = folded(text)
    sign = -1 if given.startswith("-") else 1
    digits = given[1:].lstrip() if given[:1] in ("-", "+") else given
    if found := _MAY_BE_GROUPED.fullmatch(digits):
        return sign * _of_one_mark(found, sign, language)
    if found := _NUMBER.fullmatch(digits) or _GROUPED_TWICE.fullmatch(digits):
        whole = "".join(one for one in found["whole"] if one.isdecimal())
        return sign * Decimal(f"{whole}.{found.groupdict().get('parts') or 0}")
    raise NotRead(text)


def _of_one_mark(found: re.Match[str], sign: int, language: str) -> Decimal:
    """1,000 or 1.000: thousands where the language has this mark between groups and another before parts."""
    whole = Decimal(found["before"] + found["after"])
    if language and found["mark"] == "," and decimal_mark(language) == ".":
        return whole
    raise TwoReadings(sign * whole, f"{'-' if sign < 0 else ''}{found['before']}.{found['after']}")


def without_per_cent(text: str) -> str:
    """A share without its sign, which stands on either side."""
    if text.endswith(PER_CENT):
        return text[:-1].rstrip()
    return text[1:].lstrip() if text.startswith(PER_CENT) else text


def day(text: str) -> date:
    """A day: 2026-03-31, ٣١/٣/٢٠٢٦, 31 mars 2026, 31 آذار/مارس 2026, 2026年3月31日.

    Raises NotRead, and TwoReadings for 01/03/2026, in which either number may be the month.
    """
    given = folded(text)
    try:
        return _of_numbers(given) or _of_words(given) or _no_day(text)
    except ValueError as fault:
        if isinstance(fault, TwoReadings | NotRead):
            raise
        raise NotRead(text) from fault


def _no_day(text: str) -> NoReturn:
    raise NotRead(text)


def _of_numbers(given: str) -> date | None:
    if found := _YEAR_FIRST.fullmatch(given):
        return date(int(found[1]), int(found[3]), int(found[4]))
    if found := _SIGNED.fullmatch(given.replace(" ", "")):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(given):
        return date(int(found[3]), int(found[2]), int(found[1]))
    if found := _EITHER_FIRST.fullmatch(given):
        return _of_either(int(found[1]), int(found[3]), int(found[4]))
    return None


def _of_either(first: int, second: int, year: int) -> date:
    if first != second and first <= 12 and second <= 12:
        raise TwoReadings(date(year, second, first), date(year, first, second))
    return date(year, second, first) if second <= 12 else date(year, first, second)


def _of_words(given: str) -> date | None:
    text = bare(given)
    months = {_months()[found.group()] for found in _month_names().finditer(text)}
    parts = [one for one in _BETWEEN.split(_month_names().sub(" ", text)) if one not in _FILLERS]
    if len(months) != 1 or len(parts) != 2:
        return None
    # A year has four digits, whichever stands first.
    year, within = sorted(parts, key=len, reverse=True) if not parts[0].isdecimal() or len(parts[0]) < 4 else parts
    found = _ORDINAL.fullmatch(within)
    if found is None or not (year.isdecimal() and len(year) == 4):
        return None
    return date(int(year), months.pop(), int(found[1]))


@cache
def _month_names() -> re.Pattern[str]:
    names = sorted(_months(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")


@cache
def _months() -> dict[str, int]:
    """Every name of a month in the six languages, whole and short, without those that name two."""
    found: dict[str, set[int]] = {}
    for language in LANGUAGES:
        months = Locale.parse(folder(language)).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[form][width].items():
                    found.setdefault(bare(name), set()).add(number)
    for number, both in enumerate(ARABIC_MONTHS, 1):
        for name in both.split("/"):
            found.setdefault(bare(name), set()).add(number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1 and not name.isdecimal()}


def _digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character
