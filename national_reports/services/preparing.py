"""A Party's own choices while it fills in: to say that it is doing so, and to let the Secretariat read its draft."""

from datetime import datetime, timedelta

from django.db import transaction

from indicators.models import ReportingCycle
from languages.told import said_later
from national_reports.models import DraftLeave, DraftReading, Preparation, Report
from parties.audit import record
from parties.changes import REPORTS, note_change
from parties.models import Party, User

LEAVE_FOR = timedelta(days=7)


def say_in_preparation(*, party: Party, cycle: ReportingCycle, said: bool, by: User, at: datetime) -> None:
    """Let everybody read that a report is in preparation, or no longer; saying it again changes nothing."""
    with transaction.atomic():
        if said:
            _row, changed = Preparation.objects.get_or_create(party=party, cycle=cycle, defaults={"by": by, "at": at})
        else:
            changed = bool(Preparation.objects.filter(party=party, cycle=cycle).delete()[0])
        if changed:
            note_change(REPORTS)
            action = said_later("told to be in preparation") if said else said_later("told nothing of its preparation")
            record(subject=f"party/{party.code}", action=action, by=by, at=at, detail={"cycle": cycle.code})


def let_read(*, report: Report, by: User, at: datetime) -> DraftLeave:
    """Let the Secretariat read a draft for seven days; while that lasts, saying it again changes nothing."""
    with transaction.atomic():
        Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        held = leave_of(report, at=at)
        if held is not None:
            return held
        leave = DraftLeave.objects.create(report=report, by=by, at=at, until=at + LEAVE_FOR)
        detail = {"until": leave.until.isoformat()}
        record(
            subject=report.subject, action=said_later("draft opened to the Secretariat"), by=by, at=at, detail=detail
        )
    return leave


def end_reading(*, report: Report, by: User, at: datetime) -> None:
    """Let the Secretariat read a draft no longer."""
    with transaction.atomic():
        if DraftLeave.objects.filter(report=report, until__gt=at).update(until=at):
            action = said_later("draft closed to the Secretariat")
            record(subject=report.subject, action=action, by=by, at=at, detail={})


def leave_of(report: Report, *, at: datetime) -> DraftLeave | None:
    """The leave that holds now."""
    return DraftLeave.objects.filter(report=report, at__lte=at, until__gt=at).first()


def note_reading(*, leave: DraftLeave, by: User, at: datetime) -> None:
    """Note, once a leave and person, that somebody reads the draft."""
    DraftReading.objects.get_or_create(leave=leave, by=by, defaults={"first_at": at})


def is_closed_to(report: Report, person: User, *, at: datetime) -> bool:
    """Whether a draft is its Party's alone; whoever of the Secretariat may read it is noted.

    What was entered from paper is the Secretariat's own draft.
    """
    if report.state != Report.State.DRAFT or report.origin == Report.Origin.PAPER:
        return False
    leave = leave_of(report, at=at)
    if leave is not None:
        note_reading(leave=leave, by=person, at=at)
    return leave is None
