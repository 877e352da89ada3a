"""The due day of each Party in a cycle: the cycle's own, or a later one that was decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from indicators.models import ReportingCycle


@dataclass(frozen=True)
class DueDays:
    """The due day of a cycle with its extensions: of all Parties, and by the numbers of those that have their own."""

    for_all: date
    own: Mapping[int, date]

    @classmethod
    def of(cls, cycle: ReportingCycle) -> "DueDays":
        """One query, or none where the cycle's extensions were read with it; none makes a day earlier."""
        extensions = list(cycle.extensions.all())
        for_all = max([cycle.deadline, *(one.due_on for one in extensions if one.party_id is None)])
        own = {one.party_id: max(one.due_on, for_all) for one in extensions if one.party_id is not None}
        return cls(for_all, own)

    def of_party(self, party: int) -> date:
        """By the Party's number."""
        return self.own.get(party, self.for_all)
