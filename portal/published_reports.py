"""A published report as anybody may read it: which version, its content without what is personal, its standing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import cached_property
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from national_reports.codec import AnswerData
from national_reports.comparing import FileChange, changed_files
from national_reports.cover import cover_of, header_of, without_personal
from national_reports.documents.building import build_content
from national_reports.documents.content import About, Entry, File, ReportContent, Section
from national_reports.documents.labels import labels
from national_reports.ledger_rows import ledger_of_party
from national_reports.ledger_words import standing_in_words
from national_reports.models import Attachment, QuestionMap, Report
from national_reports.plausibility import faults
from national_reports.plausibility_words import in_words as wrong_in_words
from national_reports.questionnaire import Question, QuestionnaireForm
from national_reports.selectors import (
    NoQuestionnaire,
    answers_of,
    encoded,
    form_answers,
    form_of,
    open_answers,
    questionnaire_of,
)
from national_reports.translations import beside_texts
from national_reports.words import AnswerInWords, in_words
from parties.emails import permanent
from parties.formats import in_a_clause
from parties.in_languages import reader_language
from parties.models import Party
from portal.page_weight import in_pages

Page = tuple[Section, ...]
NOTHING = AnswerData()


class NotPublished(LookupError):
    """Nothing of this Party, cycle and part is or was public."""


def report_address(name: str, report: Report, *more: str) -> str:
    """The address of a page of a published report, by its name in portal.urls."""
    part = [report.part] if report.part else []
    path = reverse(f"portal:{name}", args=[report.party.code, report.cycle.code, *part, *more])
    return path if report.state == Report.State.PUBLISHED else f"{path}?version={report.version}"


def standings_of(party: Party, reports: Iterable[Report]) -> dict[int, str]:
    """The standing of each of a Party's held reports in words, by its key."""
    slots = {(report.cycle_id, report.part): report for report in reports}
    ledgers = [ledger_of_party(one.cycle, party, one.part) for one in slots.values()]
    return {line.report.pk: standing_in_words(line, ledger) for ledger in ledgers for line in ledger.lines}


@dataclass(frozen=True)
class HeldVersions:
    """All versions of a Party's report in a cycle, or in a part of it, that are or were public; the oldest first."""

    party: Party
    reports: tuple[Report, ...]

    @classmethod
    def of(cls, party: Party, cycle: str, part: str) -> "HeldVersions":
        """Raises NotPublished."""
        held = (party.reports.seen() | party.reports.taken_off()).for_cycle(cycle).filter(part=part)
        related = held.select_related("party", "cycle", "taking_off")
        reports = related.prefetch_related("cycle__parts", "cycle__extensions").order_by("version")
        if not reports:
            raise NotPublished
        return cls(party, tuple(reports))

    @cached_property
    def public(self) -> Report | None:
        """The version that is public now; None where all that was is taken off."""
        return next((one for one in self.reports if one.state == Report.State.PUBLISHED), None)

    @cached_property
    def standings(self) -> dict[int, str]:
        return standings_of(self.party, self.reports)

    def version(self, number: str) -> Report | None:
        return next((one for one in self.reports if str(one.version) == number), None)

    def before(self, report: Report) -> Report | None:
        """The version before it that was public too."""
        earlier = [one for one in self.reports if one.version < report.version and one.is_seen]
        return earlier[-1] if earlier else None


@dataclass(frozen=True)
class Changed:
    """A question that two versions answer otherwise."""

    question: Question
    before: AnswerInWords
    now: AnswerInWords


@dataclass(frozen=True)
class PublishedReport:
    """One version that is or was public until a later one came, with the form that it answers."""

    report: Report
    form: QuestionnaireForm
    versions: HeldVersions
    # Whether the form that it answers was mended since.
    is_of_earlier_form: bool

    @property
    def standing(self) -> str:
        return self.versions.standings.get(self.report.pk, "")

    @cached_property
    def files(self) -> list[Attachment]:
        """Its files; the scan of a paper report is none of them."""
        return list(self.report.attachments.kept().filter(is_scan=False))

    @cached_property
    def content(self) -> ReportContent:
        """The report in words: for its page and its documents alike."""
        report, answers = self.report, public_answers(self.report, self.form)
        about = About(
            party=report.party_name,
            cycle=in_a_clause(filter(None, (report.cycle.title, report.part_title if report.part else ""))),
            version=report.version,
            state=in_a_clause(filter(None, (report.get_state_display(), self.standing))),
            labels=labels(),
            language=get_language() or "en",
            address=permanent(report_address("report", report)),
            demonstration=report.party.demonstration,
            part=report.part,
            attachments=tuple(File(one.name, one.size, one.sha256) for one in self.files),
        )
        beside = beside_texts([report], public=True)
        return build_content(
            form=self.form, answers=answers, about=about, beside=beside, remarks=_remarks(self.form, answers)
        )

    @property
    def of(self) -> datetime:
        """The time that its documents carry: when it was published, else the day on which it was received."""
        report = self.report
        if report.published_at:
            return report.published_at
        return datetime.combine(report.received_on or report.cycle.deadline, time(), UTC)

    def pages(self) -> list[Page]:
        """Its sections page by page, the whole on one where there is room."""
        entries = ((section, entry) for section in self.content.chapters for entry in section.entries)
        return [
            tuple(
                replace(group[0][0], entries=tuple(entry for _section, entry in group)) for group in _by_section(page)
            )
            for page in in_pages(entries, lambda one: _said(one[1]))
        ]

    def document(self) -> dict[str, Any]:
        """The report as data: in the Clearing-House's shape, with what that shape has no place for beside it."""
        report = self.report
        held = cover_of(report.header) | answers_of(report)
        answers = without_personal(self.form.fields, open_answers(self.form, held))
        return {
            "party": report.party.code,
            "name": report.party_name,
            "cycle": report.cycle.code,
            "part": report.part or None,
            "version": report.version,
            "state": report.state,
            "standing": self.standing,
            "first_received_on": report.first_received_on,
            "content_received_on": report.received_on,
            "demonstration": report.party.demonstration,
            "address": self.content.address,
            "document": encoded(report, self.form, answers, header_of(answers)),
            "links": list(answers.get("links", NOTHING).entries),
            "files": [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in self.files],
            "courtesy_translations": [
                {
                    "question": question,
                    "option": option or None,
                    "language": one.language,
                    "text": one.text,
                    "maker": one.maker,
                    "on": one.on,
                }
                for (question, option), told in beside_texts([report], public=True).items()
                for one in told
                # What came with the report stands in its document.
                if not one.came_along and one.of_this_text
            ],
        }

    def changed(self, before: Report) -> list[Changed]:
        """The questions that this version answers otherwise than an earlier one, each in the words of its own form.

        In the order of this form; those that it asks no more come last.
        """
        then = form_of(before, reader_language())
        old, new = public_answers(before, then), public_answers(self.report, self.form)
        asked_before, asked_now = self._asked_in(then), self._asked_in(self.form)
        asked = asked_now | {key: one for key, one in asked_before.items() if key not in asked_now}
        return [
            Changed(
                one,
                in_words(asked_before.get(key, one), old.get(key, NOTHING)),
                in_words(one, new.get(key, NOTHING)),
            )
            for key, one in asked.items()
            if old.get(key, NOTHING) != new.get(key, NOTHING)
        ]

    def _asked_in(self, form: QuestionnaireForm) -> dict[str, Question]:
        """The questions of a form that a report of this part answers."""
        cover = form.cover if not self.report.part else ()
        return {one.key: one for one in (*cover, *form.questions.values()) if one.part == self.report.part}

    def changed_files(self, before: Report) -> list[tuple[FileChange, File]]:
        old, new = (
            [File(held.name, held.size, held.sha256) for held in one.attachments.kept().filter(is_scan=False)]
            for one in (before, self.report)
        )
        return changed_files(old, new)

    def earlier_cycles(self) -> list[str]:
        """The cycles before, published by this Party, whose questions a map joins to these; the nearest first."""
        report = self.report
        if report.part or report.state != Report.State.PUBLISHED:
            return []
        maps = QuestionMap.objects.filter(current=report.cycle, previous__reports__in=report.party.reports.published())
        return list(dict.fromkeys(maps.order_by("-previous__deadline").values_list("previous__code", flat=True)))


def published_report(versions: HeldVersions, report: Report) -> PublishedReport:
    """Raises NotPublished where the form of its cycle is not loaded."""
    try:
        questionnaire = questionnaire_of(report)
    except NoQuestionnaire as absent:
        raise NotPublished from absent
    form = questionnaire.form_in(reader_language())
    return PublishedReport(report, form, versions, is_of_earlier_form=not questionnaire.is_in_use)


def public_answers(report: Report, form: QuestionnaireForm) -> Mapping[str, AnswerData]:
    """What a report says, its cover too: without what its own answers close, and without what is personal."""
    answers = without_personal(form.fields, form_answers(report))
    return open_answers(form, answers)


def _remarks(form: QuestionnaireForm, answers: Mapping[str, AnswerData]) -> dict[str, str]:
    """Why an answer cannot be true and so counts as unanswered, by its question."""
    found = ((one, wrong_in_words(one, faults(one, answers))) for one in form.bounded if one.key in answers)
    return {one.key: why if one in form.cover else f"{why} {_('Counted as unanswered.')}" for one, why in found if why}


def _by_section(entries: Sequence[tuple[Section, Entry]]) -> list[list[tuple[Section, Entry]]]:
    return [list(group) for _key, group in groupby(entries, key=lambda one: one[0].key)]


def _said(entry: Entry) -> str:
    """All that an entry says, to weigh it."""
    texts = [*entry.texts, *(text for choice in entry.choices for text in choice.texts)]
    words = (
        entry.key,
        entry.asked,
        entry.under or "",
        entry.note or "",
        entry.whose,
        entry.remark,
        *(choice.label for choice in entry.choices),
        *(word for text in texts for word in (text.language_name, text.by, text.said)),
        *(word for fact in entry.facts for word in (fact.name, fact.value, fact.address)),
    )
    return "\n".join(map(str, words))
