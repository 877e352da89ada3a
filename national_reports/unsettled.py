"""Which Parties' answers would settle a finding that is open: those that are silent where silence decides."""

from collections import Counter

from indicators.calculations import PartyClass
from indicators.models import Classification, Finding, ReportingCycle
from parties.all_parties import ALL


def would_settle(cycle: ReportingCycle) -> Counter[str]:
    """By Party's code: how many headline findings of a cycle its answer could settle; two queries.

    A finding is open where a level needs answers that are lacking, or where the silent could turn the direction.
    """
    open_measures = {
        one.measure_id
        for one in Finding.objects.current().filter(current=cycle, group=ALL, measure__is_headline=True)
        if one.yes_needed or _could_turn(one)
    }
    rows = Classification.objects.filter(run__current=True, cycle=cycle, measure__in=open_measures)
    return Counter(code for row in rows for code in row.parties.get(PartyClass.SILENT, ()))


def _could_turn(finding: Finding) -> bool:
    low, high = finding.silence_low, finding.silence_high
    return low is not None and high is not None and low <= 0 <= high
