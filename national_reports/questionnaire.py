"""A questionnaire as frozen data: questions, options, conditions. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

Codes = Mapping[str, frozenset[str]]

TYPES = ("option", "term", "text", "number")


@dataclass(frozen=True, slots=True)
class Wording:
    text: str
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when another question was answered with one of `values`, or with something besides `excluded`."""

    question: str
    values: frozenset[str] | None = None
    excluded: frozenset[str] | None = None

    def holds(self, answers: Codes) -> bool:
        given = answers.get(self.question, frozenset())
        if self.values is not None:
            return bool(given & self.values)
        return bool(given - (self.excluded or frozenset()))


@dataclass(frozen=True, slots=True)
class Question:
    """One leaf question of a form, under its official key and number."""

    key: str
    number: str
    section: str
    type: str
    wording: Wording
    group: str = ""
    part: str = ""
    multiple: bool = False
    mandatory: bool = False
    exclusive: frozenset[str] = frozenset()
    details: Mapping[str, str] = field(default_factory=dict)
    # Every entry must hold; an entry holds when any of its conditions does.
    enabled_by: tuple[tuple[Condition, ...], ...] = ()
    official: Mapping[str, Wording] = field(default_factory=dict)

    @property
    def options(self) -> Mapping[str, str]:
        return self.wording.options

    @property
    def is_official(self) -> bool:
        """Whether the wording is the Secretariat's own rather than ours."""
        return self.wording in self.official.values()

    def wording_in(self, language: str) -> Wording:
        """The Secretariat's own text where it was supplied for this language, else our working wording."""
        return self.official.get(language, self.wording)


@dataclass(frozen=True)
class QuestionnaireForm:
    """A whole form: its sections in order and its questions by key."""

    cycle: str
    version: int
    schema: str
    title: str
    sections: tuple[tuple[str, str], ...]
    groups: Mapping[str, str]
    parts: Mapping[str, str]
    questions: Mapping[str, Question]
    # Whether the Clearing-House's documents of this form hold texts as {"value": {language: text}}.
    wraps_texts: bool = False

    @cached_property
    def conditional(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions.values() if question.enabled_by)

    def in_language(self, language: str) -> "QuestionnaireForm":
        """The form with the Secretariat's own wording in place of ours, wherever it was supplied for a language."""
        if not any(language in question.official for question in self.questions.values()):
            return self
        shown = {
            key: replace(question, wording=question.wording_in(language)) for key, question in self.questions.items()
        }
        return replace(self, questions=shown)

    def section_questions(self, section: str) -> list[Question]:
        return [question for question in self.questions.values() if question.section == section]

    def closed(self, answers: Codes) -> frozenset[str]:
        """Keys of the questions that the answers close; an answer that is itself closed opens nothing."""
        closed: dict[str, bool] = {}

        def is_closed(key: str) -> bool:
            if key not in closed:
                question = self.questions[key]
                closed[key] = not all(
                    any(not is_closed(c.question) and c.holds(answers) for c in entry) for entry in question.enabled_by
                )
            return closed[key]

        return frozenset(question.key for question in self.conditional if is_closed(question.key))


@dataclass(frozen=True, slots=True)
class Link:
    """A question and its counterpart in an earlier cycle, with the recoding of values."""

    current: str
    previous: str
    values: Mapping[str, str]
    not_comparable: str = ""

    def recode(self, code: str) -> str:
        """The current form's code for an answer to the earlier one."""
        return self.values.get(code, code)


def build_form(document: Mapping[str, Any]) -> QuestionnaireForm:
    """Turn a validated document into frozen dataclasses."""
    official = document.get("official", {})
    questions = {
        entry["key"]: Question(
            key=entry["key"],
            number=entry["number"],
            section=entry["section"],
            type=entry["type"],
            wording=Wording(entry["text"], entry.get("options", {})),
            group=entry.get("group", ""),
            part=entry.get("part", ""),
            multiple=entry.get("multiple", False),
            mandatory=entry.get("mandatory", False),
            exclusive=frozenset(entry.get("exclusive", ())),
            details=entry.get("details", {}),
            enabled_by=tuple(_condition_entry(condition) for condition in entry.get("enabled_by", ())),
            official={
                language: Wording(
                    texts[entry["key"]]["text"], entry.get("options", {}) | texts[entry["key"]].get("options", {})
                )
                for language, texts in official.items()
                if entry["key"] in texts
            },
        )
        for entry in document["questions"]
    }
    return QuestionnaireForm(
        cycle=document["cycle"],
        version=document["version"],
        schema=document["schema"],
        title=document["title"],
        sections=tuple((section["key"], section["title"]) for section in document["sections"]),
        groups=document.get("groups", {}),
        parts={part["key"]: part["title"] for part in document.get("parts", ())},
        questions=questions,
        wraps_texts=document.get("wraps_texts", False),
    )


def _condition_entry(entry: Mapping[str, Any]) -> tuple[Condition, ...]:
    return tuple(
        Condition(
            question=condition["question"],
            values=frozenset(condition["values"]) if "values" in condition else None,
            excluded=frozenset(condition["except"]) if "except" in condition else None,
        )
        for condition in entry.get("any_of", [entry])
    )


def build_links(document: Mapping[str, Any]) -> dict[str, Link]:
    """The links of a cross-cycle map by the current form's key."""
    return {
        entry["current"]: Link(
            current=entry["current"],
            previous=entry["previous"],
            values=entry.get("values", {}),
            not_comparable=entry.get("not_comparable", ""),
        )
        for entry in document["links"]
    }
