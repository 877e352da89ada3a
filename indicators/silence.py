"""What Parties that did not answer could do to a change (method.md §4). Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from indicators.calculations import SILENT, SUBSTANTIVE, PartyClass, Standing


@dataclass(frozen=True, slots=True)
class Silence:
    """Bounds of the net change over all Parties at both deadlines to which the measure applies in both.

    `could_gain` and `could_lose` of them are outside of the panel with an open answer that could count so.
    """

    lowest: int
    highest: int
    among: int
    could_gain: int
    could_lose: int


def silence(baseline: Mapping[str, Standing], current: Mapping[str, Standing], members: Iterable[str]) -> Silence:
    """Let every open answer be what it can be; `members` are those that were Parties at both deadlines."""
    lowest = highest = among = could_gain = could_lose = 0
    for party in members:
        before, now = baseline.get(party, SILENT), current.get(party, SILENT)
        if PartyClass.NOT_APPLICABLE in (before.party_class, now.party_class):
            continue
        (least_before, most_before), (least_now, most_now) = possible_yes(before), possible_yes(now)
        least, most = least_now - most_before, most_now - least_before
        lowest, highest, among = lowest + least, highest + most, among + 1
        if least < most:
            could_lose += least < 0
            could_gain += most > 0
    return Silence(lowest, highest, among, could_gain, could_lose)


def possible_yes(standing: Standing) -> tuple[int, int]:
    """The least and the most that a Party may count as yes: 0 or 1 each."""
    if standing.party_class in SUBSTANTIVE:
        known = int(standing.party_class is PartyClass.YES)
        return known, known
    if standing.party_class is PartyClass.UNANSWERED:
        return int(standing.must_be_yes), int(standing.may_be_yes or standing.must_be_yes)
    return 0, 1


@dataclass(frozen=True, slots=True)
class AnsweredOnce:
    """Of the Parties at both deadlines: how many answered only then or only now, and yes of them."""

    only_before: int
    only_before_yes: int
    only_now: int
    only_now_yes: int


def answered_once(
    baseline: Mapping[str, Standing], current: Mapping[str, Standing], members: Iterable[str]
) -> AnsweredOnce:
    """Who came and who stayed away, so that the panel can be held beside those that are not in it."""
    before, now = [], []
    for party in members:
        first = baseline.get(party, SILENT).party_class
        last = current.get(party, SILENT).party_class
        if first in SUBSTANTIVE and last not in SUBSTANTIVE:
            before.append(first)
        if last in SUBSTANTIVE and first not in SUBSTANTIVE:
            now.append(last)
    yes = PartyClass.YES
    return AnsweredOnce(len(before), before.count(yes), len(now), now.count(yes))
