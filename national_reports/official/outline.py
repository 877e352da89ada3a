"""A definition against our questionnaire: which texts stand at which of our questions, groups and sections. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indicators.datafile import DataFileInvalid, Located, Problem
from national_reports.official.modules import Joined, TextKey
from national_reports.official.remarks import Remark

LEGEND, SUB_SECTION = "legend", "sub-section"
_OUR_SIDE = "take the revision of the definition that our questionnaire is of, or bring the questionnaire up to date"


@dataclass(frozen=True, slots=True)
class Said:
    """A text as the definition names it: keys of texts, and what it puts between them itself."""

    parts: tuple[TextKey | str, ...]

    @property
    def keys(self) -> tuple[TextKey, ...]:
        return tuple(part for part in self.parts if isinstance(part, TextKey))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of ours; `group` where its text begins with the lead of that group, a line above its own."""

    text: Said
    options: Mapping[str, Said]
    captions: Mapping[str, Said]
    footnote: Said | None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A section of ours."""

    title: Said
    description: Said | None
    footnote: Said | None


@dataclass(frozen=True, slots=True)
class Legend:
    """A text that stands between questions, above the one named."""

    text: Said
    before: str


@dataclass
class Outline:
    """A whole definition by our keys, in its order, with what has no counterpart on our side."""

    questions: dict[str, Asked] = field(default_factory=dict)
    sections: dict[str, Heading] = field(default_factory=dict)
    groups: dict[str, Said] = field(default_factory=dict)
    legends: dict[str, Legend] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def said(self) -> Iterator[tuple[str, Said]]:
        """Every text with the key of what it stands at."""
        for key, asked in self.questions.items():
            for one in (asked.text, asked.footnote, *asked.options.values(), *asked.captions.values()):
                if one is not None:
                    yield key, one
        for key, heading in self.sections.items():
            for one in (heading.title, heading.description, heading.footnote):
                if one is not None:
                    yield key, one
        yield from self.groups.items()
        yield from ((key, legend.text) for key, legend in self.legends.items())


def outline(sections: list[Located], form: Mapping[str, Any], *, path: Path, called: str) -> Outline:
    """Lay a definition over our questionnaire.

    Raises DataFileInvalid where the definition lacks a question or an option of ours, or is not built as it should be.
    """
    reading = _Outlining(form)
    for section in sections:
        reading.section(section)
    reading.close(form)
    if reading.problems:
        raise DataFileInvalid(path, reading.problems, called=called)
    return reading.found


class _Outlining:
    def __init__(self, form: Mapping[str, Any]) -> None:
        self.cycle: str = form["cycle"]
        self.ours = {question["key"]: question for question in form["questions"]}
        self.our_sections = {section["key"] for section in form["sections"]}
        self.our_groups = form.get("groups", {})
        self.found = Outline()
        self.problems: list[Problem] = []
        self.waiting: list[tuple[str, Said]] = []

    def section(self, section: Located) -> None:
        key, title = self._name(section), self._said(section, "title")
        if key in self.our_sections and title:
            about = Heading(title, self._said(section, "description"), self._said(section, "footnote"))
            self.found.sections[key] = about
        else:
            self._left("not_ours", key, "section")
        for question in self._several(section, "questions"):
            self._one(question)
        # The text of a legend belongs to the questions below it.
        for legend, _text in self.waiting:
            self._left("no_place", legend, "legend")
        self.waiting = []

    def _one(self, entry: Located) -> None:
        key, title = self._name(entry), self._said(entry, "title")
        if not key or title is None:
            self._problem(entry, f"{key or 'An entry'} has no key or no title, which is the key of a text.")
        elif entry.get("type") == LEGEND:
            self.waiting.append((key, title))
        elif entry.get("type") == SUB_SECTION or "questions" in entry:
            if key in self.our_groups:
                self.found.groups[key] = title
            else:
                self._left("not_ours", key, "group")
            for question in self._several(entry, "questions"):
                self._question(question, is_under_stem=True)
        else:
            self._question(entry, is_under_stem=False)

    def _question(self, entry: Located, *, is_under_stem: bool) -> None:
        key, title = self._name(entry), self._said(entry, "title")
        if not key or title is None:
            self._problem(entry, f"{key or 'A question'} has no key or no title, which is the key of a text.")
            return
        if key in self.found.questions:
            self._problem(entry, f"The question {key} stands twice.")
        ours = self.ours.get(key)
        if ours is None:
            self._left("not_ours", key, "question")
            return
        if "customValuePlaceholder" in entry:
            self._left("no_place", key, "placeholder")
        labels: dict[str, Said] = {}
        captions: dict[str, Said] = {}
        for option in self._several(entry, "options"):
            code, label, caption = option.get("value"), self._said(option, "title"), self._said(option, "caption")
            if not isinstance(code, str) or label is None:
                self._problem(option, f"An option of {key} has no value or no title, which is the key of a text.")
            elif code not in ours.get("options", {}):
                self._left("not_ours", key, f"option {code}")
            else:
                labels[code] = label
                captions |= {code: caption} if caption else {}
        for code in ours.get("options", {}):
            if code not in labels:
                self._problem(entry, f"The definition of {key} lacks our option {code}: {_OUR_SIDE}.")
        self._place_legends(key)
        group = "" if is_under_stem else ours.get("group", "")
        self.found.questions[key] = Asked(title, labels, captions, self._said(entry, "footnote"), group)

    def _place_legends(self, before: str) -> None:
        for legend, text in self.waiting:
            self.found.legends[legend] = Legend(text, before)
        self.waiting = []

    def close(self, form: Mapping[str, Any]) -> None:
        """What the definition lacks of our questionnaire."""
        for key in self.ours:
            if key not in self.found.questions:
                self.problems.append(Problem(1, f"The definition lacks our question {key}: {_OUR_SIDE}."))
        for section in form["sections"]:
            if section["key"] not in self.found.sections:
                self._left("no_heading", section["key"])

    def _name(self, entry: Located) -> str:
        key = entry.get("key")
        return key if isinstance(key, str) else ""

    def _said(self, entry: Located, name: str) -> Said | None:
        match entry.get(name):
            case TextKey() as key:
                return Said((key,))
            case Joined(parts):
                return Said(parts)
            case None:
                return None
        self._problem(entry, f"{name} is no key of a text.")
        return None

    def _several(self, entry: Located, name: str) -> list[Located]:
        held = entry.get(name, [])
        if isinstance(held, list) and all(isinstance(one, Located) for one in held):
            return held
        self._problem(entry, f"{name} is no list of objects.")
        return []

    def _problem(self, entry: Located, reason: str) -> None:
        self.problems.append(Problem(entry.line, reason))

    def _left(self, why: str, key: str, detail: str = "") -> None:
        self.found.remarks.append(Remark(self.cycle, "", why, key, detail))
