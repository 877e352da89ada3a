"""Open a cycle for reports, and close it."""

from datetime import datetime

from django.db import transaction

from indicators.models import ReportingCycle
from indicators.stored_data import CLOSED, OPENED
from national_reports.selectors import form_for
from parties.audit import record
from parties.changes import REPORTS, note_change
from parties.models import User


def open_cycle(*, cycle: ReportingCycle, by: User, at: datetime) -> None:
    """Let Parties fill in reports; saying it again changes nothing. Raises NoQuestionnaire."""
    form_for(cycle)
    _set_open(cycle, True, by=by, at=at)


def close_cycle(*, cycle: ReportingCycle, by: User, at: datetime) -> None:
    """Let no further report be begun; those begun may be handed in. Saying it again changes nothing."""
    _set_open(cycle, False, by=by, at=at)


def _set_open(cycle: ReportingCycle, is_open: bool, *, by: User, at: datetime) -> None:
    with transaction.atomic():
        if ReportingCycle.objects.filter(pk=cycle.pk, is_open=not is_open).update(is_open=is_open):
            action = OPENED if is_open else CLOSED
            # Whether a report may still come is said on public pages.
            note_change(REPORTS)
            record(subject=cycle.subject, action=action, by=by, at=at, detail={"deadline": cycle.deadline.isoformat()})
