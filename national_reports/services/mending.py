"""A questionnaire that is mended while drafts are open: what no longer fits is kept apart for its Party."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import override

from languages.codes import short
from languages.told import said_later
from national_reports.codec import AnswerData
from national_reports.fitting import fitting
from national_reports.models import Answer, AnswerChange, KeptApart, Questionnaire, Report
from national_reports.questionnaire import Question, QuestionnaireForm
from national_reports.selectors import answered_questionnaire, questionnaire_for
from national_reports.services.filling import PLAIN, Saved, hold, save_answer, store_answer
from national_reports.words import called, in_words
from national_reports.workflow import EDITABLE
from parties.audit import record
from parties.models import User


@dataclass(frozen=True)
class Touched:
    """A draft with the questions whose answers a mended questionnaire sets apart, as they were called."""

    report: Report
    questions: tuple[str, ...]


def keep_apart(*, before: Questionnaire, now: Questionnaire, at: datetime) -> None:
    """Set apart, in every draft of a cycle, what answers said that their mended questions can't hold any more.

    What a question still holds of an answer stays. What was handed in is not touched: it is shown under the form that
    it answered. The same form again sets nothing apart.
    """
    drafts = Report.objects.for_cycle(before.cycle).filter(part="", state__in=EDITABLE)
    # Held, so that what is submitted in this moment is either handed in as it was, or set apart first.
    held = list(drafts.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    _set_apart(Answer.objects.filter(report__in=held), before, now, at=at)


def set_apart(report: Report, *, of: Report, at: datetime) -> None:
    """Set apart what no longer fits of the answers that a report has of `of`, which answered an earlier form.

    `of` is the report itself where it is returned, and the version before where it is the next one.
    """
    before, now = answered_questionnaire(of), questionnaire_for(report.cycle)
    if before.pk != now.pk:
        _set_apart(Answer.objects.filter(report=report), before, now, at=at)


def _set_apart(answers: QuerySet[Answer], before: Questionnaire, now: Questionnaire, *, at: datetime) -> None:
    mended = [key for key, asked in before.form.fields.items() if _asks_otherwise(asked, now.form.fields.get(key))]
    # Where an earlier release kept the words while a report was in review, they wait already.
    waiting = set(KeptApart.objects.filter(settled_at=None, question__in=mended).values_list("report", "question"))
    forms = {code: before.form_in(code) for code in settings.ALL_LANGUAGES}
    of_mended = answers.filter(question__in=mended).select_related("report").select_for_update(of=("self",))
    for answer in of_mended.order_by("pk"):
        kept = fitting(now.form.fields.get(answer.question), answer.data)
        if kept == answer.data:
            continue
        if (answer.report_id, answer.question) not in waiting or answer.report.state != Report.State.RETURNED:
            _keep_words(answer, forms, at=at)
        _reduce(answer, kept, at=at)


def _asks_otherwise(before: Question, now: Question | None) -> bool:
    """Whether a question takes other answers than before; other words for the same are no matter here."""
    if now is None:
        return True
    shape = [(one.type, one.multiple, tuple(one.options), dict(one.details)) for one in (before, now)]
    return shape[0] != shape[1]


def _keep_words(answer: Answer, forms: dict[str, QuestionnaireForm], *, at: datetime) -> None:
    report, data = answer.report, answer.data
    said = {}
    for code, form in forms.items():
        with override(code):
            question = form.fields[answer.question]
            said[short(code)] = {
                "name": called(question) if question.number else "",
                "question": question.wording.text,
                "answer": in_words(question, data, with_private=True).in_one_line,
            }
    section = next(iter(forms.values())).fields[answer.question].section
    KeptApart.objects.create(
        report=report, question=answer.question, section=section, said=said, content=data.packed, at=at
    )


def _reduce(answer: Answer, kept: AnswerData, *, at: datetime) -> None:
    how = AnswerChange.How.MENDED
    store_answer(answer.report, answer, answer.question, kept, by=None, at=at, how=how, copied_from="", place=PLAIN)


def touched_since(at: datetime) -> list[Touched]:
    """The drafts of which something was set apart since a moment, each with its questions; one query."""
    found: dict[Report, list[str]] = {}
    rows = KeptApart.objects.filter(at__gte=at, report__state__in=EDITABLE).select_related(
        "report__party", "report__cycle"
    )
    for one in rows.order_by("report__party__code", "pk"):
        found.setdefault(one.report, []).append(one.question)
    return [Touched(report, tuple(questions)) for report, questions in found.items()]


def waiting_apart(report: Report) -> list[KeptApart]:
    """What is kept apart of a report and waits for its Party."""
    return list(KeptApart.objects.filter(report=report, settled_at=None))


def take_over_apart(*, apart: KeptApart, data: AnswerData, read_version: int, by: User, at: datetime) -> Saved:
    """Make `data` the answer and settle what was kept apart; put beside where the answer was changed meanwhile.

    Raises ReportFrozen, NotYoursToFill.
    """
    with transaction.atomic():
        saved = save_answer(
            report=apart.report,
            question=apart.question,
            data=data,
            read_version=read_version,
            by=by,
            at=at,
            how=AnswerChange.How.RESTORED,
        )
        _settle(apart, action=said_later("kept apart: taken over"), by=by, at=at)
    return saved


def discard_apart(*, apart: KeptApart, by: User, at: datetime) -> None:
    """Say that what was kept apart is not needed; it stays in the history. Raises ReportFrozen, NotYoursToFill."""
    with transaction.atomic():
        hold(apart.report, by=by)
        _settle(apart, action=said_later("kept apart: discarded"), by=by, at=at)


def _settle(apart: KeptApart, *, action: str, by: User, at: datetime) -> None:
    if KeptApart.objects.filter(pk=apart.pk, settled_at=None).update(settled_at=at, settled_by=by):
        record(subject=apart.report.subject, action=action, by=by, at=at, detail={"question": apart.question})
