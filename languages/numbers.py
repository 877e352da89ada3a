"""Numbers as the United Nations print them in each language, which departs from CLDR in places. Pure.

One group mark everywhere but in English, the no-break space, since Arabic letters would turn the groups round at any
other; Western digits and a decimal comma in Arabic. Machine files hold numbers as `1234.5` in every language.
"""

from decimal import Decimal

from babel.core import Locale

from languages.codes import folder, short

SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
_DECIMAL_COMMA = frozenset({"fr", "es", "ru", "ar"})
# A number of four digits is not broken there.
_FROM_FIVE_DIGITS = frozenset({"es", "ru"})
_NO_SPACE_BEFORE_PER_CENT = frozenset({"ar", "zh"})


def decimal_mark(language: str) -> str:
    """Between the whole and its parts: a comma, also in Arabic; a point in English and Chinese."""
    return "," if short(language) in _DECIMAL_COMMA else "."


def group_mark(language: str) -> str:
    """Between groups of three digits."""
    return "," if short(language) == "en" else SPACE


def integer(number: int, language: str) -> str:
    """A whole number with its groups: 12 345, and −5 with the sign of the typesetters."""
    digits = f"{abs(number):,}" if _is_grouped(number, language) else str(abs(number))
    return (MINUS if number < 0 else "") + digits.replace(",", group_mark(language))


def decimal(number: Decimal | float, places: int, language: str) -> str:
    """A number with so many places, already rounded by whoever knows its rule."""
    whole, _point, parts = f"{abs(number):,.{places}f}".partition(".")
    whole = whole.replace(",", group_mark(language) if _is_grouped(int(number), language) else "")
    sign = MINUS if number < 0 else ""
    return f"{sign}{whole}{decimal_mark(language)}{parts}" if parts else f"{sign}{whole}"


def percent(number: int | str, language: str) -> str:
    """A percentage in a table; a sentence has words for it."""
    return f"{number}{'' if short(language) in _NO_SPACE_BEFORE_PER_CENT else SPACE}%"


def plural_form(number: Decimal | int, language: str) -> str:
    """The form of CLDR that goes with a number: one, few, many …"""
    # A whole number with a point, as columns of decimals give it, is no "one" in English: 1.0 records.
    exact = number if isinstance(number, int) or number != number.to_integral_value() else int(number)
    return str(Locale.parse(folder(language)).plural_form(exact))


def _is_grouped(number: int, language: str) -> bool:
    return short(language) not in _FROM_FIVE_DIGITS or abs(number) >= 10_000
