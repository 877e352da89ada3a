"""Reads about national reports that span models."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, Exists, F, OuterRef, Subquery, TextField
from django.db.models.sql.compiler import SQLCompiler

from indicators.models import ReportingCycle
from national_reports.codec import AnswerData, encode
from national_reports.cover import cover_of, header_of, without_personal
from national_reports.documents.markup import words_of
from national_reports.models import Answer, Conflict, Questionnaire, Report, SectionMark, Submission
from national_reports.plausibility import Fault, faults, implausible
from national_reports.progress import Remark, check, closed_questions
from national_reports.questionnaire import QuestionnaireForm


class NoQuestionnaire(LookupError):
    """No questionnaire is loaded for this cycle: load one with manage.py load_questionnaires."""


def questionnaire_for(cycle: ReportingCycle) -> Questionnaire:
    """The questionnaire of a cycle that is in use. Raises NoQuestionnaire."""
    newest = Questionnaire.objects.filter(cycle=cycle).order_by("-version", "-mended").of_words().first()
    if newest is None:
        raise NoQuestionnaire(cycle.code)
    return newest


def form_for(cycle: ReportingCycle, language: str = "") -> QuestionnaireForm:
    """The form of a cycle that is in use, in our English working wording; for a reader's language as it is asked in it.

    Its document is read only where this process has not built it yet. Raises NoQuestionnaire.
    """
    return _worded(questionnaire_for(cycle), language)


def answered_questionnaire(report: Report) -> Questionnaire:
    """The questionnaire that the last submission of a report answered, whatever came of the report since.

    The one in use where nothing was handed in here: what came from elsewhere answered no form of ours. One query.
    Raises NoQuestionnaire.
    """
    handed_in = Submission.objects.filter(report=report, questionnaire=OuterRef("pk")).order_by("-at").values("at")
    answered = Questionnaire.objects.filter(cycle=report.cycle_id).annotate(answered_at=Subquery(handed_in[:1]))
    last_first = (F("answered_at").desc(nulls_last=True), "-version", "-mended")
    found = answered.order_by(*last_first).of_words().first()
    if found is None:
        raise NoQuestionnaire(report.cycle.code)
    return found


def questionnaire_of(report: Report) -> Questionnaire:
    """The questionnaire that a report is shown under: the one that it answered; while it is filled in, that in use."""
    if report.is_editable or report.state == Report.State.SET_ASIDE:
        return questionnaire_for(report.cycle)
    return answered_questionnaire(report)


def form_of(report: Report, language: str = "") -> QuestionnaireForm:
    """The form that a report is shown under; for a reader's language as it is asked in it."""
    return _worded(questionnaire_of(report), language)


def form_of_submission(submission: Submission, language: str = "") -> QuestionnaireForm:
    """The form that was handed in; the one in use where an earlier release did not keep which it was."""
    if submission.questionnaire_id is None:
        return form_for(submission.report.cycle, language)
    return _worded(Questionnaire.objects.of_words().get(pk=submission.questionnaire_id), language)


def questionnaires_of(reports: Collection[Report]) -> dict[int, Questionnaire]:
    """The questionnaires that many reports answered, none of which is being filled in, by the numbers of the reports.

    Two queries, three at most.
    """
    of_submissions = Submission.objects.filter(report__in=reports, questionnaire__isnull=False).order_by("at")
    answered = dict(of_submissions.values_list("report", "questionnaire"))
    held = {one.pk: one for one in Questionnaire.objects.filter(pk__in=answered.values()).of_words()}
    in_use: dict[int, Questionnaire] = {}
    if others := {report.cycle_id for report in reports if report.pk not in answered}:
        in_use = {one.cycle_id: one for one in Questionnaire.objects.filter(cycle__in=others).in_use().of_words()}
    return {
        report.pk: held[answered[report.pk]] if report.pk in answered else in_use[report.cycle_id] for report in reports
    }


def _worded(questionnaire: Questionnaire, language: str) -> QuestionnaireForm:
    return questionnaire.form_in(language) if language else questionnaire.form


def answers_of(report: Report) -> dict[str, AnswerData]:
    """The answers of a stored report, apart from the store."""
    return {answer.question: answer.data for answer in report.answers.all()}


def answers_to_show(report: Report) -> tuple[dict[str, Any], set[str]]:
    """The answers by question, each with `has_conflict` and who changed it, and the sections marked; one query.

    A conflict is always beside an answer that stands. Where nothing is answered, marks are asked for by themselves.
    """
    waiting = Conflict.objects.filter(report=OuterRef("report"), question=OuterRef("question"), settled_at=None)
    marks = SectionMark.objects.filter(report=report.pk).values("report").annotate(all=Joined("section"))
    answers = report.answers.select_related("changed_by").annotate(
        has_conflict=Exists(waiting), marked=Subquery(marks.values("all"))
    )
    found = {answer.question: answer for answer in answers}
    if not found:
        return found, set(report.marks.values_list("section", flat=True))
    return found, set((next(iter(found.values())).marked or "").split())


class Joined(Aggregate):
    """The words of several rows in one, with spaces between them; no word has a space."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, ' ')"
    output_field = TextField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)


def form_answers(report: Report) -> dict[str, AnswerData]:
    """All that a report says, as the form here holds it: the cover too, and texts without the tags that they came with.

    What came from elsewhere keeps its cover in the header, and its texts may be HTML.
    """
    return as_typed(report, cover_of(report.header) | answers_of(report))


def as_typed(report: Report, answers: Mapping[str, AnswerData]) -> dict[str, AnswerData]:
    """Answers of a report as if they had been typed here, without those that are empty."""
    if report.origin == Report.Origin.CLEARING_HOUSE:
        answers = {key: _typed(answer) for key, answer in answers.items()}
    return {key: answer for key, answer in answers.items() if not answer.is_empty}


def _typed(answer: AnswerData) -> AnswerData:
    def plain(texts: Mapping[str, str]) -> dict[str, str]:
        return {language: words_of(text) for language, text in texts.items()}

    details = {code: detail if isinstance(detail, int) else plain(detail) for code, detail in answer.details.items()}
    return replace(answer, texts=plain(answer.texts), details=details)


def document_of(report: Report, form: QuestionnaireForm) -> dict[str, Any]:
    """A report in the Clearing-House's document shape, with the header that it is published with."""
    return encoded(report, form, answers_of(report), report.header)


def remarks_at(report: Report, form: QuestionnaireForm, question: str) -> dict[str, tuple[Fault, ...]]:
    """What cannot be true at a question, and at those whose day follows it, as they stand now.

    Every question that may have changed with it is there, with nothing where all is well.
    """
    concerned = [one for one in form.bounded if one.plausible and question in (one.key, one.plausible.not_before)]
    if not concerned:
        return {}
    needed = {key for one in concerned if one.plausible for key in (one.key, one.plausible.not_before)}
    answers = {answer.question: answer.data for answer in report.answers.filter(question__in=needed)}
    return {one.key: faults(one, answers) for one in concerned}


def implausible_in(
    reports: Collection[int], form: QuestionnaireForm, questions: Collection[str]
) -> dict[int, dict[str, tuple[Fault, ...]]]:
    """By report: which of these questions have an answer that cannot be true, and why; a query only where one could.

    Hidden answers are not told apart here.
    """
    bounded = {one.key: one for one in form.bounded if one.key in questions}
    found: dict[int, dict[str, tuple[Fault, ...]]] = {}
    for answer in Answer.objects.filter(report__in=reports, question__in=bounded) if bounded else ():
        wrong = faults(bounded[answer.question], {answer.question: answer.data})
        if wrong:
            found.setdefault(answer.report_id, {})[answer.question] = wrong
    return found


def implausible_of(reports: Collection[Report], form: QuestionnaireForm) -> dict[int, dict[str, tuple[Fault, ...]]]:
    """By report: every question whose answer cannot be true, the cover's among them; one query for all."""
    keys = {key for one in form.bounded if one.plausible for key in (one.key, one.plausible.not_before)}
    answers: dict[int, dict[str, AnswerData]] = defaultdict(dict)
    for answer in Answer.objects.filter(report__in=reports, question__in=keys):
        answers[answer.report_id][answer.question] = answer.data
    return {report.pk: implausible(form, cover_of(report.header) | answers[report.pk]) for report in reports}


def open_answers(form: QuestionnaireForm, answers: Mapping[str, AnswerData]) -> dict[str, AnswerData]:
    """The answers that are handed in: not those that are empty, nor those that other answers close."""
    closed = closed_questions(form, answers)
    return {key: answer for key, answer in answers.items() if key not in closed and not answer.is_empty}


def frozen_document(report: Report, form: QuestionnaireForm) -> dict[str, Any]:
    """All that is handed in with a report, as one JSON document; its hash is the receipt's.

    `document` is of the Clearing-House's shape and says who the contact is; `header` is what of it is
    published; links and files stand beside it, for the Clearing-House's shape has no place for them.
    """
    answers = open_answers(form, answers_of(report))
    links = answers.get("links", AnswerData()).entries
    return {
        "party": report.party.code,
        "cycle": report.cycle.code,
        "version": report.version,
        "document": encoded(report, form, answers, header_of(answers)),
        "header": header_of(without_personal(form.fields, answers)),
        "links": list(links),
        "attachments": [
            {"name": one.name, "size": one.size, "sha256": one.sha256} for one in report.attachments.kept()
        ],
    }


def encoded(
    report: Report, form: QuestionnaireForm, answers: Mapping[str, AnswerData], header: Mapping[str, Any]
) -> dict[str, Any]:
    """These answers in the Clearing-House's document shape."""
    return encode(
        form=form,
        identifier=report.identifier,
        government=report.party.alpha2 or report.party.code,
        header=header,
        answers=answers,
    )


def remarks_of(report: Report, form: QuestionnaireForm) -> list[Remark]:
    """What the check of a stored report finds; three queries."""
    answers = list(report.answers.all())
    attached = report.attachments.kept().exists()
    data = {answer.question: answer.data for answer in answers}
    if attached:
        data["attachments"] = AnswerData(entries=({"held": "true"},))
    return check(
        form,
        data,
        copied={answer.question for answer in answers if answer.copied_from},
        conflicts=conflicted(report),
    )


def conflicted(report: Report) -> Collection[str]:
    """Questions at which two editors' texts wait to be settled."""
    return set(report.conflicts.filter(settled_at=None).values_list("question", flat=True))


def put_beside(report: Report, question: str) -> list[Conflict]:
    """The texts that were put beside an answer, settled or not, the newest first; of each page its last."""
    found = report.conflicts.filter(question=question).select_related("by").order_by("at", "pk")
    last = {(one.by_id, one.tab or one.pk): one for one in found}
    return list(reversed(last.values()))
