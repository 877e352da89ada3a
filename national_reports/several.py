"""Parties of which several documents were published for one cycle: what differs, and which one counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count
from django.db.models.functions import Lower

from national_reports.codec import AnswerData
from national_reports.models import Report
from national_reports.questionnaire import Question
from national_reports.selectors import answers_of, form_for, questionnaires_of
from national_reports.services.counting import one_that_counts
from national_reports.words import AnswerInWords, in_words
from parties.name_order import by_name


@dataclass(frozen=True)
class Slot:
    """One Party and cycle with the published documents for it, the one that counts first."""

    reports: list[Report]

    @property
    def counted(self) -> Report:
        return self.reports[0]


@dataclass(frozen=True)
class Difference:
    question: Question
    answers: list[AnswerInWords | None]


def several_documents() -> list[Slot]:
    """Every Party and cycle for which documents of more than one source were published."""
    seen = Report.objects.seen().filter(part="")
    slots = (
        seen.values("party", "cycle").annotate(
            n=Count("origin", distinct=True), m=Count(Lower("identifier"), distinct=True)
        )
    ).order_by("cycle__deadline", by_name("party__"))
    return [slot_of(one["party"], one["cycle"]) for one in slots if one["n"] > 1 or one["m"] > 1]


def slot_of(party: int, cycle: int) -> Slot:
    """The last version of each document, the one that counts first, then the latest submission."""
    seen = Report.objects.seen().filter(part="", party=party, cycle=cycle).select_related("party", "cycle")
    by_record = groupby(sorted(seen, key=lambda one: one.record), key=lambda one: one.record)
    kept = [max(versions, key=lambda one: one.as_held.age) for _record, versions in by_record]
    kept += [one for one in seen if one.preferred and one not in kept]
    ordered: list[Report] = []
    while rest := [one for one in kept if one not in ordered]:
        ordered += [one for one in [one_that_counts(rest)] if one is not None]
    return Slot(ordered)


def differences(reports: Sequence[Report]) -> list[Difference]:
    """The questions that the documents answer otherwise, in the order of the form in use; each as it was asked in."""
    answered = questionnaires_of(reports)
    asked_in = [answered[report.pk].form.questions for report in reports]
    given = [answers_of(report) for report in reports]
    found = []
    for key, question in form_for(reports[0].cycle).questions.items():
        answers = [answers.get(key, AnswerData()) for answers in given]
        if any(answer != answers[0] for answer in answers):
            shown = [
                None if one.is_empty else in_words(asked.get(key, question), one, may_be_markup=True)
                for asked, one in zip(asked_in, answers, strict=True)
            ]
            found.append(Difference(question, shown))
    return found
