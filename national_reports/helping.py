"""What helps to answer: why a question is asked, what counts, an example, and the terms that a page says."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.cache import cache as kept

from indicators.datafile import read
from indicators.models import Binding
from national_reports.loading import FOLDER, SCHEMAS
from national_reports.questionnaire import Question
from parties.in_languages import in_reader_language

# Seconds for which a plan that was loaded meanwhile is not noticed here.
KEPT = 300
CLASSES = ("yes", "partial", "no", "not_applicable")


@dataclass(frozen=True)
class Use:
    """An indicator that an answer counts in, with the options that count as each class, by their codes."""

    indicator: str
    label: str
    options: Mapping[str, list[str]]


@dataclass(frozen=True)
class Help:
    """What is said beside one question in the reader's language; `counted` pairs a class with its options' words."""

    uses: tuple[tuple[str, str], ...]
    counted: tuple[tuple[str, tuple[str, ...]], ...]
    counts: str = ""
    example: str = ""


@dataclass(frozen=True)
class Term:
    term: str
    text: str
    article: str


def help_for(question: Question, cycle: str, uses: Mapping[str, list[Use]]) -> Help | None:
    """The help for a question; None where there is none."""
    own = _own_help(cycle).get(question.key, {})
    of_it = uses.get(question.key, [])
    if not (own or of_it):
        return None
    # Measures of one question seldom class its options otherwise; where they do, the indicators' own pages say it.
    same = of_it and all(one.options == of_it[0].options for one in of_it)
    counted = [
        (name, tuple(question.options[code] for code in codes if code in question.options))
        for name, codes in (of_it[0].options.items() if same else ())
    ]
    return Help(
        uses=tuple({one.indicator: in_reader_language(one.label) for one in of_it}.items()),
        counted=tuple((name, labels) for name, labels in counted if labels),
        counts=in_reader_language(own.get("counts", "")),
        example=in_reader_language(own.get("example", "")),
    )


def uses_in(cycle: str) -> dict[str, list[Use]]:
    """By question of a cycle, the indicators of the current plan that its answers feed; one query in five minutes."""
    key = f"uses/{cycle}"
    rows: list[tuple[str, str, str, dict[str, list[str]]]] | None = kept.get(key)
    if rows is None:
        rows = list(_rows(cycle))
        kept.set(key, rows, KEPT)
    found: dict[str, list[Use]] = {}
    for question, indicator, label, options in rows:
        found.setdefault(question, []).append(Use(indicator, label, options))
    return found


def _rows(cycle: str) -> Iterable[tuple[str, str, str, dict[str, list[str]]]]:
    bindings = Binding.objects.filter(cycle__code=cycle, measure__indicator__plan__current=True)
    for binding in bindings.select_related("measure__indicator").order_by("measure__indicator", "measure"):
        indicator = binding.measure.indicator
        for entry in binding.rule.get("questions", ()):
            options = {name: [str(code) for code in entry[name]] for name in CLASSES if entry.get(name)}
            yield entry["key"], indicator.code, str(getattr(indicator.label, "english", indicator.label)), options


def terms_in(questions: Iterable[Question]) -> list[Term]:
    """The terms that these questions say, found in our English working wording whatever language shows them."""
    said = " ".join((one.working or one.wording).text for one in questions)
    return [
        Term(in_reader_language(one["term"]), in_reader_language(one["text"]), one["article"])
        for one in _glossary()
        if any(re.search(rf"\b{re.escape(form)}\b", said) for form in one["forms"])
    ]


@cache
def _glossary() -> list[dict[str, Any]]:
    terms: list[dict[str, Any]] = read(FOLDER / "glossary.yaml", SCHEMAS / "glossary.schema.yaml")["terms"]
    return terms


@cache
def _own_help(cycle: str) -> dict[str, dict[str, str]]:
    path = FOLDER / f"help-{cycle.lower()}.yaml"
    if not path.is_file():
        return {}
    questions: dict[str, dict[str, str]] = read(path, SCHEMAS / "help.schema.yaml")["questions"]
    return questions
