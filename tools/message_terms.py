"""Terms of the glossary in translations: whoever says "Party of import" says it as the Protocol does.

A word is known by what its endings leave of it, so that cases, plurals and articles pass. What departs with a reason is
listed in locale/terms_not_taken.yaml.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import yaml
from babel.messages.catalog import Catalog
from message_checks import Fault
from message_files import INTERFACE

GLOSSARY = INTERFACE / "glossary.csv"
NOT_TAKEN = INTERFACE / "terms_not_taken.yaml"
COLUMNS = {"zh_Hans": "zh"}
# What the glossary says of a term in brackets; an abbreviation there is another way to say it.
_REMARK = re.compile(r"\((?![A-ZА-Я]{2,}s?\))[^)]*\)")
_ARABIC_WEAK = re.compile("[\u0621-\u0627\u0629\u0648-\u0652\u0640]")
_PREFIXES = re.compile(r"^[وفبكل]{0,2}(?:ال|ل)?")


class Term(NamedTuple):
    """A term with the ways in which a translation may say it."""

    english: re.Pattern[str]
    name: str
    ways: tuple[str, ...]


def term_faults(catalog: Catalog, language: str) -> Iterator[Fault]:
    """Translations that do not hold a term that their English holds."""
    excepted = _exceptions(language)
    for message in catalog:
        said = message.string if isinstance(message.string, str) else " ".join(message.string or ())
        if not message.id or not said.strip():
            continue
        text = message.id if isinstance(message.id, str) else " ".join(message.id)
        # A long term is looked for first, and not its parts after it.
        rest = re.sub(r"%\(\w+\)[sd]|\{\w+\}|<[^>]*>", " ", text)
        for term in terms_of(language):
            rest, found = term.english.subn(" ", rest)
            if not found or any(_holds(said, way, language) for way in term.ways):
                continue
            if not any(name == term.name and part in text for name, part in excepted):
                first = message.id if isinstance(message.id, str) else message.id[0]
                yield Fault(first, f"“{term.name}” is {' or '.join(term.ways)} in the glossary")


@cache
def terms_of(language: str) -> tuple[Term, ...]:
    """The terms that are held, the longest first."""
    with GLOSSARY.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["held"] == "yes"]
    found = [_term(row, row[COLUMNS.get(language, language)]) for row in rows]
    return tuple(sorted(found, key=lambda term: -len(term.name)))


def _term(row: dict[str, str], said: str) -> Term:
    english = _ways(row["term_en"])
    pattern = "|".join(rf"\b{re.escape(way).replace('Party', 'Part(?:y|ies)')}(?:s|es)?\b" for way in english)
    return Term(re.compile(pattern, re.IGNORECASE if english[0].islower() else 0), english[0], tuple(_ways(said)))


def _ways(text: str) -> list[str]:
    """ "A / B (ABC)" is A, B or ABC; a remark in brackets, such as "(short)", is no word of the term."""
    found = [part for part in re.split(r" / |[()]", _REMARK.sub("", text)) if part.strip()]
    return [part.strip() for part in found]


def _holds(said: str, way: str, language: str) -> bool:
    if language == "zh_Hans":
        return way.strip("《》") in said
    if language == "ar":
        words = [_skeleton(word) for word in re.findall(r"\w+", said)]
        return all(any(stem in word for word in words) for stem in map(_skeleton, re.findall(r"\w+", way)) if stem)
    words = [word for word in re.findall(r"\w+", unicodedata.normalize("NFC", way)) if len(word) > 3]
    if len(words) == 1 and words[0][0].isupper():
        # It has its capital in a sentence too: "faire partie" says no "Partie".
        return _stem(words[0]) in unicodedata.normalize("NFC", said)
    plain = _plain(said)
    return all(_stem(_plain(word)) in plain for word in words)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _stem(word: str) -> str:
    return word[: max(3, len(word) - (3 if len(word) > 6 else 2))]


def _skeleton(word: str) -> str:
    """What articles, prefixes, vowels and broken plurals leave of an Arabic word."""
    return _ARABIC_WEAK.sub("", _PREFIXES.sub("", word, count=1)) or _ARABIC_WEAK.sub("", word)


@cache
def _exceptions(language: str) -> tuple[tuple[str, str], ...]:
    held = yaml.safe_load(NOT_TAKEN.read_text(encoding="utf-8")) or []
    return tuple((one["term"], one["text"]) for one in held if language in one["languages"])
