"""Which of several published reports of one Party and cycle counts: the latest submission, or what staff decided."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from indicators.models import ReportingCycle
from jobs.services import enqueue
from national_reports.models import Report
from national_reports.workflow import SEEN
from parties.audit import record
from parties.changes import REPORTS, note_change
from parties.models import Party, User

# The one that counts stands first.
COUNTING_ORDER = ("-preferred", F("received_on").desc(nulls_last=True), "-version")


class NoReason(ValueError):
    """A decision against the rule needs its reason in words."""


class NotPublished(ValueError):
    """Only a report that was published can be the one that counts."""


def decide_counted(*, report: Report, reason: str, by: User, at: datetime) -> None:
    """Let this report count instead of the latest submission, until the decision is taken back.

    Raises NoReason, NotPublished.
    """
    if not reason.strip():
        raise NoReason("Say why this report counts and not the latest submission.")
    with transaction.atomic():
        if report.state not in SEEN:
            raise NotPublished(report.get_state_display())
        _slot(report).filter(preferred=True).exclude(pk=report.pk).update(preferred=False, preferred_reason="")
        Report.objects.filter(pk=report.pk).update(preferred=True, preferred_reason=reason.strip())
        record(subject=report.subject, action="counted by decision", by=by, at=at, detail={"reason": reason.strip()})
        _settled(report, by=by, at=at)


def follow_the_rule(*, report: Report, by: User, at: datetime) -> None:
    """Take a decision back: the latest submission counts again. Nothing happens where there was none."""
    with transaction.atomic():
        if not _slot(report).filter(preferred=True).update(preferred=False, preferred_reason=""):
            return
        record(subject=report.subject, action="counted by the rule", by=by, at=at, detail={})
        _settled(report, by=by, at=at)


def settle(*, party: Party, cycle: ReportingCycle, part: str, by: User | None, at: datetime) -> None:
    """Make public the one that counts; what was public before stays to be read as superseded."""
    slot = Report.objects.filter(party=party, cycle=cycle, part=part, state__in=SEEN)
    first = slot.order_by(*COUNTING_ORDER).first()
    if first is None or first.state == Report.State.PUBLISHED:
        return
    for other in slot.filter(state=Report.State.PUBLISHED):
        Report.objects.filter(pk=other.pk).update(state=Report.State.SUPERSEDED)
        detail = {"by version": first.version}
        record(subject=other.subject, action=Report.State.SUPERSEDED, by=by, at=at, detail=detail)
    Report.objects.filter(pk=first.pk).update(state=Report.State.PUBLISHED)
    record(subject=first.subject, action=Report.State.PUBLISHED, by=by, at=at, detail={"counts": True})


def _slot(report: Report) -> QuerySet[Report]:
    return Report.objects.filter(party=report.party_id, cycle=report.cycle_id, part=report.part)


def _settled(report: Report, *, by: User, at: datetime) -> None:
    settle(party=report.party, cycle=report.cycle, part=report.part, by=by, at=at)
    note_change(REPORTS)
    enqueue(kind="compute_progress", reason="another report counts")
