"""The documents' own words in a language, out of its catalogue; numbers and days as it writes them. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from evaluation.editions.form import FrozenForm
from indicators.calculations import percent
from indicators.reasons import decoded
from languages import days, numbers, units, writing
from languages.catalogues import translated
from languages.codes import ENGLISH, LANGUAGES, OWN_NAMES
from parties.all_parties import ALL

_PUT_IN = re.compile(r"{\w+}")
FILE = Path(__file__).parent / "words" / "en.yaml"
SPACE = "\N{NO-BREAK SPACE}"
# The levels of a plan that documents name, by the names that stand in their texts.
LEVELS = {"strategic_objective": "objective", "expected_impact": "impact", "indicator": "indicator"}
# A brief needs these words, and the report and its tables all of them.
OF_A_BRIEF = ("cycles", "kinds", "languages", "strengths", "trends", "demonstration", "masthead", "brief", "levels")
BESIDE_A_BRIEF = (("kit", "brief"), ("kit", "size"), ("in_english",))


class WordMissing(KeyError):
    """A document asks for a word that there is not, or that its language has no translation of."""


@dataclass(frozen=True)
class Words:
    """The words of one language. `entries` are the English ones, by their keys."""

    language: str
    entries: Mapping[str, Any]
    # What the plan calls its levels, put into every text: {indicator}, {Indicators}, {objective} …
    levels: Mapping[str, str] = field(default_factory=dict)

    @property
    def rtl(self) -> bool:
        return writing.is_right_to_left(self.language)

    @property
    def name(self) -> str:
        """The language, as it calls itself."""
        return OWN_NAMES[self.language]

    def __call__(self, key: str, **named: object) -> str:
        """The text under a dotted key, with what is named put in; raises WordMissing."""
        held: Any = self.entries
        for part in key.split("."):
            if not isinstance(held, Mapping) or part not in held:
                raise WordMissing(f"{key} in {FILE.name}")
            held = held[part]
        said = self._said(str(held), key).format(**{**self.levels, **named})
        return writing.with_codes(said, self.language)

    def names(self, key: str) -> Mapping[str, str]:
        """A whole list of words."""
        held = self.entries.get(key)
        if not isinstance(held, Mapping):
            raise WordMissing(f"{key} in {FILE.name}")
        return {name: self._said(text, f"{key}.{name}") for name, text in held.items()}

    def notes(self, key: str) -> list[str]:
        """Texts that stand under each other."""
        part, _dot, name = key.partition(".")
        return [self._said(text, key) for text in self.entries[part][name]]

    def every_text(self) -> list[str]:
        """All that documents may say in this language."""
        return [translated(text, self.language) or text for text in _texts(self.entries)]

    @property
    def documents(self) -> list[str]:
        """The kinds of document that this language has every word for."""
        if self.lacks():
            return [] if self.lacks_for_a_brief() else ["brief"]
        return ["brief", "report", "tables", "data"]

    def lacks(self) -> list[str]:
        """English texts that have no translation yet."""
        return units.lacks(self.language) + [
            text for text in _texts(self.entries) if translated(text, self.language) is None
        ]

    def lacks_for_a_brief(self) -> list[str]:
        """Those of them that a brief says."""
        needed = [self.entries[part] for part in OF_A_BRIEF]
        for way in BESIDE_A_BRIEF:
            held: Any = self.entries
            for part in way:
                held = held[part]
            needed.append(held)
        return [text for part in needed for text in _texts(part) if translated(text, self.language) is None]

    def statement(self, stored: str) -> str:
        """A stored statement or reason; one that has no translation stands in English and says so."""
        code, given = decoded(stored)
        pattern = self.entries["statements_with"].get(code) if given else None
        if pattern is not None:
            said = translated(pattern, self.language)
            put_in = {name: self._parameter(name, value) for name, value in given.items()}
            return self.in_english(pattern.format(**put_in)) if said is None else said.format(**put_in)
        return self.of_data(self.entries["statements"].get(stored, stored))

    def _parameter(self, name: str, value: str) -> str:
        return self.day(date.fromisoformat(value)) if name == "day" else self.statement(value)

    def strength(self, strength: str) -> str:
        """How strong a change is, in one word; empty where no direction is said."""
        return self.names("strengths")[strength] if strength else ""

    def label(self, edition: FrozenForm, code: str) -> str:
        """The short label of an indicator."""
        return self.of_data(str(edition.indicator(code)["label"]))

    def measure(self, edition: FrozenForm, name: str) -> str:
        """The label of a measure."""
        return self.of_data(str(edition.measure(name)["label"]))

    def share_of(self, edition: FrozenForm, name: str) -> str:
        """What the classes, shares and changes of a measure are of."""
        return self.of_data(edition.share_of(name))

    def trend_of(self, edition: FrozenForm, code: str) -> str:
        """An indicator by its label; where its trend is of another thing, by that: the numbers are its own."""
        by = edition.trend_by(code)
        return self.of_data(by) if by else self.label(edition, code)

    def group(self, edition: FrozenForm, slug: str) -> str:
        """A group of Parties, or all of them."""
        return self("report.all_parties") if slug == ALL else self.of_data(str(edition["groups"][slug]["label"]))

    def objective(self, goal: Mapping[str, Any]) -> str:
        return self.of_data(str(goal.get("text") or goal.get("title") or goal["code"]))

    def of_data(self, text: str) -> str:
        """A word of the data files, by its English."""
        said = translated(text, self.language)
        return self.in_english(text) if said is None else writing.with_codes(said, self.language)

    def named(self, text: str) -> str:
        """What somebody typed, in whatever language, within a sentence."""
        return writing.named(text, self.language)

    def unit(self, unit: str) -> str:
        """A unit alone, as a column has it; one that the Secretariat entered stands as it was entered."""
        said = units.label(unit, self.language)
        return self.in_english(unit) if said is None else said

    def target(self, target: Mapping[str, Any]) -> str:
        """What the plan asks for: at least 50 % of Parties."""
        return units.target_in_words(target["operator"], target["value"], target["unit"], self.language)

    def in_english(self, text: str) -> str:
        """A text that is not translated, labelled as such."""
        if self.language == ENGLISH or not text:
            return text
        return self("in_english", text=writing.named(text, self.language))

    def cycle(self, code: str) -> str:
        """What the reports of a cycle are called in a sentence."""
        return self.names("cycles").get(code, code)

    def day(self, on: date) -> str:
        return days.day(on, self.language)

    def days(self, first: date, last: date) -> str:
        """From one day to another: 4–17 December 2016."""
        return days.days(first, last, self.language)

    def number(self, number: int) -> str:
        return numbers.integer(number, self.language)

    def decimal(self, number: Fraction) -> str:
        """With one place, as the language writes it."""
        return numbers.decimal(float(percent(number / 100, 1)), 1, self.language)

    def percent(self, share: Fraction | None) -> str:
        """A share in a table: 38 %, 38%."""
        return numbers.percent(whole(share), self.language)

    def listed(self, items: Sequence[str]) -> str:
        """Items beside each other, with the comma of the language."""
        return writing.comma(self.language).join(items)

    def in_a_clause(self, parts: Iterable[str]) -> str:
        """What belongs together in one clause of a sentence."""
        return writing.in_a_clause(parts, self.language)

    def in_clauses(self, parts: Iterable[str]) -> str:
        """What stands beside each other, with a comma of its own in each."""
        return writing.in_clauses(parts, self.language)

    def under(self, name: str, said: str) -> str:
        """What is said of something, after its name and the colon of the language."""
        return writing.after_colon(name, said, self.language)

    def _said(self, text: str, key: str) -> str:
        said = translated(text, self.language) if _is_said(text) else text
        if said is None:
            raise WordMissing(f"{key} in {self.language}: {text}")
        return said


def words_of(edition: FrozenForm, language: str) -> Words:
    """The words of a language for the plan of an edition, whose levels are called as the plan calls them."""
    return words_in(language, edition.levels)


def words_in(language: str, labels: Mapping[str, str] | None = None) -> Words:
    """The words of a language; raises WordMissing where no document can be made in it."""
    if language not in languages():
        raise WordMissing(f"words of documents in {language}")
    words = _words(language)
    return replace(words, levels=_levels(words, labels or {}))


def _levels(words: Words, labels: Mapping[str, str]) -> dict[str, str]:
    """One and several of a level, in small letters and with a capital, by the names that texts use."""
    found: dict[str, str] = {}
    for level, short in LEVELS.items():
        ours = words.entries["levels"][level]
        called = labels.get(level, ours[0])
        given = ours if called == ours[0] else (called, labels.get(f"{level}s") or called)
        one, several = (words.of_data(text) for text in given)
        found |= {short: one.lower(), f"{short}s": several.lower()}
        found |= {short.capitalize(): one, f"{short.capitalize()}s": several}
    return found


@cache
def languages() -> tuple[str, ...]:
    """The languages that a brief at least can be made in."""
    return tuple(language for language in LANGUAGES if not _words(language).lacks_for_a_brief())


@cache
def _words(language: str) -> Words:
    return Words(language, yaml.safe_load(FILE.read_text(encoding="utf-8")))


def _texts(held: Any) -> Iterator[str]:
    """Every text of a part that has letters."""
    if isinstance(held, Mapping):
        held = list(held.values())
    if isinstance(held, list):
        for one in held:
            yield from _texts(one)
    elif isinstance(held, str) and _is_said(held):
        yield held


def _is_said(text: str) -> bool:
    """Whether there is anything to translate: not in "{cycle}" or "–", but in "{Indicators}: {n}"."""
    return any(sign.isalpha() or sign in ":;!?" for sign in _PUT_IN.sub("", text))


def whole(share: Fraction | None) -> int:
    """Whole per cent, half away from zero."""
    return int(percent(share or Fraction(0)))


def points(change: Fraction) -> str:
    """A change in points with its sign: the exact difference first, then rounded."""
    rounded = whole(change)
    return f"+{rounded}" if rounded > 0 else f"−{-rounded}" if rounded < 0 else "0"


def share(part: int, of: int) -> Fraction | None:
    """A part of a whole, exact; None of nothing."""
    return Fraction(part, of) if of else None
