"""How a measure is computed, in words: the questions of each cycle and the class of every option."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from figures.catalogue import class_label
from figures.selectors import forms
from indicators.bindings import parse_binding
from indicators.calculations import PartyClass
from indicators.models import Measure
from indicators.selectors import part_in_a_sentence
from languages.codes import short
from national_reports.questionnaire import Question
from national_reports.words import called
from parties.formats import listed, under
from parties.in_languages import in_english, reader_language


def class_asked(party_class: str, kind: str, cycle: str, binding: Mapping[str, Any]) -> str:
    """What a Party counted as at a measure.

    A measure may ask only what is kept beside the report: whoever is silent there may have reported all the same.
    """
    parts = {use.get("part", "") for use in binding.get("questions", ())}
    if party_class != PartyClass.SILENT or not parts or "" in parts:
        return class_label(party_class, kind)
    return capfirst(no_answer_to(part_in_a_sentence(cycle, min(parts))))


def no_answer_to(part: str) -> str:
    """That nothing of a collection is counted, whatever report there is; `part` as a sentence calls it."""
    return _("no answer to %(part)s counted") % {"part": part}


@dataclass(frozen=True)
class UseInWords:
    """One question of a binding: its options by class, and what an earlier answer implies."""

    question: Question
    classes: list[tuple[str, str, list[str]]]
    window: str
    implied: list[str]
    note: str


@dataclass(frozen=True)
class BindingInWords:
    cycle: str
    combine: str
    uses: list[UseInWords]
    table: list[tuple[list[str], str]]
    note: str


def options_in_words(question: Question | None, codes: Iterable[str]) -> list[str]:
    """Options as a question offers them; a code that it offers no more stays what it is."""
    return [question.options.get(code, code) if question else code for code in codes]


def _answered(question: Question, codes: Iterable[str]) -> str:
    """That a question was answered with any of these options, in a sentence."""
    words = " / ".join(question.options[code] for code in sorted(codes))
    is_readers = short(question.wording.language) == reader_language()
    return under(called(question), words if is_readers else in_english(words))


def combined(how: str) -> str:
    return {
        "single": _("One question."),
        "any": _("Yes if any question says yes; no if each says no; unanswered where one is not answered."),
        "all": _("Yes if each question says yes; no if any says no; unanswered where one is not answered."),
        "composite": _("By the table below; unanswered where a question is not answered."),
    }[how]


def bindings_in_words(measure: Measure) -> list[BindingInWords]:
    """Every cycle's binding of a measure, in time order."""
    held = forms()
    found = []
    for binding in sorted(measure.bindings.all(), key=lambda one: one.cycle.deadline):
        code = binding.cycle.code
        parsed = parse_binding(binding.rule, f"{measure} {code}")
        uses = []
        for use in parsed.questions:
            question = held[code].questions[use.key]
            classes = [
                (
                    name.value,
                    class_label(name),
                    [question.options[option] for option, counts in use.classes.items() if counts is name],
                )
                for name in (PartyClass.YES, PartyClass.PARTIAL, PartyClass.NO, PartyClass.NOT_APPLICABLE)
                if name in use.classes.values()
            ]
            implied = [
                _("%(label)s if not answered and %(questions)s")
                % {
                    "label": class_label(one.party_class),
                    "questions": listed(_answered(held[code].questions[key], values) for key, values in one.when),
                }
                for one in use.implied
            ]
            uses.append(UseInWords(question, classes, use.window, implied, use.note))
        table = [([class_label(c) for c in given], class_label(end)) for given, end in parsed.table.items()]
        found.append(BindingInWords(code, combined(parsed.combine), uses, table, parsed.note))
    return found
