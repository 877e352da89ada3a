"""The documents' own words in their language, read from data; numbers and days as that language writes them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from evaluation.editions.form import FrozenForm
from indicators.calculations import percent
from indicators.reasons import decoded
from typesetting.text import RIGHT_TO_LEFT

FOLDER = Path(__file__).parent / "words"
SPACE = "\N{NO-BREAK SPACE}"
ENGLISH = "en"
# The levels of a plan that documents name, by the names that stand in their texts.
LEVELS = {"strategic_objective": "objective", "expected_impact": "impact", "indicator": "indicator"}


class WordMissing(KeyError):
    """A document asks for a word that its language does not have: add it to the language's file of words."""


@dataclass(frozen=True)
class Words:
    """The words of one language for one plan."""

    language: str
    plan: str
    entries: Mapping[str, Any]
    plan_entries: Mapping[str, Any]
    # What the plan calls its levels, put into every text: {indicator}, {Indicators}, {objective} …
    levels: Mapping[str, str]

    @property
    def rtl(self) -> bool:
        return self.language in RIGHT_TO_LEFT

    def __call__(self, key: str, **named: object) -> str:
        """The text under a dotted key, with what is named put in; raises WordMissing."""
        held: Any = self.entries
        for part in key.split("."):
            if not isinstance(held, Mapping) or part not in held:
                raise WordMissing(f"{key} in {self.language}.yaml")
            held = held[part]
        return str(held).format(**{**self.levels, **named})

    def names(self, key: str) -> Mapping[str, str]:
        """A whole list of words."""
        held = self.entries.get(key)
        if not isinstance(held, Mapping):
            raise WordMissing(f"{key} in {self.language}.yaml")
        return held

    @property
    def documents(self) -> list[str]:
        """The kinds of document that this language has words for."""
        return list(self.entries["documents"])

    def statement(self, stored: str) -> str:
        """A stored statement or reason; one that is not in the list stands in English and says so."""
        code, given = decoded(stored)
        pattern = self.names("statements_with").get(code) if given else None
        if pattern is not None:
            return pattern.format(**{name: self._parameter(name, value) for name, value in given.items()})
        return self.names("statements").get(stored) or self.in_english(stored)

    def _parameter(self, name: str, value: str) -> str:
        return self.day(date.fromisoformat(value)) if name == "day" else self.statement(value)

    def strength(self, strength: str) -> str:
        """How strong a change is, in one word; empty where no direction is said."""
        return self.names("strengths")[strength] if strength else ""

    def label(self, edition: FrozenForm, code: str) -> str:
        """The short label of an indicator."""
        return self._of_plan("indicators", code, str(edition.indicator(code)["label"]))

    def objective(self, goal: Mapping[str, Any]) -> str:
        return self._of_plan("objectives", goal["code"], str(goal.get("text") or goal.get("title") or goal["code"]))

    def in_english(self, text: str) -> str:
        """A text that is not translated, labelled as such."""
        return text if self.language == ENGLISH else self("in_english", text=text)

    def cycle(self, code: str) -> str:
        """What the reports of a cycle are called in a sentence."""
        return self.names("cycles").get(code, code)

    def day(self, on: date) -> str:
        month = self.entries["months"][on.month - 1]
        first = "first_day" if on.day == 1 and "first_day" in self.entries else "day"
        return self(first, day=on.day, month=month, year=on.year)

    def days(self, first: date, last: date) -> str:
        """From one day to another: 4–17 December 2016."""
        if (first.year, first.month) != (last.year, last.month):
            return f"{self.day(first)} – {self.day(last)}"
        return self.day(first) if first == last else f"{first.day}–{self.day(last)}"

    def number(self, number: int) -> str:
        return f"{number:,}".replace(",", self("thousands"))

    def decimal(self, number: Fraction) -> str:
        """With one place, as the language writes it."""
        return f"{float(percent(number / 100, 1)):.1f}".replace(".", self("decimal"))

    def _of_plan(self, kind: str, code: str, text: str) -> str:
        if self.language == ENGLISH:
            return text
        return str(self.plan_entries.get(kind, {}).get(code) or self.in_english(text))


def words_of(edition: FrozenForm, language: str) -> Words:
    """The words of a language for the plan of an edition, whose levels are called as the plan calls them."""
    return words_in(language, edition.plan, edition.levels)


def words_in(language: str, plan: str = "", labels: Mapping[str, str] | None = None) -> Words:
    """Read the words of a language; raises WordMissing where there is no such language."""
    if language not in languages():
        raise WordMissing(f"{language}.yaml")
    path = FOLDER / "plans" / f"{plan}.{language}.yaml"
    of_plan = _read(path) if path.is_file() else {}
    return Words(language, plan, _entries(language), of_plan, _levels(language, of_plan, labels or {}))


@cache
def languages() -> tuple[str, ...]:
    """The languages that documents can be made in, English first."""
    found = (path.stem for path in FOLDER.glob("*.yaml"))
    return tuple(sorted(found, key=lambda code: (code != ENGLISH, code)))


def _levels(language: str, of_plan: Mapping[str, Any], labels: Mapping[str, str]) -> dict[str, str]:
    """One and several of a level, in small letters and with a capital, by the names that texts use."""
    own, english = _entries(language)["levels"], _entries(ENGLISH)["levels"]
    found: dict[str, str] = {}
    for level, short in LEVELS.items():
        one, several = own[level]
        called = labels.get(level, english[level][0])
        if level in of_plan.get("levels", {}):
            one, several = of_plan["levels"][level]
        elif called != english[level][0]:
            given = called, labels.get(f"{level}s") or called
            one, several = (_entries(language)["in_english"].format(text=text) for text in given)
        found |= {short: one.lower(), f"{short}s": several.lower()}
        found |= {short.capitalize(): one, f"{short.capitalize()}s": several}
    return found


def _entries(language: str) -> Mapping[str, Any]:
    return _read(FOLDER / f"{language}.yaml")


@cache
def _read(path: Path) -> Mapping[str, Any]:
    held: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return held


def whole(share: Fraction | None) -> int:
    """Whole per cent, half away from zero."""
    return int(percent(share or Fraction(0)))


def in_percent(share: Fraction | None) -> str:
    """A share in a table: 38 %."""
    return f"{whole(share)}{SPACE}%"


def points(change: Fraction) -> str:
    """A change in points with its sign: the exact difference first, then rounded."""
    rounded = whole(change)
    return f"+{rounded}" if rounded > 0 else f"−{-rounded}" if rounded < 0 else "0"


def share(part: int, of: int) -> Fraction | None:
    """A part of a whole, exact; None of nothing."""
    return Fraction(part, of) if of else None
