"""What Parties wrote at one question, with courtesy translations beside it: one selector for page, file and API."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from national_reports.codec import AnswerData
from national_reports.courtesy import Courtesy, Passage
from national_reports.cover import cover_of
from national_reports.models import Answer, Report
from national_reports.questionnaire import Question
from national_reports.selectors import as_typed
from national_reports.translations import beside_question
from national_reports.words import TextInWords, texts_in_words
from parties.models import Party
from portal.distribution import Distribution

LANGUAGES = "languages"


@dataclass(frozen=True)
class Written:
    """One text of a Party's report that counts: the answer's own, or the remark at an option."""

    party: Party
    version: int
    cycle: str
    question: Question
    passage: Passage
    translations: list[Courtesy]

    @property
    def option(self) -> str:
        """The option that it is a remark at, in words; empty for the answer's own text."""
        code = self.passage.option
        return self.question.options.get(code, code)

    @property
    def in_words(self) -> list[TextInWords]:
        return texts_in_words(self.passage.own, self.translations)


@dataclass(frozen=True, slots=True)
class TextRow:
    """One text in one of its Party's languages, with one translation of it or none."""

    written: Written
    language: str
    text: str
    translation: Courtesy | None


def written(found: Distribution) -> list[Written]:
    """The texts of the Parties whose report counts and who were asked, by their names; two queries."""
    key, asked = found.question.key, found.codes.keys()
    counted = {
        line.report.pk: row.party for row in found.ledger.counted if row.party.code in asked and (line := row.counted)
    }
    texts = _texts(counted, key)
    beside = beside_question(texts.values(), key, cycle=found.cycle.pk) if texts else {}
    return [
        Written(party, texts[pk][0].version, found.cycle.code, found.question, passage, translations)
        for pk, party in counted.items()
        if pk in texts
        for passage, translations in beside[party.pk]
    ]


def text_rows(texts: Collection[Written]) -> list[TextRow]:
    """A row for each text, language and translation; one without a translation stands once."""
    return [
        TextRow(one, language, text, translation)
        for one in texts
        for language, text in one.passage.own.items()
        for translation in (one.translations if language == one.passage.language else ()) or (None,)
    ]


def _texts(reports: Collection[int], key: str) -> dict[int, tuple[Report, dict[str, AnswerData]]]:
    """By report: its answer there, with the languages that the report is in; only reports that have one."""
    held: dict[Report, dict[str, AnswerData]] = defaultdict(dict)
    rows = Answer.objects.filter(report__in=reports, question__in=(key, LANGUAGES)).select_related("report")
    for answer in rows:
        held[answer.report][answer.question] = answer.data
    return {
        report.pk: (report, as_typed(report, _languages(report) | answers))
        for report, answers in held.items()
        if key in answers
    }


def _languages(report: Report) -> dict[str, AnswerData]:
    cover = cover_of(report.header)
    return {LANGUAGES: cover[LANGUAGES]} if LANGUAGES in cover else {}
