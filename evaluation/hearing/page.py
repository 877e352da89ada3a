"""What a focal point sees of a review: every line of its Party with the evidence behind it and what was said to it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from evaluation.hearing.selectors import remarks_of
from evaluation.hearing.snapshot import MEASURE, REPORT, Said, said_of
from evaluation.hearing.words import class_in_words, line_label, standing_in_words
from evaluation.models import PartyRemark, PartyReview
from figures.selectors import forms
from indicators.calculations import PartyClass
from indicators.models import Plan
from national_reports.codec import AnswerData
from national_reports.ledger_rows import LATE, ON_TIME
from national_reports.models import Report
from national_reports.selectors import answers_of, open_answers
from national_reports.words import in_words
from parties.in_languages import in_reader_language
from parties.models import Party

LONGEST_ANSWER = 240
Answers = Mapping[str, AnswerData]


@dataclass(frozen=True)
class Evidence:
    """One question behind a class, with what the Party answered; empty where it did not."""

    key: str
    text: str
    answer: str
    url: str
    # Of the question and its options.
    language: str


@dataclass(frozen=True)
class End:
    """A line in one cycle: what will be said, with the swatch of a class, and what it rests on."""

    cycle: str
    words: str
    swatch: str = ""
    evidence: list[Evidence] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """One line to agree or object to; `remarks` are what the Party said to it, the last word last."""

    name: str
    label: str
    url: str
    ends: list[End]
    remarks: list[PartyRemark]
    # The indicator that a measure is of: a label alone may be understood only beneath it.
    about: str = ""

    @property
    def last(self) -> PartyRemark | None:
        return self.remarks[-1] if self.remarks else None

    @property
    def version(self) -> int:
        return self.last.version if self.last else 0


@dataclass(frozen=True)
class Part:
    """Lines under one heading."""

    key: str
    title: str
    note: str
    lines: list[Line]


def parts_of_page(review: PartyReview, party: Party) -> list[Part]:
    """The reports, then the measures under their strategic objectives; nothing for who is no Party of the review."""
    said, remarks = said_of(review), remarks_of(review, party)
    names = said.lines_of(party.code)
    evidence = _EvidenceOf(said, party)
    reports = [
        _report_line(said, name, party, remarks.get(name, [])) for name in names if name.startswith(f"{REPORT}/")
    ]
    found = [Part("reports", _("Reports"), "", reports)] if reports else []
    plan = review.edition.evaluation.plan
    for goal in said.content["plan"]["objectives"]:
        codes = {code for part in goal["operational"] for code in part["indicators"]}
        lines = [
            _measure_line(said, name, party, remarks.get(name, []), evidence, plan)
            for name in names
            if name.startswith(f"{MEASURE}/") and said.measure(name.partition("/")[2])["indicator"] in codes
        ]
        if lines:
            title = _("Strategic objective %(code)s") % {"code": goal["code"]}
            found.append(Part(f"objective-{goal['code']}", title, in_reader_language(goal["text"]), lines))
    return found


def line_of_page(review: PartyReview, party: Party, name: str) -> Line:
    """One line as its Party sees it."""
    return next(line for part in parts_of_page(review, party) for line in part.lines if line.name == name)


def _report_line(said: Said, name: str, party: Party, remarks: list[PartyRemark]) -> Line:
    cycle, _slash, part = name.partition("/")[2].partition("/")
    held = said.report(cycle, part, party.code)
    assert held is not None
    url = reverse("portal:party", args=[party.code]) + f"?cycle={cycle}#answers"
    return Line(name, line_label(said, name), url, [End(cycle, standing_in_words(held))], remarks)


def _measure_line(
    said: Said, line: str, party: Party, remarks: list[PartyRemark], evidence: "_EvidenceOf", plan: Plan
) -> Line:
    measure = line.partition("/")[2]
    code, _slash, key = measure.partition("/")
    # The pages of a plan that is not the current one are below its own name.
    of_another = [] if plan.current else [plan.slug]
    ends = [
        End(cycle, words, name, [] if name == PartyClass.SILENT else list(evidence.of(measure, cycle)))
        for cycle in said.pair
        if (name := said.class_of(measure, cycle, party.code))
        and (words := class_in_words(said, measure, cycle, party.code))
    ]
    url = reverse("portal:indicator", args=[*of_another, code]) + f"?measure={key}"
    about = in_reader_language(said.content["indicators"][code]["text"])
    return Line(line, line_label(said, line), url, ends, remarks, about)


class _EvidenceOf:
    """The answers of the versions that the review counts; each cycle is read once."""

    def __init__(self, said: Said, party: Party) -> None:
        self.said, self.party = said, party
        self.forms = forms()
        self._answers = {cycle: self._of_cycle(cycle) for cycle in said.pair}

    def _of_cycle(self, cycle: str) -> Answers:
        counted = {
            part: held["version"]
            for part in self.said.content["reports"][cycle]
            if (held := self.said.report(cycle, part, self.party.code)) and held["status"] in (ON_TIME, LATE)
        }
        if not counted or cycle not in self.forms:
            return {}
        # What was taken off since is no longer shown.
        rows = Report.objects.seen().filter(party=self.party, cycle__code=cycle).prefetch_related("answers")
        given = {
            key: answer
            for report in rows
            if counted.get(report.part) == report.version
            for key, answer in answers_of(report).items()
        }
        known = self.forms[cycle].questions
        return open_answers(self.forms[cycle], {key: given[key] for key in given if key in known})

    def of(self, measure: str, cycle: str) -> Iterator[Evidence]:
        binding: Mapping[str, Any] = self.said.measure(measure)["bindings"].get(cycle, {})
        for use in binding.get("questions", ()):
            key = use["key"]
            question = self.forms[cycle].questions.get(key) if cycle in self.forms else None
            if question is None:
                continue
            answer = self._answers[cycle].get(key)
            words = in_words(question, answer, may_be_markup=True).in_one_line if answer else ""
            yield Evidence(
                key,
                question.wording.text,
                Truncator(words).chars(LONGEST_ANSWER),
                reverse("portal:question", args=[cycle, key]),
                question.wording.language,
            )
