"""A filled-in workbook: what it would change, and the changes that somebody confirms."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.db import transaction

from languages.told import said_later
from national_reports.codec import AnswerData
from national_reports.cover import languages_of
from national_reports.models import AnswerChange, Report, WorkbookImport
from national_reports.previous import previous_answers
from national_reports.questionnaire import Question, QuestionnaireForm
from national_reports.selectors import answers_of, questionnaire_of
from national_reports.services.filling import Saved, SaveState, content_at, hold, save_answer
from national_reports.words import in_words
from national_reports.workbook.carrying import carried
from national_reports.workbook.identity import WorkbookIdentity
from national_reports.workbook.reading import ReadAnswer, read_workbook
from national_reports.workbook.writing import write_workbook
from parties.audit import record
from parties.models import User


@dataclass(frozen=True)
class Difference:
    """One answer that a workbook would change; `meanwhile` says that the form was changed since it was made."""

    question: Question
    version: int
    standing: AnswerData
    offered: AnswerData
    meanwhile: bool


def identity_of(report: Report, answers: Mapping[str, AnswerData]) -> WorkbookIdentity:
    return WorkbookIdentity(
        party_code=report.party.code,
        party_name=report.party.name,
        cycle=report.cycle.code,
        report_version=report.version,
        languages=languages_of(answers),
        form_sha256=questionnaire_of(report).sha256,
        demonstration=report.party.demonstration,
    )


def workbook_of(report: Report, form: QuestionnaireForm, *, at: datetime) -> bytes:
    """The form with the answers so far and those of the earlier report, to be filled in without a line.

    In the language of the moment; `form` as a reader of it sees the questions.
    """
    answers = answers_of(report)
    earlier = previous_answers(report, form)
    return write_workbook(
        form=form,
        identity=identity_of(report, answers),
        answers=answers,
        versions=dict(report.answers.values_list("question", "version")),
        previous={
            key: in_words(one.question, one.data, may_be_markup=True).in_one_line for key, one in earlier.items()
        },
        at=at,
    )


def receive_workbook(
    *, report: Report, form: QuestionnaireForm, content: bytes, name: str, by: User, at: datetime
) -> WorkbookImport:
    """Read a workbook of any language and keep what it would change, and what of it can't be read; nothing is applied.

    `form` in its English wording. Raises WorkbookRefused, ReportFrozen.
    """
    answers = answers_of(report)
    read = read_workbook(BytesIO(content), form=form, identity=identity_of(report, answers))
    rows = [
        {"question": row.question, "read_version": row.read_version, "content": row.data.packed}
        for row in read.rows
        if not _is_known(report, form.fields[row.question], row, answers.get(row.question, AnswerData()))
    ]
    with transaction.atomic():
        held = hold(report, by=by)
        kept = WorkbookImport.objects.create(
            report=held,
            by=by,
            at=at,
            name=name[-120:],
            sha256=hashlib.sha256(content).hexdigest(),
            rows=rows,
            problems=[{"place": one.place, "reason": one.reason} for one in read.problems],
        )
        detail = {"name": kept.name, "sha256": kept.sha256, "differences": len(rows), "not_read": len(read.problems)}
        record(subject=held.subject, action=said_later("workbook received"), by=by, at=at, detail=detail)
    return kept


def _is_known(report: Report, question: Question, row: ReadAnswer, standing: AnswerData) -> bool:
    """Whether a row says what stands now, or what stood when the workbook was made: then nobody changed it."""
    if row.data == carried(question, standing):
        return True
    return row.data == carried(question, content_at(report, question.key, row.read_version))


def differences(workbook: WorkbookImport, form: QuestionnaireForm) -> list[Difference]:
    """What the workbook would change as things stand now."""
    stored = {answer.question: answer for answer in workbook.report.answers.all()}
    found = []
    for row in workbook.rows:
        answer = stored.get(row["question"])
        standing, version = (answer.data, answer.version) if answer else (AnswerData(), 0)
        offered = AnswerData.unpack(row["content"])
        question = form.fields[row["question"]]
        if offered != carried(question, standing):
            found.append(Difference(question, version, standing, offered, version != row["read_version"]))
    return found


def apply_workbook(*, workbook: WorkbookImport, versions: Mapping[str, int], by: User, at: datetime) -> list[Saved]:
    """Make the chosen rows answers, each at the version that was shown; applying again changes nothing.

    Raises ReportFrozen, NotYoursToFill, SectionOfAnother.
    """
    with transaction.atomic():
        saved = [
            save_answer(
                report=workbook.report,
                question=row["question"],
                data=AnswerData.unpack(row["content"]),
                read_version=versions[row["question"]],
                by=by,
                at=at,
                how=AnswerChange.How.WORKBOOK,
            )
            for row in workbook.rows
            if row["question"] in versions
        ]
        WorkbookImport.objects.filter(pk=workbook.pk, applied_at=None).update(applied_at=at)
        detail = {
            "workbook": workbook.pk,
            "changed": sum(one.state == SaveState.SAVED for one in saved),
            "beside": sum(one.state == SaveState.CONFLICT for one in saved),
        }
        if any(one.state != SaveState.UNCHANGED for one in saved):
            record(subject=workbook.report.subject, action=said_later("workbook applied"), by=by, at=at, detail=detail)
    return saved
