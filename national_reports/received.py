"""What everybody may know of a cycle that is going on: whose report was received, and who says that it prepares one."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from indicators.models import ReportingCycle
from national_reports.models import Preparation, Report
from national_reports.workflow import HANDED_IN, RETURNED, SUPERSEDED
from parties.models import GroupMembership, Party, PartyGroup, current_on

# It was received, whatever the Secretariat has asked since.
RECEIVED_STATES = (*HANDED_IN, RETURNED, SUPERSEDED)


class Received(StrEnum):
    RECEIVED = "received"
    IN_PREPARATION = "in-preparation"
    NOT_YET = "not-yet"

    @property
    def label(self) -> str:
        return str(_LABELS[self])


_LABELS: dict[Received, StrOrPromise] = {
    Received.RECEIVED: gettext_lazy("received"),
    Received.IN_PREPARATION: gettext_lazy("in preparation"),
    Received.NOT_YET: gettext_lazy("not yet received"),
}


@dataclass(frozen=True)
class Region:
    """A region's Parties, each with what may be known of its report; None for those of no region."""

    group: PartyGroup | None
    rows: Sequence[tuple[Party, Received]]

    @property
    def received(self) -> int:
        return sum(state is Received.RECEIVED for _party, state in self.rows)


def received_by_region(cycle: ReportingCycle) -> list[Region]:
    """The Parties that are counted in a cycle by region; five queries."""
    reports = Report.objects.for_cycle(cycle).filter(part="", state__in=RECEIVED_STATES)
    received = set(reports.values_list("party", flat=True))
    preparing = set(Preparation.objects.filter(cycle=cycle).values_list("party", flat=True))
    regions = list(PartyGroup.objects.filter(kind=PartyGroup.Kind.REGION))
    members = GroupMembership.objects.filter(current_on(cycle.population_on), group__in=regions)
    region_of = dict(members.values_list("party", "group"))

    def state(party: Party) -> Received:
        if party.pk in received:
            return Received.RECEIVED
        return Received.IN_PREPARATION if party.pk in preparing else Received.NOT_YET

    rows = [(party, state(party)) for party in Party.objects.in_force(cycle.population_on).by_name()]
    found = [
        Region(group, [row for row in rows if region_of.get(row[0].pk) == (group.pk if group else None)])
        for group in (*regions, None)
    ]
    return [one for one in found if one.rows]
