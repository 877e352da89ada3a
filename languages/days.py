"""Days as the United Nations write them in each language. Pure.

By CLDR where the two agree: Russian months in the genitive, Spanish `de`, Chinese signs. French has 1er, Russian its
`года`, and Arabic both names of a month, which CLDR has not.
"""

from datetime import date, datetime

from babel.dates import format_date

from languages import writing, zones
from languages.codes import folder, short

# As resolutions name the months in Arabic.
ARABIC_MONTHS = (
    *("كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيه"),
    *("تموز/يوليه", "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر"),
)
_MONTH_AND_YEAR = {"es": "MMMM 'de' y", "ru": "MMMM y 'года'", "zh": "y年M月"}
_DAY_AND_MONTH = {"es": "d 'de' MMMM", "zh": "M月d日"}
# Between two days of one month.
_TO = {"en": "–", "fr": "-", "es": " a ", "ru": "–", "ar": "-", "zh": "至"}


def day(on: date, language: str) -> str:
    """A day within a sentence: 28 November 2026, 1er décembre 2026, 28 ноября 2026 года."""
    if short(language) == "zh":
        return f"{on.year}年{on.month}月{on.day}日"
    return f"{_number(on, language)} {_de(language)}{month_and_year(on, language)}"


def stored(text: str, language: str) -> str:
    """A day or a month as data hold it, 2018-11-17 or 2010-10; raises ValueError for what is neither."""
    if len(text) > len("2010-10"):
        return day(date.fromisoformat(text), language)
    return month(date.fromisoformat(f"{text}-01"), language)


def moment(at: datetime, language: str, *, seconds: bool = False) -> str:
    """A day and a time with its zone: 2 March 2026, 09:05 UTC; 12:05 UTC+3 (Nairobi)."""
    comma = " " if short(language) == "zh" else writing.comma(language)
    return f"{day(at, language)}{comma}{at:{'%H:%M:%S' if seconds else '%H:%M'}} {zones.named(at, language)}".rstrip()


def clock(at: datetime, language: str) -> str:
    """A time of the day with its zone, where the day is plain: 09:05 UTC."""
    return f"{at:%H:%M} {zones.named(at, language)}".rstrip()


def month_and_year(on: date, language: str) -> str:
    """The month of a day and its year, as they follow the day."""
    if short(language) == "ar":
        return f"{ARABIC_MONTHS[on.month - 1]} {on.year}"
    return _by_cldr(on, _MONTH_AND_YEAR.get(short(language), "MMMM y"), language)


def month(on: date, language: str) -> str:
    """A month and its year that follow no day: май 2008 года, in the nominative."""
    return _by_cldr(on, "LLLL y 'года'", language) if short(language) == "ru" else month_and_year(on, language)


def short_month(on: date, language: str) -> str:
    """A month and its year where there is little room: Nov 2026, nov. 2026, май 2026, 2026年11月."""
    if short(language) in ("ar", "zh"):
        return month_and_year(on, language)
    return _by_cldr(on, "LLL y", language)


def day_and_month(on: date, language: str) -> str:
    """A day whose year stands beside it."""
    if short(language) == "ar":
        return f"{on.day} {ARABIC_MONTHS[on.month - 1]}"
    if short(language) == "fr":
        return f"{_number(on, language)} {_by_cldr(on, 'MMMM', language)}"
    return _by_cldr(on, _DAY_AND_MONTH.get(short(language), "d MMMM"), language)


def days(first: date, last: date, language: str) -> str:
    """From one day to another: 4–17 December 2016, 28 a 30 de noviembre de 2026, 2026年11月28日至30日."""
    if first == last:
        return day(first, language)
    if (first.year, first.month) != (last.year, last.month):
        return {"ar": "من {first} إلى {last}", "zh": "{first}至{last}"}.get(short(language), "{first} – {last}").format(
            first=day(first, language), last=day(last, language)
        )
    to = _TO.get(short(language), "–")
    if short(language) == "zh":
        return f"{day(first, language)}{to}{last.day}日"
    return f"{_number(first, language)}{to}{last.day} {_de(language)}{month_and_year(last, language)}"


def _number(on: date, language: str) -> str:
    return "1er" if on.day == 1 and short(language) == "fr" else str(on.day)


def _de(language: str) -> str:
    return "de " if short(language) == "es" else ""


def _by_cldr(on: date, pattern: str, language: str) -> str:
    return format_date(on, pattern, locale=folder(language))
