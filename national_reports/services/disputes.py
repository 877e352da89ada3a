"""Hold a report that is in dispute, and release it; what is published stands meanwhile."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from languages.told import said_later
from national_reports.models import Dispute, Report
from national_reports.services.letters_to_colleagues import tell_authorities, tell_carer
from national_reports.workflow import OPEN
from parties.audit import record
from parties.models import User
from parties.permissions import role_for
from parties.roles import Leave


class InDispute(RuntimeError):
    """The report is held: it goes no further until it is released. The text is the reason."""


class ReasonMissing(ValueError):
    """A report is held, and released, for a reason that others can read."""


class NothingToHold(RuntimeError):
    """What is published or ended is held by nobody. The text names the state."""


class NotYoursToRelease(PermissionError):
    """A hold is released by whoever set it, or by the Secretariat; one of the Secretariat's by its staff."""


class NotYoursToHold(PermissionError):
    """An authority of the Party or staff of the Secretariat holds a report: ask one."""


def dispute_of(report: Report) -> Dispute | None:
    """The hold that is on a report now; one query."""
    return Dispute.objects.filter(report=report, released_at=None).select_related("by").first()


def check_not_held(report: Report) -> None:
    """Raises InDispute with the reason. Whoever asks holds the report's row, so that nobody holds it meanwhile."""
    dispute = dispute_of(report)
    if dispute is not None:
        raise InDispute(dispute.reason)


def may_release(person: User, dispute: Dispute) -> bool:
    """Whether somebody, whose role includes submitting, may release a report."""
    return person.is_staff or (dispute.by == person and not dispute.by.is_staff)


def hold_in_dispute(*, report: Report, reason: str, by: User, at: datetime) -> Dispute:
    """Keep a report from going further, for a reason; one that is held already stays so, for the first reason.

    Its authorities are told, and whoever looks after the Party once it was handed in.
    Raises ReasonMissing, NotYoursToHold, NothingToHold.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    role = role_for(by, report.party.code, timezone.localdate(at))
    if by.secretariat_role is None and (role is None or role.submits is Leave.NO):
        raise NotYoursToHold
    with transaction.atomic():
        held = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if held.state not in OPEN:
            raise NothingToHold(held.get_state_display())
        standing = dispute_of(held)
        if standing is not None:
            return standing
        dispute = Dispute.objects.create(report=held, reason=reason, by=by, at=at)
        record(subject=held.subject, action=said_later("held in dispute"), by=by, at=at, detail={"reason": reason})
        tell_authorities(held, "held", by=by, at=at, words=reason)
        _tell_carer(held, "held", by=by, at=at, words=reason)
    return dispute


def _tell_carer(report: Report, what: str, *, by: User, at: datetime, words: str) -> None:
    """A draft is its Party's alone, and so is what its people disagree about."""
    if report.state != Report.State.DRAFT:
        tell_carer(report, what, by=by, at=at, words=words)


def release(*, report: Report, word: str, by: User, at: datetime) -> bool:
    """Let a report that was held go on, and say why; whether it was held. Raises ReasonMissing, NotYoursToRelease."""
    word = word.strip()
    if not word:
        raise ReasonMissing
    with transaction.atomic():
        held = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        dispute = dispute_of(held)
        if dispute is None:
            return False
        if not may_release(by, dispute):
            raise NotYoursToRelease
        Dispute.objects.filter(pk=dispute.pk).update(released_by=by, released_at=at, word=word)
        record(subject=held.subject, action=said_later("released from dispute"), by=by, at=at, detail={"word": word})
        tell_authorities(held, "released", by=by, at=at, words=word)
        _tell_carer(held, "released", by=by, at=at, words=word)
    return True
