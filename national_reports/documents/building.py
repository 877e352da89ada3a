"""A report's content from its form and answers. Pure."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from national_reports.codec import AnswerData
from national_reports.courtesy import Beside
from national_reports.documents.content import About, Entry, ReportContent, Section, Words, in_utc
from national_reports.questionnaire import COVER, Question, QuestionnaireForm
from national_reports.wording_words import in_words_of_labels
from typesetting.text import Phrase, phrase


def build_content(
    *,
    form: QuestionnaireForm,
    answers: Mapping[str, AnswerData],
    about: About,
    beside: Beside = MappingProxyType({}),
) -> ReportContent:
    """Put a report into words: what the answers close is left out, what they leave open says so.

    `beside` holds the courtesy translations of its texts, of which those into the reader's language are shown.
    """
    closed = form.closed({key: frozenset(answer.options) for key, answer in answers.items()})
    asked = [one for one in form.questions.values() if one.part == about.part and one.key not in closed]
    words = Words(about, beside)
    sections = [
        Section(
            key,
            phrase(title, form.language_of(title)),
            _entries(words, form, questions, answers),
            _footnote(form, key, title),
        )
        for key, title in form.sections
        if (questions := [question for question in asked if question.section == key])
    ]
    cover = form.cover if not about.part else ()
    languages = answers.get("languages", AnswerData()).options
    return ReportContent(
        party=phrase(about.party, about.language).text,
        cycle=phrase(about.cycle, about.language).text,
        version=about.version,
        state=about.state,
        reference=about.reference,
        submitted="" if about.submitted_at is None else in_utc(about.submitted_at, about.language),
        languages=tuple(words.language_name(code) for code in languages),
        sha256=about.sha256,
        address=about.address,
        demonstration=about.demonstration,
        draft=about.draft,
        language=about.language,
        labels=about.labels,
        cover=Section(
            COVER, phrase(form.cover_title, form.language_of(form.cover_title)), _entries(words, form, cover, answers)
        )
        if cover
        else None,
        sections=tuple(sections),
        wording=in_words_of_labels(asked, about.labels),
    )


def _footnote(form: QuestionnaireForm, section: str, title: str) -> Phrase | None:
    heading = form.headings.sections.get(section)
    return phrase(heading.footnote, form.language_of(title)) if heading and heading.footnote else None


def _entries(
    words: Words, form: QuestionnaireForm, questions: Iterable[Question], answers: Mapping[str, AnswerData]
) -> tuple[Entry, ...]:
    """The text of a group stands above the first of its questions that is open."""
    entries: list[Entry] = []
    group = ""
    for question in questions:
        under: Phrase | None = None
        if question.group and question.group != group and question.group in form.groups:
            stem = form.groups[question.group]
            under = phrase(stem, form.language_of(stem))
        group = question.group
        entries.append(words.entry(question, answers.get(question.key), under=under))
    return tuple(entries)
