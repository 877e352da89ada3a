"""Earlier answers taken over: copied, and confirmed by somebody who read them."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from national_reports.codec import AnswerData
from national_reports.models import AnswerChange, Report
from national_reports.services.filling import Saved, SaveState, hold, save_answer
from parties.models import User


def copy_answers(
    *,
    report: Report,
    contents: Mapping[str, tuple[AnswerData, str]],
    by: User,
    at: datetime,
    read_versions: Mapping[str, int] | None = None,
) -> list[Saved]:
    """Take answers over from earlier reports, given with their cycle; each waits to be confirmed.

    An answer that changed since it was read, where that is said, stays as it is.
    """
    with transaction.atomic():
        held = hold(report, by=by)
        versions = dict(held.answers.filter(question__in=contents).values_list("question", "version"))
        read = read_versions or {}
        return [
            save_answer(
                report=held,
                question=key,
                data=data,
                read_version=versions.get(key, 0),
                by=by,
                at=at,
                how=AnswerChange.How.COPIED,
                copied_from=cycle,
            )
            for key, (data, cycle) in contents.items()
            if read.get(key, versions.get(key, 0)) == versions.get(key, 0)
        ]


def confirm_copies(*, report: Report, questions: Iterable[str], by: User, at: datetime) -> int:
    """Say of copied answers that they still hold; returns how many."""
    with transaction.atomic():
        held = hold(report, by=by)
        waiting = held.answers.filter(question__in=list(questions)).exclude(copied_from="")
        saved = [
            save_answer(
                report=held,
                question=answer.question,
                data=answer.data,
                read_version=answer.version,
                by=by,
                at=at,
                how=AnswerChange.How.CONFIRMED,
            )
            for answer in waiting
        ]
    return sum(one.state == SaveState.SAVED for one in saved)
