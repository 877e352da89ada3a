"""What a correction changes and why, line by line: in English, and in the languages that it is translated into. Pure.

A line is {"what", "why"} in English, with {"translations": {language: {"what", "why"}}} once there are any. A
translation is of the English that it stands with: it goes with what that said.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from languages.codes import ENGLISH

Line = Mapping[str, Any]
BOXES = ("what", "why")


@dataclass(frozen=True)
class Said:
    """One line as a language says it; `language` is English where nobody translated it."""

    what: str
    why: str
    language: str


def said_in(lines: Iterable[Line], language: str) -> list[Said]:
    """The lines in a language, those without a translation in English."""
    return [_said(line, language) for line in lines]


def _said(line: Line, language: str) -> Said:
    translated = line.get("translations", {}).get(language)
    if translated is None:
        return Said(line["what"], line["why"], ENGLISH)
    return Said(translated["what"], translated["why"], language)


def lacking(lines: Sequence[Line], languages: Iterable[str]) -> list[str]:
    """The languages in which not every line is said."""
    return [one for one in languages if any(said.language != one for said in said_in(lines, one))]


def languages_of(lines: Iterable[Line]) -> list[str]:
    """The languages that some line is translated into."""
    return sorted({language for line in lines for language in line.get("translations", {})})


def rewritten(lines: Iterable[Line], english: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
    """The lines as they are in English now; a line that stood before keeps its translations."""
    held = {_english(line): line.get("translations", {}) for line in lines}
    return [_line(one, held.get(_english(one), {})) for one in english]


def translated(lines: Sequence[Line], language: str, said: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """The lines with what is said of each in a language; empty boxes take a translation away."""
    found = []
    for line, one in zip(lines, said, strict=True):
        others = {code: text for code, text in line.get("translations", {}).items() if code != language}
        mine = {language: {box: one[box] for box in BOXES}} if any(one[box] for box in BOXES) else {}
        found.append(_line(line, others | mine))
    return found


def digest_of(lines: Iterable[Line], *beside: str) -> str:
    """A digest of the English, so that no translation comes to stand with another line; with what is typed beside."""
    texts = [*beside, *(text for line in lines for text in _english(line))]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def _english(line: Line) -> tuple[str, str]:
    return str(line["what"]), str(line["why"])


def _line(english: Line, translations: Mapping[str, Any]) -> dict[str, Any]:
    """Nothing is told of translations where there are none: editions frozen before had none."""
    line: dict[str, Any] = {box: english[box] for box in BOXES}
    return line | ({"translations": dict(sorted(translations.items()))} if translations else {})
