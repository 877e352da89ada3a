"""Which of several published reports of one Party and cycle is public: the latest submission, or what staff decided.

The rule itself, and how each report stands at a cut-off, is in `national_reports/ledger.py`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from indicators.days import deadline_day
from indicators.models import ReportingCycle
from jobs.services import enqueue
from languages.told import said_later
from national_reports.dates import Received
from national_reports.ledger import public_one
from national_reports.models import FILLED_IN_HERE, Report
from national_reports.workflow import SEEN, SET_ASIDE
from parties.audit import record
from parties.changes import REPORTS, note_change
from parties.models import Party, User

DATES = ("received_on", "received_at", "first_received_on", "first_received_at")


class NoReason(ValueError):
    """A decision against the rule needs its reason in words."""


class NotPublished(ValueError):
    """Only a report that was published can be the one that counts."""


def decide_counted(*, report: Report, reason: str, by: User, at: datetime) -> None:
    """Let this report count instead of the latest submission, until the decision is taken back.

    Raises NoReason, NotPublished.
    """
    if not reason.strip():
        raise NoReason(said_later("Say why this report counts and not the latest submission."))
    with transaction.atomic():
        if report.state not in SEEN:
            raise NotPublished(report.get_state_display())
        _slot(report).filter(preferred=True).exclude(pk=report.pk).update(preferred=False, preferred_reason="")
        Report.objects.filter(pk=report.pk).update(preferred=True, preferred_reason=reason.strip())
        record(
            subject=report.subject,
            action=said_later("counted by decision"),
            by=by,
            at=at,
            detail={"reason": reason.strip()},
        )
        _settled(report, by=by, at=at)


def follow_the_rule(*, report: Report, by: User, at: datetime) -> None:
    """Take a decision back: the latest submission counts again. Nothing happens where there was none."""
    with transaction.atomic():
        if not _slot(report).filter(preferred=True).update(preferred=False, preferred_reason=""):
            return
        record(subject=report.subject, action=said_later("counted by the rule"), by=by, at=at, detail={})
        _settled(report, by=by, at=at)


def settle(*, party: Party, cycle: ReportingCycle, part: str, by: User | None, at: datetime) -> None:
    """Make public the one that counts; what was public before stays to be read as superseded."""
    slot = list(Report.objects.seen().filter(party=party, cycle=cycle, part=part))
    first = one_that_counts(slot)
    if first is None or first.state == Report.State.PUBLISHED:
        return
    for other in (one for one in slot if one.state == Report.State.PUBLISHED):
        Report.objects.filter(pk=other.pk).update(state=Report.State.SUPERSEDED)
        detail = {"by version": first.version}
        record(subject=other.subject, action=Report.State.SUPERSEDED, by=by, at=at, detail=detail)
    Report.objects.filter(pk=first.pk).update(state=Report.State.PUBLISHED)
    record(subject=first.subject, action=Report.State.PUBLISHED, by=by, at=at, detail={"counts": True})


def one_that_counts(reports: Sequence[Report]) -> Report | None:
    """Which of these versions of one Party, cycle and part is to be public; they need not be stored yet."""
    chosen = public_one([replace(one.as_held, key=place) for place, one in enumerate(reports)])
    return next((one for place, one in enumerate(reports) if chosen is not None and place == chosen.key), None)


def dates_of_submission(report: Report, at: datetime) -> dict[str, Any]:
    """Both dates of a report that is handed in now, as its columns; one on paper came on the day that staff entered.

    A report that was returned, that amends one published here, or that is entered beside one that its Party had handed
    in and was given back, was first received when that one was.
    """
    is_paper = report.origin == Report.Origin.PAPER
    content = report.content if is_paper else Received(deadline_day(at), at)
    before = _slot(report).filter(state__in=(*SEEN, SET_ASIDE), origin__in=FILLED_IN_HERE)
    known = [content, None if is_paper else report.first, *(one.first or one.content for one in before)]
    first = min((one for one in known if one is not None), key=lambda one: one.order, default=None)
    report.set_dates(first=first, content=content)
    return {name: getattr(report, name) for name in DATES}


def told_dates(report: Report) -> dict[str, str]:
    """Both days of a report as its trail tells them; empty where one is not known."""
    return {
        "first": report.first.on.isoformat() if report.first else "",
        "content": report.content.on.isoformat() if report.content else "",
    }


def _slot(report: Report) -> QuerySet[Report]:
    return Report.objects.filter(party=report.party_id, cycle=report.cycle_id, part=report.part)


def _settled(report: Report, *, by: User, at: datetime) -> None:
    settle(party=report.party, cycle=report.cycle, part=report.part, by=by, at=at)
    note_change(REPORTS)
    enqueue(kind="compute_progress", reason=said_later("another report counts"))
