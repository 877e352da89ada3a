"""Extend the due day of a cycle, for all Parties or for one, by a decision that is cited."""

from datetime import date, datetime

from django.db import transaction

from indicators.models import ReportingCycle
from jobs.services import enqueue
from languages.told import said_later
from national_reports.models import Extension
from parties.audit import record
from parties.changes import REPORTS, note_change
from parties.models import Party, User


class NotLater(ValueError):
    """An extension gives a day after the cycle's own due day."""


class AfterCutOff(ValueError):
    """An extension gives a day on which no report is counted any more; carries the cut-off."""


class DecisionMissing(ValueError):
    """An extension cites the decision or letter that gave it."""


def extend_due_day(
    *, cycle: ReportingCycle, party: Party | None, due_on: date, decision: str, by: User, at: datetime
) -> Extension:
    """Give one Party, or all with None, a later due day; one that was given before is replaced, the trail has both.

    Who is counted and by when stays as it is. Raises NotLater, AfterCutOff, DecisionMissing.
    """
    if due_on <= cycle.deadline:
        raise NotLater(due_on)
    if cycle.cut_off is not None and due_on > cycle.cut_off:
        raise AfterCutOff(cycle.cut_off)
    if not decision.strip():
        raise DecisionMissing
    given = {"due_on": due_on, "decision": decision.strip()}
    with transaction.atomic():
        extension = Extension.objects.select_for_update(of=("self",)).filter(cycle=cycle, party=party).first()
        if extension is not None and (extension.due_on, extension.decision) == (due_on, decision.strip()):
            return extension
        extension, _ = Extension.objects.update_or_create(
            cycle=cycle, party=party, defaults=given | {"by": by, "at": at}
        )
        _noted(extension, said_later("due day extended"), by=by, at=at)
    return extension


def take_back_extension(*, extension: Extension, by: User, at: datetime) -> None:
    """Let the due day be what it was without this extension. Nothing happens where it is gone already."""
    with transaction.atomic():
        gone, _ = Extension.objects.filter(pk=extension.pk).delete()
        if gone:
            _noted(extension, said_later("extension taken back"), by=by, at=at)


def _noted(extension: Extension, action: str, *, by: User, at: datetime) -> None:
    detail = {
        "party": extension.party.code if extension.party else "all",
        "due_on": extension.due_on.isoformat(),
        "decision": extension.decision,
    }
    record(subject=extension.cycle.subject, action=action, by=by, at=at, detail=detail)
    note_change(REPORTS)
    enqueue(kind="compute_progress", reason=said_later("a due day was extended"))
