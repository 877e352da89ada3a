"""Texts in another language, out of the compiled catalogues: for whatever knows no framework. Pure.

Pages read the same files through the framework. A text that has no translation is None, never English by accident.
"""

import re
from decimal import Decimal
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

from languages.codes import ENGLISH, folder, short
from languages.numbers import plural_form

BASE = Path(__file__).resolve().parent.parent
INTERFACE = BASE / "locale"
DATA = BASE / "fixtures" / "locale"
# A text that stands in both has the translation of the first.
FOLDERS = (INTERFACE, DATA)
_CONTEXT = "\x04"
# The forms of a counted text in the order of each catalogue (its Plural-Forms), by their names in CLDR.
PLURAL_FORMS = {
    "ar": ("zero", "one", "two", "few", "many", "other"),
    "es": ("one", "many", "other"),
    "fr": ("one", "other"),
    "ru": ("one", "few", "many", "other"),
    "zh": ("other",),
}
_PLACE = re.compile(r"\{\w+\}")


def translated(text: str, language: str, context: str = "") -> str | None:
    """The text in a language; itself in English, None where there is no translation."""
    if short(language) == ENGLISH or not text:
        return text
    key = f"{context}{_CONTEXT}{text}" if context else text
    return _texts(short(language)).get(key)


def counted(texts: tuple[str, str], number: Decimal | int, language: str, context: str = "") -> str | None:
    """The form of a counted text, (one, several), that goes with a number, a fraction too; None without a translation.

    A catalogue's own rule knows whole numbers alone, where Russian has a form for fractions.
    """
    form = plural_form(number, language)
    if short(language) == ENGLISH:
        return texts[form != "one"]
    forms = PLURAL_FORMS[short(language)]
    place = forms.index(form) if form in forms else len(forms) - 1
    key = f"{context}{_CONTEXT}{texts[0]}" if context else texts[0]
    return _counted_texts(short(language)).get((key, place))


def texts_with_places(language: str, context: str) -> list[str]:
    """Texts of a context in which something is put in by name, {name}, and that have a translation."""
    held = (key.partition(_CONTEXT) for key in _read(INTERFACE, short(language)))
    return [text for found, _mark, text in held if found == context and _PLACE.search(text)]


def number_of_texts(code: str) -> int:
    """How many texts of the interface a language has; none where nobody translated or compiled any."""
    return len(_read(INTERFACE, short(code)))


@cache
def _texts(language: str) -> dict[str, str]:
    """Every text that is not counted; read once in a process."""
    found: dict[str, str] = {}
    for place in reversed(FOLDERS):
        found |= _read(place, language)
    return found


@cache
def _counted_texts(language: str) -> dict[tuple[str, int], str]:
    """Every form of every text that is counted."""
    found: dict[tuple[str, int], str] = {}
    for place in reversed(FOLDERS):
        found |= {key: text for key, text in _catalogue(place, language).items() if isinstance(key, tuple)}
    return found


def _read(place: Path, language: str) -> dict[str, str]:
    return {key: text for key, text in _catalogue(place, language).items() if isinstance(key, str) and key}


def _catalogue(place: Path, language: str) -> dict[str | tuple[str, int], str]:
    path = place / folder(language) / "LC_MESSAGES" / "django.mo"
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        catalogue = GNUTranslations(file)
    texts: dict[str | tuple[str, int], str] = catalogue._catalog  # type: ignore[attr-defined]
    return texts
