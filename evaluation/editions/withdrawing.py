"""Writes beside a published edition: withdraw it from lists, and choose the evaluation that the first page shows."""

from datetime import datetime

from django.db import transaction

from evaluation.models import Edition, Evaluation, HomeChoice, Withdrawal
from jobs.services import enqueue
from languages.told import said_later
from parties.audit import record
from parties.changes import note_change
from parties.models import User

EDITIONS = "editions"


class WithdrawalNeedsReason(ValueError):
    """Whoever reads a withdrawn edition is told why: write the reason."""


class NotPublished(RuntimeError):
    """Only what is published can be withdrawn or shown on the first page: mend the draft."""


class AlreadyWithdrawn(RuntimeError):
    """The edition is withdrawn already."""


def withdraw_edition(*, edition: Edition, reason: str, by: User, at: datetime) -> Withdrawal:
    """Mark a wrong edition wherever it is listed; its bytes, hash and address stay.

    Raises NotPublished, WithdrawalNeedsReason, AlreadyWithdrawn.
    """
    if not edition.is_published:
        raise NotPublished(str(edition))
    if not reason.strip():
        raise WithdrawalNeedsReason(str(edition))
    with transaction.atomic():
        held, new = Withdrawal.objects.get_or_create(
            edition=edition, defaults={"reason": reason.strip(), "by": by, "at": at}
        )
        if not new:
            raise AlreadyWithdrawn(str(edition))
        note_change(EDITIONS)
        enqueue(kind="send_withdrawal_notices", edition=edition.pk)
        detail = {"version": edition.version, "sha256": edition.sha256, "reason": held.reason}
        record(subject=edition.evaluation.subject, action=said_later("edition withdrawn"), by=by, at=at, detail=detail)
    return held


def choose_for_home(*, evaluation: Evaluation, by: User, at: datetime) -> HomeChoice:
    """Show an evaluation as the latest on the first page; the same again changes nothing. Raises NotPublished."""
    if not evaluation.editions.published().filter(withdrawal=None).exists():
        raise NotPublished(evaluation.slug)
    with transaction.atomic():
        of_plan = HomeChoice.objects.filter(evaluation__plan=evaluation.plan)
        last = of_plan.select_for_update(of=("self",)).order_by("pk").last()
        if last is not None and last.evaluation_id == evaluation.pk:
            return last
        chosen = HomeChoice.objects.create(evaluation=evaluation, by=by, at=at)
        note_change(EDITIONS)
        before = last.evaluation.slug if last else None
        record(subject=evaluation.subject, action=said_later("shown on home"), by=by, at=at, detail={"before": before})
    return chosen
