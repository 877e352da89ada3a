"""Days as texts write them, in every language of the portal, and the years that stand alone. Pure."""

import re
from datetime import date

from languages.days import ARABIC_MONTHS

# By month, in the languages that write them out; both ways in which Arabic names them.
MONTHS = (
    ("january", "janvier", "enero", "января", "يناير", "كانون الثاني"),
    ("february", "février", "febrero", "февраля", "فبراير", "شباط"),
    ("march", "mars", "marzo", "марта", "مارس", "آذار"),
    ("april", "avril", "abril", "апреля", "إبريل", "أبريل", "نيسان"),
    ("may", "mai", "mayo", "мая", "مايو", "أيار"),
    ("june", "juin", "junio", "июня", "يونيو", "حزيران"),
    ("july", "juillet", "julio", "июля", "يوليو", "تموز"),
    ("august", "août", "agosto", "августа", "أغسطس", "آب"),
    ("september", "septembre", "septiembre", "сентября", "سبتمبر", "أيلول"),
    ("october", "octobre", "octubre", "октября", "أكتوبر", "تشرين الأول"),
    ("november", "novembre", "noviembre", "ноября", "نوفمبر", "تشرين الثاني"),
    ("december", "décembre", "diciembre", "декабря", "ديسمبر", "كانون الأول"),
)
_MONTH = {name: number for number, names in enumerate(MONTHS, 1) for name in names}
# As the portal itself writes them in Arabic: both names of a month, with a stroke between.
_MONTH |= {name: number for number, name in enumerate(ARABIC_MONTHS, 1)}
_NAMES = "|".join(sorted(map(re.escape, _MONTH), key=len, reverse=True))
_WRITTEN = re.compile(
    rf"(?:(?<!\d)(\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?:de\s+)?)?({_NAMES})[،,]?\s+(?:de\s+)?(\d{{4}})", re.IGNORECASE
)
# The first of two days of one month: 4–17 December 2016, 28 a 30 de noviembre de 2026, 2026年11月28日至30日.
_FROM = re.compile(
    rf"(?<!\d)\d{{1,2}}(?:er)?\s?(?:[–-]|a)\s?(?=\d{{1,2}}(?:er)?\s+(?:de\s+)?(?:{_NAMES}))", re.IGNORECASE
)
_UNTIL = re.compile(r"(?<=日)至\d{1,2}日")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)")
_CHINESE = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?")
# 2,018 is a number, and 1.2018 is none of ours.
_YEAR = re.compile(r"(?<![\d.,\u00a0\u202f/])((?:19|20)\d{2})(?![\d/]|[.,\u00a0\u202f]\d)")


def days_in(text: str) -> set[date]:
    """The days that a text names; a month without a day is its first."""
    found = set()
    for day, month, year in _WRITTEN.findall(text):
        found.add(_day(year, _MONTH[month.lower()], day))
    for year, month, day in (*_ISO.findall(text), *(one for one in _CHINESE.findall(text) if one[1])):
        found.add(_day(year, month, day))
    return {day for day in found if day is not None}


def _day(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day or 1))
    except ValueError:
        return None


def without_days(text: str) -> str:
    """The text without the days that it names."""
    for pattern in (_FROM, _UNTIL, _WRITTEN, _ISO, _CHINESE):
        text = pattern.sub(" ", text)
    return text


def years_in(text: str) -> set[int]:
    """The years that stand in a text by themselves."""
    return {int(year) for year in _YEAR.findall(without_days(text))}


def without_years(text: str) -> str:
    return _YEAR.sub(" ", without_days(text))
