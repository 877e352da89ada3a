"""Kept texts before the person who typed them: put back into their boxes once, then beside them until saved."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from national_reports.codec import AnswerData
from national_reports.cover import languages_of
from national_reports.forms import FieldInvalid, VersionMissing, as_typed, read_answer
from national_reports.models import Answer, KeptText, Report
from national_reports.posted import as_post, fields_by_question, version_in
from national_reports.questionnaire import Question, QuestionnaireForm
from national_reports.selectors import answers_of
from national_reports.sending import receive_whole, sort_out
from national_reports.services.filling import content_at
from national_reports.services.kept import Fields, Typed, forget, kept_for, note_shown
from national_reports.views.reports import HeldReport
from national_reports.views.typed import Keeping
from national_reports.words import AnswerInWords, in_words
from parties.models import User
from parties.permissions import Access, signed_in_user

PUT_BACK = "kept"


@dataclass
class KeptHere:
    """What waits at one question: the text in its box, if one is there, and those beside it."""

    in_box: KeptText | None = None
    beside: list[tuple[KeptText, AnswerInWords]] = field(default_factory=list)
    # What stands, where it is no longer what the text in the box was typed over.
    standing: AnswerInWords | None = None
    standing_by: str = ""


def read_section(posted: QueryDict, report: Report, form: QuestionnaireForm, person: User) -> list[Typed]:
    """The questions of a posted page that say something else than what stands and what their page had shown.

    Raises FormOutdated, FormCut: a form that is not whole takes the place of nothing that was kept.
    """
    receive_whole(posted)
    answers = answers_of(report)
    languages = languages_of(answers)
    found = []
    for key, fields in fields_by_question(posted, form).items():
        version = version_in(fields)
        if version is None:
            continue
        data = typed_data(fields, form.fields[key], languages, answers.get(key, AnswerData()))
        if data != answers.get(key, AnswerData()) and data != content_at(report, key, version):
            found.append(Typed(key, version, fields))
    return found


SECTION = Keeping(KeptText.Place.SECTION, Access.REPORT_EDIT, read_section)


def typed_data(fields: Fields, question: Question, languages: tuple[str, ...], held: AnswerData) -> AnswerData:
    """What was typed but not stored; a question that was not on that page stays as it is."""
    sent = sort_out(as_post(fields))
    try:
        return read_answer(sent, question, languages=languages, held=held).data
    except FieldInvalid:
        return as_typed(sent[question.key], question, languages=languages, held=held)
    except VersionMissing:
        return held


def waiting_here(
    request: HttpRequest, held: HeldReport, questions: Collection[Question], answers: Mapping[str, AnswerData]
) -> dict[str, list[KeptText]]:
    """The texts that wait at these questions for whoever looks; what stands by now is forgotten."""
    languages = languages_of(answers)
    rows = kept_for(
        report=held.report,
        person=signed_in_user(request),
        place=KeptText.Place.SECTION,
        questions=[question.key for question in questions],
        at=timezone.now(),
    )
    found: dict[str, list[KeptText]] = {}
    stand = []
    for question in questions:
        standing = answers.get(question.key, AnswerData())
        for row in rows.get(question.key, []):
            if typed_data(row.fields, question, languages, standing) == standing:
                stand.append(row)
            else:
                found.setdefault(question.key, []).append(row)
    if stand:
        forget(stand)
    return found


def for_boxes(request: HttpRequest, waiting: Mapping[str, list[KeptText]]) -> dict[str, KeptText]:
    """Which text is put back into the box of each question: the newest not yet shown, or the one asked for."""
    asked = request.GET.get(PUT_BACK, "")
    chosen: dict[str, KeptText] = {}
    for key, rows in waiting.items():
        fitting = [row for row in rows if str(row.pk) == asked] or [row for row in rows if row.shown_at is None]
        if fitting:
            chosen[key] = fitting[0]
    if request.method == "GET" and chosen:
        note_shown([row for rows in waiting.values() for row in rows], at=timezone.now())
    return chosen


def kept_here(
    question: Question, rows: list[KeptText], in_box: KeptText | None, answer: Answer | None, languages: tuple[str, ...]
) -> KeptHere:
    """What the page says beside one question."""
    standing = answer.data if answer else AnswerData()
    here = KeptHere(in_box=in_box)
    for row in rows:
        if row != in_box:
            data = typed_data(row.fields, question, languages, standing)
            here.beside.append((row, in_words(question, data, with_private=True)))
    if in_box is not None and answer is not None and answer.version != in_box.read_version:
        here.standing = in_words(question, standing, with_private=True)
        here.standing_by = answer.changed_by.name if answer.changed_by else ""
    return here


def left_over(user: User, held: HeldReport) -> list[tuple[Question, KeptText, AnswerInWords]]:
    """All that waits for this person in a report, in the order of the form."""
    answers = answers_of(held.report)
    languages = languages_of(answers)
    rows = kept_for(report=held.report, person=user, place=SECTION.place, questions=None, at=timezone.now())
    found = []
    for question in (held.form.fields[key] for key in held.form.fields if key in rows):
        standing = answers.get(question.key, AnswerData())
        for row in rows[question.key]:
            data = typed_data(row.fields, question, languages, standing)
            if data != standing:
                found.append((question, row, in_words(question, data, with_private=True)))
    return found
