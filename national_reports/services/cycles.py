"""Open a cycle for reports, and close it."""

from datetime import datetime

from django.db import transaction

from indicators.models import ReportingCycle
from indicators.stored_data import CLOSED, OPENED
from national_reports.selectors import form_for
from national_reports.trials import is_on_trial
from parties.audit import record
from parties.changes import REPORTS, note_change
from parties.models import User


class TrialOn(RuntimeError):
    """A trial of this cycle is on: end it first, so that nothing that was tried is taken for a report."""


def open_cycle(*, cycle: ReportingCycle, by: User, at: datetime) -> None:
    """Let Parties fill in reports; saying it again changes nothing. Raises NoQuestionnaire, TrialOn."""
    form_for(cycle)
    with transaction.atomic():
        # Whoever opens a trial of it meanwhile waits for this (services/trials.py).
        ReportingCycle.objects.select_for_update().get(pk=cycle.pk)
        if is_on_trial(cycle):
            raise TrialOn(cycle.code)
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
