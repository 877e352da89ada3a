"""Sentences that are stored, or printed by a command, in English, and said again in each reader's language. Pure.

    said_later("The file is larger than {most} MB.", most=64)    The file is larger than 64 MB.
    said_again("The file is larger than 64 MB.", "fr")           Le fichier dépasse 64 Mo.

What was stored is found again by the text it was made from, so that rows of years ago are said too; what is put in may
be such a sentence itself. A sentence that no text gives is None, never English by accident.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from languages.catalogues import texts_with_places, translated
from languages.codes import ENGLISH, short
from languages.writing import named, with_codes

# Under which these texts stand in the catalogues, apart from what pages say in the same words.
CONTEXT = "told"
_PLACE = re.compile(r"\{(\w+)\}")


class _Form(NamedTuple):
    """A text with places, and what finds it: its longest piece between two places first, as that is quick."""

    text: str
    longest: str
    pattern: re.Pattern[str]


def said_later(text: str, **put_in: object) -> str:
    """The English sentence; its text is one that translators get."""
    return text.format(**put_in) if put_in else text


@lru_cache(maxsize=2000)
def said_again(sentence: str, language: str) -> str | None:
    """A sentence in a language, what was put in isolated; None where it has no translation."""
    if short(language) == ENGLISH:
        return sentence
    whole = translated(sentence, language, CONTEXT)
    if whole is not None:
        return with_codes(whole, language)
    for form in _forms(short(language)):
        if form.longest in sentence and (found := form.pattern.fullmatch(sentence)):
            put_in = {name: _put_in(value, language) for name, value in found.groupdict().items()}
            return with_codes(str(translated(form.text, language, CONTEXT)).format(**put_in), language)
    return None


def _put_in(value: str, language: str) -> str:
    """What stands in a place: said again where it is a sentence too, as it came otherwise."""
    again = said_again(value, language) if re.search(r"[A-Za-z]{2}", value) else None
    return again if again is not None else named(value, language)


@cache
def _forms(language: str) -> list[_Form]:
    """Texts with places, those that say most themselves first: the others may be found in them."""
    forms = [_form(text) for text in texts_with_places(language, CONTEXT)]
    return sorted(forms, key=lambda form: (-len(_PLACE.sub("", form.text)), form.text))


def _form(text: str) -> _Form:
    pieces = _PLACE.split(text)
    seen: set[str] = set()
    pattern = ""
    for place, piece in enumerate(pieces):
        if place % 2 == 0:
            pattern += re.escape(piece)
        else:
            pattern += f"(?P={piece})" if piece in seen else f"(?P<{piece}>.*?)"
            seen.add(piece)
    return _Form(text, max(pieces[::2], key=len), re.compile(pattern, re.DOTALL))
