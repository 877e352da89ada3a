"""What helps to answer: why a question is asked, what counts, an example, and the terms that a page says."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.cache import cache as kept
from django.utils.translation import gettext as _

from indicators.datafile import DataFileInvalid, Problem, read
from indicators.models import Binding
from national_reports.loading import FOLDER, SCHEMAS
from national_reports.questionnaire import Question
from parties.in_languages import in_reader_language

# Seconds for which a plan that was loaded meanwhile is not noticed here.
KEPT = 300
CLASSES = ("yes", "partial", "no", "not_applicable")
HELP_FILE = FOLDER / "help.yaml"
# How the data files begin an article of the Supplementary Protocol.
SUPPLEMENTARY = "supplementary "


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
    article: str = ""


@dataclass(frozen=True)
class OwnHelp:
    """What the help file says of a question, in English."""

    counts: str
    example: str
    article: str


@dataclass(frozen=True)
class Term:
    """A term of the glossary in the reader's language, with its article in words."""

    term: str
    text: str
    article: str


@dataclass(frozen=True)
class Gaps:
    """Where the help file and a form differ: questions of which it says nothing, and keys that the form has not."""

    missing: list[str]
    unknown: list[str]


def help_for(question: Question, cycle: str, uses: Mapping[str, list[Use]]) -> Help | None:
    """The help for a question; None where there is none."""
    own = own_help(cycle).get(question.key)
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
        counts=in_reader_language(own.counts) if own else "",
        example=in_reader_language(own.example) if own else "",
        article=cited(own.article) if own else "",
    )


def cited(article: str) -> str:
    """An article as the data files name it, in the reader's words."""
    if article.startswith(SUPPLEMENTARY):
        return _("Article %(n)s of the Supplementary Protocol") % {"n": article.removeprefix(SUPPLEMENTARY)}
    return _("Article %(n)s of the Protocol") % {"n": article}


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
        Term(in_reader_language(one["term"]), in_reader_language(one["text"]), cited(one["article"]))
        for one in _glossary()
        if any(re.search(rf"\b{re.escape(form)}\b", said) for form in one["forms"])
    ]


@cache
def _glossary() -> list[dict[str, Any]]:
    terms: list[dict[str, Any]] = read(FOLDER / "glossary.yaml", SCHEMAS / "glossary.schema.yaml")["terms"]
    return terms


def gaps(questions: Iterable[str], cycle: str) -> Gaps:
    """Compare the help file with the keys of a form's questions; a cycle of which it says nothing has no gaps."""
    helped, without = own_help(cycle), _without_help(cycle)
    if not (helped or without):
        return Gaps([], [])
    asked, told = list(questions), [*helped, *without]
    return Gaps([key for key in asked if key not in told], [key for key in told if key not in asked])


@cache
def own_help(cycle: str) -> dict[str, OwnHelp]:
    """By question of a cycle, what the help file says; raises DataFileInvalid where one is helped twice."""
    found: dict[str, OwnHelp] = {}
    for entry in _help_file()["helps"]:
        for article, keys in entry["questions"].get(cycle, {}).items():
            for key in keys:
                if key in found:
                    raise DataFileInvalid(HELP_FILE, [Problem(entry.line, f"{cycle}, {key}: is helped twice.")])
                found[key] = OwnHelp(entry["counts"], entry.get("example", ""), article)
    return found


def _without_help(cycle: str) -> list[str]:
    """Questions that say it all themselves."""
    keys: list[str] = _help_file()["without"].get(cycle, [])
    return keys


@cache
def _help_file() -> dict[str, Any]:
    return read(HELP_FILE, SCHEMAS / "help.schema.yaml")
