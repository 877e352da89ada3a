"""The order in which UN documents of each language list names. Pure.

Checked against the order of CLDR for every name that we hold; in Arabic against annexes of the United Nations, since no
collation of CLDR leaves out the article. Chinese documents keep the English order.
"""

import re
import unicodedata
from collections.abc import Callable

from languages.codes import short

Key = tuple[str, ...]

# Bare alef and lam: a name that begins with a hamza has no article.
_ARTICLE = re.compile("^\u0627\u0644")
_CARRIERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": ""})
_NOT_A_LETTER = re.compile(r"[-()]")
_APOSTROPHE = str.maketrans({"\u2019": "'"})


def order_in(language: str) -> Callable[[str], Key]:
    """A key for sorted() of names in a language; the name itself decides between two that are spelled alike."""
    return _KEYS.get(short(language), _latin)


def keys_of(language: str, names: dict[str, str]) -> Key:
    """The key of something named in several languages, {code: name}: English where it has no name in this one."""
    code = "en" if short(language) == "zh" else short(language)
    return order_in(code)(names.get(code) or names.get("en", ""))


def folded(text: str) -> str:
    """A text without accents, articles and carriers of hamza, in small letters: to find what somebody half typed."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", _arabic(text)[0]) if not unicodedata.combining(sign))
    return plain.translate(_APOSTROPHE).casefold()


def _latin(name: str) -> Key:
    """Accents do not count; a space stands before a hyphen, and that before letters."""
    plain = unicodedata.normalize("NFKD", name).translate(_APOSTROPHE)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold(), name


def _russian(name: str) -> Key:
    """Never taken apart: й is a letter of its own, after и."""
    return unicodedata.normalize("NFC", name).casefold(), name


def _arabic(name: str) -> Key:
    """Word by word without its article, and only then the carriers of hamza as alef."""
    words = _NOT_A_LETTER.sub(" ", unicodedata.normalize("NFC", name)).split()
    return " ".join(_ARTICLE.sub("", word).translate(_CARRIERS) for word in words), name


_KEYS: dict[str, Callable[[str], Key]] = {"ru": _russian, "ar": _arabic}
