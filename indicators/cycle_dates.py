"""The days of a reporting cycle, changed at the desk: when reports are due, who is counted, and by when."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from indicators.models import ReportingCycle
from indicators.stored_data import note_cycles
from jobs.services import enqueue
from languages.told import said_later
from parties.audit import record
from parties.changes import REPORTS, note_change
from parties.models import User


class NotInOrder(ValueError):
    """A cut-off is not before the due day: a report in time would not be counted."""


class CycleMoved(RuntimeError):
    """The dates were changed by somebody else since they were shown: look at them again."""


@dataclass(frozen=True)
class CycleDates:
    """The due day, the day whose Parties are counted, the last day that counts, and where these days come from."""

    deadline: date
    population_on: date
    cut_off: date
    cut_off_source: str

    @classmethod
    def of(cls, cycle: ReportingCycle) -> "CycleDates":
        # As it is stored, whatever the reader's language.
        with override(settings.LANGUAGE_CODE):
            return cls(cycle.deadline, cycle.population_on, cycle.cut_off, str(cycle.cut_off_source))

    def told(self) -> dict[str, Any]:
        """As JSON holds them."""
        return {name: str(value) for name, value in asdict(self).items()}


def set_cycle_dates(*, cycle: ReportingCycle, dates: CycleDates, expected: CycleDates, by: User, at: datetime) -> bool:
    """Give a cycle other days; False where it has them already. Raises NotInOrder, CycleMoved.

    `expected` are the days that were shown beside what the change moves. The figures are computed anew.
    """
    if dates.cut_off < dates.deadline:
        raise NotInOrder(dates.cut_off)
    with transaction.atomic():
        held = ReportingCycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
        if CycleDates.of(held) == dates:
            return False
        if CycleDates.of(held) != expected:
            raise CycleMoved(held.code)
        for name, value in asdict(dates).items():
            setattr(held, name, value)
        held.save(update_fields=list(asdict(dates)))
        detail = {"before": expected.told(), "after": dates.told()}
        record(subject=held.subject, action=said_later("dates changed"), by=by, at=at, detail=detail)
        note_cycles(by=by, at=at)
        note_change(REPORTS)
        enqueue(kind="compute_progress", reason=said_later("the dates of a cycle were changed"))
    return True
