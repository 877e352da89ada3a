"""Reads about national reports that span models."""

from typing import Any

from national_reports.codec import AnswerData, encode
from national_reports.models import Report
from national_reports.questionnaire import QuestionnaireForm


def answers_of(report: Report) -> dict[str, AnswerData]:
    """The answers of a stored report, apart from the store."""
    return {answer.question: answer.data for answer in report.answers.all()}


def document_of(report: Report, form: QuestionnaireForm) -> dict[str, Any]:
    """A report in the Clearing-House's document shape."""
    return encode(
        form=form,
        identifier=report.identifier,
        government=report.party.alpha2 or report.party.code,
        header=report.header,
        answers=answers_of(report),
    )
