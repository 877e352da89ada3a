"""Courtesy translations beside the texts of reports, as pages, files and the API show them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import QuerySet
from django.utils import timezone

from national_reports.codec import AnswerData
from national_reports.courtesy import Beside, Courtesy, Made, Passage, Place, beside, passages
from national_reports.cover import languages_of
from national_reports.models import CourtesyTranslation, Report
from national_reports.selectors import form_answers
from national_reports.workflow import SEEN, TAKEN_OFF, WITHDRAWN


def passages_of(report: Report, answers: Mapping[str, AnswerData] | None = None) -> list[Passage]:
    """What a report says in words, without the tags that it came with; `answers` are some of its `form_answers`."""
    said = form_answers(report) if answers is None else answers
    return passages(said, languages_of(said))


def beside_texts(reports: Sequence[Report], *, public: bool) -> Beside:
    """The translations beside every text of one Party's reports of a cycle; one query, and the reports' answers.

    Those made for another version stand beside the same text too. What was withdrawn or taken off takes its own with
    it; for the public, only those made for versions that are or were public are told.
    """
    if not reports:
        return {}
    first = reports[0]
    of_party = CourtesyTranslation.objects.filter(report__party=first.party_id, report__cycle=first.cycle_id)
    made = _made(of_party.filter(report__part__in={one.part for one in reports}), public=public)
    rows = made[first.party_id]
    return {
        passage.place: _told(beside(passage, rows[passage.place], version=report.version), public=public)
        for report in reports
        for passage in passages_of(report)
    }


def beside_question(
    texts: Iterable[tuple[Report, Mapping[str, AnswerData]]], question: str, *, cycle: int
) -> dict[int, list[tuple[Passage, list[Courtesy]]]]:
    """By Party: what it wrote at one question and the public translations of it; one query for all of them."""
    made = _made(CourtesyTranslation.objects.filter(report__cycle=cycle, question=question), public=True)
    return {
        report.party_id: [
            (passage, _told(beside(passage, made[report.party_id][passage.place], version=report.version), public=True))
            for passage in passages_of(report, answers)
            if passage.question == question
        ]
        for report, answers in texts
    }


def _told(translations: list[Courtesy], *, public: bool) -> list[Courtesy]:
    """Of an earlier text, only those who review are told."""
    return [one for one in translations if one.of_this_text] if public else translations


def _made(rows: QuerySet[CourtesyTranslation], *, public: bool) -> dict[int, dict[Place, list[Made]]]:
    """Translations by Party and place; asking for one that has none adds nothing that anybody keeps."""
    rows = rows.filter(report__state__in=SEEN) if public else rows.exclude(report__state__in=(WITHDRAWN, TAKEN_OFF))
    found: dict[int, dict[Place, list[Made]]] = defaultdict(lambda: defaultdict(list))
    for one in rows.select_related("report").defer("report__header"):
        found[one.report.party_id][one.question, one.option].append(
            Made(
                language=one.language,
                text=one.text,
                maker=one.maker,
                on=timezone.localdate(one.entered_at),
                source_language=one.source_language,
                source_sha256=one.source_sha256,
                version=one.report.version,
            )
        )
    return found
