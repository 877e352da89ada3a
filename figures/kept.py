"""What each Party's reports were read as, kept from one computation to the next: only what is otherwise is read again.

A Party's classes rest on its own reports, and on rules, forms, days and code, which are the same for all. Both are in
the hash that they are kept by; the evidence is read whole wherever figures are verified.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from figures.evidence import Ground
from figures.storing import insert
from indicators.calculations import Band, PartyClass, Standing
from indicators.computing import Counted
from indicators.evidence import MeasureRule, Wanted
from indicators.models import KeptClasses, ReportingCycle

# A cycle and a Party.
Place = tuple[str, str]


def _told(standing: Standing) -> str:
    """A standing in one word, with what an unanswered Party could still be."""
    if standing.party_class is not PartyClass.UNANSWERED:
        return str(standing.party_class)
    return f"{standing.party_class} {standing.may_be_yes:d}{standing.must_be_yes:d}"


STANDINGS = {
    _told(standing): standing
    for standing in (
        *(Standing(party_class) for party_class in PartyClass),
        *(Standing(PartyClass.UNANSWERED, may, must) for may in (True, False) for must in (True, False)),
    )
}


@dataclass(frozen=True)
class Kept:
    """What is known of the Parties that were heard, and what is not.

    `hashes` are of all of them; `known` is what those say that were read before; `unread` are the others, and `moved`
    with them whoever was heard before and is not now.
    """

    hashes: dict[Place, str]
    known: Counted
    unread: frozenset[Place]
    moved: frozenset[Place]

    @property
    def moved_in(self) -> dict[str, set[str]]:
        """The Parties that moved, by cycle."""
        found: dict[str, set[str]] = defaultdict(set)
        for code, party in self.moved:
            found[code].add(party)
        return found

    def wanted(self, ground: Ground) -> Wanted:
        """The figures that may be otherwise than before: of the groups in which a Party moved."""
        return Wanted({code: _touched(ground, code, parties) for code, parties in self.moved_in.items()})


def _touched(ground: Ground, code: str, parties: set[str]) -> frozenset[str]:
    cycle = ground.evidence.cycles[code]
    # With the first reports of a cycle or of its part, and without the last, something else is said of every group.
    if not all(received.keys() - parties for received in cycle.received.values()):
        return frozenset(ground.evidence.groups)
    return frozenset(group for group in ground.evidence.groups if parties & cycle.members(group))


def kept_for(ground: Ground, ground_hash: str) -> Kept:
    """What is known of these reports from the computation before."""
    hashes = _hashes(ground, ground_hash)
    standings: dict[tuple[int, str], dict[str, Standing]] = defaultdict(dict)
    bands: dict[tuple[int, str], dict[str, Band]] = defaultdict(dict)
    seen: set[Place] = set()
    held: set[Place] = set()
    rows = KeptClasses.objects.values_list("cycle__code", "party", "read_hash", "classes", "bands")
    for code, party, read_hash, classes, of_numbers in rows:
        held.add((code, party))
        if hashes.get((code, party)) != read_hash:
            continue
        seen.add((code, party))
        for measure, told in classes.items():
            standings[int(measure), code][party] = STANDINGS[told]
        for measure, (low, high) in of_numbers.items():
            bands[int(measure), code][party] = (low, high)
    unread = hashes.keys() - seen
    return Kept(
        hashes=hashes,
        known=Counted(standings, bands),
        unread=frozenset(unread),
        moved=frozenset(unread | (held - hashes.keys())),
    )


def keep(kept: Kept, rules: Iterable[MeasureRule], counted: Counted) -> None:
    """Keep what was read now, in the place of what was known of the same Parties."""
    cycles = dict(ReportingCycle.objects.values_list("code", "pk"))
    for code, parties in kept.moved_in.items():
        KeptClasses.objects.filter(cycle__code=code, party__in=parties).delete()
    insert(
        KeptClasses,
        [
            {
                "cycle_id": cycles[code],
                "party": party,
                "read_hash": kept.hashes[code, party],
                "classes": {
                    str(rule.pk): _told(counted.standings[rule.pk, code][party])
                    for rule in rules
                    if code in rule.bindings and party in counted.standings[rule.pk, code]
                },
                "bands": {
                    str(measure): bands[party]
                    for (measure, of_cycle), bands in counted.bands.items()
                    if of_cycle == code and party in bands
                },
            }
            for code, party in sorted(kept.unread)
        ],
    )


def _hashes(ground: Ground, ground_hash: str) -> dict[Place, str]:
    """By cycle and Party: what its classes rest on. A Party that was not heard has none."""
    found: dict[Place, str] = {}
    for code, cycle in ground.evidence.cycles.items():
        heard = (*cycle.received.items(), *cycle.first_received.items())
        for party in {party for _part, days in heard for party in days}:
            days = [(part, str(days.get(party))) for part, days in heard]
            digests = [ground.digests.get(f"{code}/{part}/{party}") for part in cycle.received]
            rests_on = json.dumps([ground_hash, days, digests])
            found[code, party] = hashlib.sha256(rests_on.encode()).hexdigest()
    return found
