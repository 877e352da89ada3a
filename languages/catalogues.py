"""Texts in another language, out of the compiled catalogues: for whatever knows no framework. Pure.

Pages read the same files through the framework. A text that has no translation is None, never English by accident.
"""

from functools import cache
from gettext import GNUTranslations
from pathlib import Path

from languages.codes import ENGLISH, folder, short

BASE = Path(__file__).resolve().parent.parent
INTERFACE = BASE / "locale"
DATA = BASE / "fixtures" / "locale"
# A text that stands in both has the translation of the first.
FOLDERS = (INTERFACE, DATA)
_CONTEXT = "\x04"


def translated(text: str, language: str, context: str = "") -> str | None:
    """The text in a language; itself in English, None where there is no translation."""
    if short(language) == ENGLISH or not text:
        return text
    key = f"{context}{_CONTEXT}{text}" if context else text
    return _texts(short(language)).get(key)


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


def _read(place: Path, language: str) -> dict[str, str]:
    path = place / folder(language) / "LC_MESSAGES" / "django.mo"
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        catalogue = GNUTranslations(file)
    texts: dict[object, str] = catalogue._catalog  # type: ignore[attr-defined]
    return {key: text for key, text in texts.items() if isinstance(key, str) and key}
