"""What the reports that count answer to the questions that figures rest on, without those that cannot be true."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from django.db.models import TextField
from django.db.models.functions import Cast

from indicators.evidence import MeasureRule
from national_reports.models import Answer
from national_reports.questionnaire import QuestionnaireForm
from national_reports.selectors import implausible_in

# By Party: the options of each of its answers.
Given = dict[str, dict[str, frozenset[str]]]


@dataclass(frozen=True)
class Read:
    """The answers of a cycle that count, and the questions whose answer cannot be true, by Party."""

    answers: Given
    implausible: dict[str, frozenset[str]]


def read_answers(
    reports: Mapping[int, tuple[str, str]], forms: Mapping[str, QuestionnaireForm], questions: set[str]
) -> dict[str, Read]:
    """Read what these reports answer to these questions, by cycle; `reports` gives the cycle and Party of each."""
    answers = _answers(reports, questions)
    wrong = _implausible(reports, forms, questions)
    return {code: _counting(given, wrong[code], forms.get(code)) for code, given in answers.items()}


def needed_questions(rules: Iterable[MeasureRule], forms: Mapping[str, QuestionnaireForm]) -> set[str]:
    """Keys that a binding names, and those that their conditions and implied classes rest on."""
    needed: set[str] = set()
    for rule in rules:
        for binding in rule.bindings.values():
            for use in binding.questions:
                needed.add(use.key)
                needed |= {question for implied in use.implied for question, _ in implied.when}
    for form in forms.values():
        ahead = set(needed)
        while ahead:
            ahead = {
                condition.question
                for key in ahead
                if key in form.questions
                for entry in form.questions[key].enabled_by
                for condition in entry
            } - needed
            needed |= ahead
    return needed


def _answers(reports: Mapping[int, tuple[str, str]], questions: set[str]) -> dict[str, Given]:
    answers: dict[str, Given] = defaultdict(lambda: defaultdict(dict))
    # Few different sets of ticks stand in very many rows: each is read from its text once.
    ticked = cache(lambda text: frozenset(json.loads(text)))
    rows = Answer.objects.filter(report__in=list(reports), question__in=questions).values_list(
        "report_id", "question", Cast("options", TextField())
    )
    for report, question, options in rows.iterator(chunk_size=5000):
        code, party = reports[report]
        answers[code][party][question] = ticked(options)
    return answers


def _implausible(
    reports: Mapping[int, tuple[str, str]], forms: Mapping[str, QuestionnaireForm], questions: set[str]
) -> dict[str, dict[str, set[str]]]:
    """By cycle and Party: which of these questions have an answer that cannot be true."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for code, form in forms.items():
        of_cycle = [report for report, (in_cycle, _party) in reports.items() if in_cycle == code]
        for report, faults in implausible_in(of_cycle, form, questions).items():
            found[code][reports[report][1]] |= faults.keys()
    return found


def _counting(answers: Given, implausible: Mapping[str, set[str]], form: QuestionnaireForm | None) -> Read:
    """The answers that count, and the questions whose answer cannot be true, by Party; hidden ones are in neither.

    Conditions read what was ticked, true or not: what the form asked after it was asked.
    """
    if form is None:
        return Read({}, {})
    counting, wrong = {}, {}
    for party, given in answers.items():
        closed = form.closed(given)
        if untrue := frozenset(implausible.get(party, ())) - closed:
            wrong[party] = untrue
        left_out = closed | untrue
        counting[party] = {key: codes for key, codes in given.items() if key not in left_out} if left_out else given
    return Read(counting, wrong)
