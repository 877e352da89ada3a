"""Markup of the Secretariat's texts to plain text. Pure.

    <i>Trees</i><sup>1</sup>, see <a <a href='…'>the list</a>   →   Trees¹, see the list

Nothing of it is trusted as HTML.
"""

import html
import re
from collections import Counter
from dataclasses import dataclass

from typesetting.text import clean

# Lengths are bounded: what is longer than any tag stays as text, and a file of many beginnings takes no longer.
_UNREAD = re.compile(r"<(script|style)\b[^>]{0,300}>.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_RAISED = re.compile(r"<sup\s*>([0-9]+)</sup\s*>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>|</?(?:p|div|li|ul|ol)(?:\s[^>]{0,300})?>", re.IGNORECASE)
# A tag within a tag is one: two texts hold <a <a href='…'>.
_TAG = re.compile(
    r"</?([a-z][a-z0-9]*)(?:[^>\"']|\"[^\"]{0,300}\"|'[^']{0,300}'){0,300}>|<!--.{0,300}?-->", re.DOTALL | re.IGNORECASE
)
_ADDRESS = re.compile(r"\bhref\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
# Whatever turns lines of text round or hides in them; the marks of a language's own direction stay.
_HIDDEN = re.compile("[\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u200b]")
_SPACES = re.compile(r"[ \t]+")
_ROUND_BREAK = re.compile(r" ?\n ?")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without markup, and what was let go of: the addresses of links, and invisible characters."""

    text: str
    addresses: tuple[str, ...] = ()
    hid_something: bool = False


def plain(source: str) -> Plain:
    """The text as it is read: ends stripped, runs of spaces folded, line breaks and no-break spaces kept."""
    addresses = tuple(address for tag in _TAG.finditer(source) for address in _ADDRESS.findall(tag[0]))
    text = _UNREAD.sub("", source)
    text = _RAISED.sub(lambda found: found[1].translate(_SUPERSCRIPT), text)
    text = _TAG.sub("", _BREAK.sub("\n", text))
    text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    text = text.replace("\r\n", "\n").strip()
    shown = clean(_HIDDEN.sub("", text))
    return Plain(_ROUND_BREAK.sub("\n", _SPACES.sub(" ", shown)), addresses, len(shown) < len(text))


def tags(source: str) -> Counter[str]:
    """How often each tag is opened or closed."""
    return Counter(found[1].lower() for found in _TAG.finditer(source) if found[1])
