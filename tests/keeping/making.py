"""Drafts, the answers that a whole report needs, and what a browser posts to save one."""

from datetime import UTC, date, datetime

from indicators.models import ReportingCycle
from national_reports.codec import AnswerData
from national_reports.models import Answer, Report
from national_reports.progress import check, closed_questions
from national_reports.questionnaire import Question, QuestionnaireForm
from national_reports.selectors import form_for
from national_reports.sending import GRAMMAR
from national_reports.services.opening import open_report
from parties.models import Party, User

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
# A question with one text, without conditions; another of the same page; one with a text beside its option.
TEXT, OTHER, DETAILED = "Q020", "Q014", "Q017"
FULL = "implementation.fullInPlace"
SECTION = "article2"
# Last in every form.
END: dict[str, object] = {"end": GRAMMAR}


def make_draft(party: str, by: User, cycle: str = "NR4") -> Report:
    return open_report(party=Party.objects.get(code=party), cycle=ReportingCycle.objects.get(code=cycle), by=by, at=AT)


def address(report: Report, place: str = "") -> str:
    return f"/en/reports/{report.party.code}/{report.cycle.code}/{place}"


def said(text: str) -> AnswerData:
    return AnswerData(texts={"en": text})


def sent(question: str, version: int | None, *, shown: str = "", **parts: object) -> dict[str, object]:
    """The fields of one question as a page sends them, by part; `whole` is its value in one piece."""
    name = f"{question}~{version}"
    fields = {name if part == "whole" else f"{name}:{part}": value for part, value in parts.items()}
    return fields | {f"{name}:shown": shown}


def posted(
    text: str, version: int | None, *, question: str = TEXT, tab: str = "", sequence: int = 0, shown: str = ""
) -> dict[str, object]:
    """The fields of one save of a text; without a version if that is None."""
    fields = {"tab": tab, "sequence": sequence} if tab else {}
    if version is None:
        return fields | {f"{question}:en": text} | END
    return fields | sent(question, version, en=text, shown=shown) | END


def fill(report: Report, *, everything: bool = False) -> None:
    """Answer what must be answered, or all that the answers leave open."""
    form = form_for(report.cycle)
    answers = whole(form, everything=everything)
    Answer.objects.filter(report=report).delete()
    Answer.objects.bulk_create(
        Answer(
            report=report,
            question=key,
            options=list(data.options),
            number=data.number,
            texts=data.texts,
            details=data.details,
            entries=list(data.entries),
        )
        for key, data in answers.items()
    )


def whole(form: QuestionnaireForm, *, everything: bool = False) -> dict[str, AnswerData]:
    """Answers that nothing stands in the way of."""
    answers: dict[str, AnswerData] = {}
    for key, question in form.fields.items():
        if question.kind != "attachments" and (everything or question.mandatory):
            answers[key] = _ordinary(question)
    for key in closed_questions(form, answers):
        answers.pop(key, None)
    assert not [remark for remark in check(form, answers) if remark.is_blocking]
    return answers


def _ordinary(question: Question) -> AnswerData:
    if question.kind == "text":
        return said(f"What {question.key} asks, answered in a sentence of some length. " * 6)
    if question.kind == "number":
        return AnswerData(number=3)
    if question.kind == "day":
        return AnswerData(entries=({"day": date(2019, 9, 30).isoformat()},))
    if question.kind == "contact":
        return AnswerData(entries=({"name": "A Focal Point", "email": "focal@party.example"},))
    if question.kind == "links":
        return AnswerData(entries=({"url": "https://party.example/law", "title": "The law"},))
    code = "en" if question.key == "languages" else next(iter(question.options))
    return AnswerData(options=(code,))
