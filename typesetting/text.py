"""Text as a document can hold it, with its language and direction. Pure."""

import re
import unicodedata
from dataclasses import dataclass

from languages.writing import codes_kept

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
UNKNOWN = "und"

_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}")
# Controls (but tab and line feed), halves of surrogate pairs, what is no character, and the two overrides:
# nobody writes with them, and they show a text in another order than it has.
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202d\u202e"
    + "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
# More marks on one letter, or more invisible characters in a row, than any language writes: they make setting slow.
_MARKS = "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_INVISIBLE = "[\xad\u061c\u200b-\u200f\u202a-\u202c\u2060-\u206f\ufe00-\ufe0f\ufeff]"
_PILED = re.compile(f"({_MARKS}{{8}}){_MARKS}+|({_INVISIBLE}{{4}}){_INVISIBLE}+")
_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029\x0b\x0c]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text in one language; `language` is a BCP 47 tag, "und" where none can be told."""

    text: str
    language: str
    rtl: bool

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def direction(self) -> str:
        return "rtl" if self.rtl else "ltr"


def phrase(text: str, language: str) -> Phrase:
    """Clean a text and settle its direction."""
    cleaned = clean(text)
    tag = language.replace("_", "-")
    tag = tag if _TAG.fullmatch(tag) else UNKNOWN
    rtl = _is_rtl(cleaned, tag)
    return Phrase(codes_kept(cleaned) if rtl else cleaned, tag, rtl)


def clean(text: str) -> str:
    """The same text without what no document can hold; every end of line becomes a line feed."""
    text = _UNFIT.sub("", _LINE_END.sub("\n", text))
    return _PILED.sub(lambda found: found[1] or found[2], text).strip()


def one_line(text: str) -> str:
    """The same text in one line, for a title or a symbol: breaks and tabs become spaces."""
    return " ".join(clean(text).split())


def in_groups(digest: str, size: int = 8) -> str:
    """A hash in groups that an eye can compare."""
    return " ".join(digest[start : start + size] for start in range(0, len(digest), size))


def _is_rtl(text: str, tag: str) -> bool:
    """By the first letter that has a direction; in a right-to-left language any such letter will do."""
    directions = (unicodedata.bidirectional(character) for character in text)
    if tag.partition("-")[0] in RIGHT_TO_LEFT:
        return any(direction in ("R", "AL") for direction in directions) or not text
    return next((direction != "L" for direction in directions if direction in ("L", "R", "AL")), False)
