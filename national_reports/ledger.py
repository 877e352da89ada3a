"""How each report that is held stands at a cut-off, and which one of a Party counts; method.md §1. Pure."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from national_reports.dates import FIRST_MOMENT, Received

Order = tuple[bool, date, datetime]


class Standing(StrEnum):
    """What a held report is at a cut-off; the first that is true, in this order."""

    NO_DATE = "no date"
    ONLY_LATER = "only a later revision is held"
    AFTER = "after the cut-off"
    REPLACED = "replaced by a later version"
    ANOTHER = "another report of the Party counts"
    COUNTED = "counted"


@dataclass(frozen=True)
class Held:
    """One published version as the rule sees it; all are of one Party, cycle and part.

    `record` is what revisions are compared within: a document of the Clearing-House by its identifier, or the
    report that is filled in here. `first` is when that record was first received, `content` when this version was.
    """

    key: Hashable
    record: tuple[str, str]
    revision: int
    first: Received | None
    content: Received | None
    preferred: bool = False
    sha256: str = ""

    @property
    def age(self) -> tuple[int, Order, str]:
        """Its place among the versions of its record: a later revision, else a later update; then by content."""
        return self.revision, _order(self.content), self.sha256


def standings(held: Sequence[Held], cut_off: date) -> dict[Hashable, Standing]:
    """How each of a Party's reports stands, by its key. The order in which they are given never matters."""
    found: dict[Hashable, Standing] = {}
    firsts = _firsts(held)
    latest: list[Held] = []
    preferred = None
    for record, versions in _by_record(held).items():
        first = firsts[record]
        dated = [one for one in versions if one.content is not None]
        in_time = [one for one in dated if one.content is not None and one.content.on <= cut_off]
        was_in_time = first is not None and first.on <= cut_off
        for one in versions:
            if one.content is None:
                found[one.key] = Standing.NO_DATE
            elif one.content.on > cut_off:
                found[one.key] = Standing.ONLY_LATER if was_in_time and not in_time else Standing.AFTER
            else:
                found[one.key] = Standing.REPLACED
                preferred = one if one.preferred else preferred
        if in_time:
            latest.append(max(in_time, key=lambda one: one.age))
    for one in latest:
        found[one.key] = Standing.ANOTHER
    if preferred or latest:
        found[(preferred or _latest_submission(latest, firsts)).key] = Standing.COUNTED
    return found


def public_one(held: Sequence[Held]) -> Held | None:
    """The one that stands for the Party on pages: as if no cut-off were near, and one without a date if need be."""
    chosen = next((one for one in held if one.preferred), None)
    if chosen is not None or not held:
        return chosen
    standing = standings(held, date.max)
    counted = next((one for one in held if standing[one.key] is Standing.COUNTED), None)
    return counted or max(held, key=lambda one: (one.age, _backwards(one.record[1])))


def first_received(held: Iterable[Held], cut_off: date) -> Received | None:
    """When the Party was first heard by a cut-off: what decides timeliness, whichever version counts."""
    known = [one for one in _firsts(held).values() if one is not None and one.on <= cut_off]
    return min(known, key=_order, default=None)


def _latest_submission(latest: Sequence[Held], firsts: Mapping[tuple[str, str], Received | None]) -> Held:
    """Of several records the latest submission; equal moments: the later update, then the identifier in order."""
    return max(
        latest,
        key=lambda one: (_order(firsts[one.record]), _order(one.content), _backwards(one.record[1]), one.record[0]),
    )


def _firsts(held: Iterable[Held]) -> dict[tuple[str, str], Received | None]:
    """When each record was first received: the earliest that any of its versions tells."""
    found: dict[tuple[str, str], Received | None] = {}
    for record, versions in _by_record(held).items():
        known = [day for one in versions for day in (one.first, one.content) if day is not None]
        found[record] = min(known, key=_order, default=None)
    return found


def _by_record(held: Iterable[Held]) -> dict[tuple[str, str], list[Held]]:
    records: dict[tuple[str, str], list[Held]] = defaultdict(list)
    for one in held:
        records[one.record].append(one)
    return records


def _order(received: Received | None) -> Order:
    return (False, date.min, FIRST_MOMENT) if received is None else (True, *received.order)


def _backwards(text: str) -> tuple[int, ...]:
    """A key by which the text that is first in order is the greatest."""
    return (*(-ord(letter) for letter in text), 1)
