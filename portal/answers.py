"""Published answers in words, side by side over the cycles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from languages import days, writing
from national_reports.codec import AnswerData
from national_reports.courtesy import Beside
from national_reports.cover import DAYS, cover_of, without_personal
from national_reports.map_reasons import with_options_in_words
from national_reports.models import Attachment, QuestionMap, Report
from national_reports.plausibility import faults
from national_reports.plausibility_words import in_words as wrong_in_words
from national_reports.questionnaire import Question, QuestionnaireForm
from national_reports.selectors import answers_of, form_of
from national_reports.words import AnswerInWords, TextInWords, in_words, texts_in_words
from parties.formats import stored_day
from parties.in_languages import reader_language
from parties.models import Party


@dataclass(frozen=True)
class Change:
    """One mapped question with the answers of two cycles."""

    question: Question
    previous: Question
    before: str
    now: str
    not_comparable: str


def published(party: Party, cycle: str) -> list[Report]:
    """The published reports of a Party in a cycle: the report itself and the collections kept with it."""
    return list(
        party.reports.published().for_cycle(cycle).select_related("cycle").order_by("part").prefetch_related("answers")
    )


def form_of_published(reports: Sequence[Report]) -> QuestionnaireForm:
    """The form that a Party's published reports in a cycle are shown under, worded for the reader: the report's own."""
    whole = next((report for report in reports if not report.part), reports[0])
    return form_of(whole, reader_language())


@dataclass(frozen=True)
class ReportCover:
    """What a published report says of itself: who can be asked, who took part, for which days; links and files."""

    contact: list[str]
    period: str
    stakeholders: list[TextInWords]
    links: list[dict[str, str]]
    files: list[Attachment]
    # Why the period cannot be so.
    remark: str = ""

    def __bool__(self) -> bool:
        return any((self.contact, self.period, self.stakeholders, self.links, self.files))


def cover_of_published(report: Report, form: QuestionnaireForm, beside: Beside) -> ReportCover:
    """The cover as it is published: never who the contact is, never the scan of a paper report."""
    cover = without_personal(form.fields, cover_of(report.header))
    contact = cover.get("contact", AnswerData()).entries
    links = next((answer.data.entries for answer in report.answers.all() if answer.question == "links"), ())
    return ReportCover(
        contact=[value for entry in contact for value in entry.values()],
        period=_period([cover[day].entries[0]["day"] for day in DAYS if day in cover]),
        stakeholders=texts_in_words(
            dict(sorted(cover.get("stakeholders", AnswerData()).texts.items())), beside.get(("stakeholders", ""), ())
        ),
        links=list(links),
        files=list(report.attachments.kept().filter(is_scan=False)),
        remark=" ".join(filter(None, (wrong_in_words(one, faults(one, cover)) for one in form.cover))),
    )


def open_answers(reports: list[Report], form: QuestionnaireForm) -> dict[str, AnswerData]:
    """The answers of a Party in one cycle without those that its earlier answers close."""
    answers = {key: answer for report in reports for key, answer in answers_of(report).items()}
    closed = form.closed({key: frozenset(answer.options) for key, answer in answers.items()})
    return {key: answer for key, answer in answers.items() if key in form.questions and key not in closed}


@dataclass(frozen=True)
class PublishedAnswer:
    """An answer as it was given, and why it counts as unanswered where it cannot be true."""

    words: AnswerInWords
    remark: str
    # The lead of the group that begins above it, and its language.
    lead: str
    lead_language: str


def by_section(
    form: QuestionnaireForm, answers: Mapping[str, AnswerData], beside: Beside
) -> list[tuple[str, list[PublishedAnswer]]]:
    """Answered questions under their section's title, in the form's order, with courtesy translations beside."""
    found = []
    for section, title in form.sections:
        answered = [question for question in form.section_questions(section) if question.key in answers]
        if answered:
            found.append((title, [_published(form, answers, beside, *one) for one in form.under_leads(answered)]))
    return found


def _published(
    form: QuestionnaireForm, answers: Mapping[str, AnswerData], beside: Beside, question: Question, lead: str
) -> PublishedAnswer:
    words = in_words(question, answers[question.key], may_be_markup=True, translations=beside)
    remark = wrong_in_words(question, faults(question, answers))
    return PublishedAnswer(words, remark, lead, form.language_of(lead))


def changes_between(
    baseline: tuple[QuestionnaireForm, Mapping[str, AnswerData]],
    current: tuple[QuestionnaireForm, Mapping[str, AnswerData]],
) -> list[Change] | None:
    """Mapped questions answered in both cycles whose answers differ; None where no map joins the cycles."""
    (old_form, old), (form, new) = baseline, current
    joined = QuestionMap.objects.filter(current__code=form.cycle, previous__code=old_form.cycle).first()
    if joined is None:
        return None
    found = []
    links = joined.links
    for key, question in form.questions.items():
        link = links.get(key)
        if link is None or key not in new or link.previous not in old or question.type in ("text", "number"):
            continue
        before = {link.recode(code) for code in old[link.previous].options}
        if before == set(new[key].options):
            continue
        previous = old_form.questions[link.previous]
        found.append(
            Change(
                question,
                previous,
                _options(previous, old[link.previous]),
                _options(question, new[key]),
                with_options_in_words(link.not_comparable, previous, question),
            )
        )
    return found


def _options(question: Question, answer: AnswerData) -> str:
    """The options of an answer in the language of the question's wording."""
    said = (question.options.get(code, code) for code in answer.options)
    return writing.in_clauses(said, question.wording.language)


def changes_as_text(party: Party, baseline: str, current: str, changes: list[Change]) -> str:
    """Changes as plain lines in the order of the form, so that two editions can be compared line by line."""
    said = [_("Demonstration data: a stand-in and generated answers."), ""] if party.demonstration else []
    lines = [
        *said,
        _("%(party)s: answers that differ, %(baseline)s to %(current)s")
        % {"party": party.name, "baseline": baseline, "current": current},
        "",
    ]
    for change in changes:
        lines.append(
            f"{current} {change.question.key} ({baseline} {change.previous.key}) {change.question.wording.text}"
        )
        lines.append(f"  - {change.before}")
        lines.append(f"  + {change.now}")
        if change.not_comparable:
            lines.append(f"  ! {_('not comparable')}: {change.not_comparable}")
    return "\n".join(lines) + "\n"


def _period(given: list[str]) -> str:
    """From one day to another in words; what is no day, as it was written."""
    try:
        return days.days(date.fromisoformat(given[0]), date.fromisoformat(given[-1]), reader_language())
    except (IndexError, ValueError):
        return " – ".join(map(stored_day, given))
