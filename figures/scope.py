"""What an evaluation counts, where that differs from the cycles' own days."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from indicators.models import ReportingCycle


@dataclass(frozen=True)
class Scope:
    """Cycles to count (None: every one that a measure rests on), with cut-offs and population days by cycle."""

    cycles: frozenset[str] | None = None
    cut_offs: Mapping[str, date] = field(default_factory=dict)
    population_on: Mapping[str, date] = field(default_factory=dict)

    def narrow(self, bound: set[str]) -> set[str]:
        return bound if self.cycles is None else bound & self.cycles

    def set_cut_off(self, cycle: ReportingCycle) -> ReportingCycle:
        """The cycle with this scope's cut-off, to be read and never saved."""
        cycle.cut_off = self.cut_offs.get(cycle.code, cycle.cut_off)
        return cycle

    def population_day(self, cycle: ReportingCycle) -> date:
        return self.population_on.get(cycle.code, cycle.population_on)


EVERYTHING = Scope()
