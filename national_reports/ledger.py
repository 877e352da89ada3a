"""How each report that is held stands at a cut-off, and which one of a Party counts; method.md §1. Pure."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from national_reports.dates import FIRST_MOMENT, Received

Order = tuple[bool, date, datetime]


class ReportStanding(StrEnum):
    """What a held report is at a cut-off; the first that is true, in this order."""

    WITHDRAWN = "withdrawn"
    NOT_A_PARTY = "not a Party on the population day"
    NO_DATE = "no date"
    ONLY_LATER = "only a later revision is held"
    AFTER = "after the cut-off"
    REPLACED = "replaced by a later version"
    ANOTHER = "another report of the Party counts"
    COUNTED = "counted"


class Why(StrEnum):
    """Why another report of a Party counts and not this one; the first that is true."""

    DECIDED = "chosen by the Secretariat"
    LATER_SUBMISSION = "submitted later"
    LATER_UPDATE = "submitted at the same time and updated later"
    IDENTIFIER = "the same times, and its identifier is the first in order"


@dataclass(frozen=True)
class Held:
    """One published version as the rule sees it; all are of one Party, cycle and part.

    `record` is what revisions are compared within: a document of the Clearing-House by its identifier, or the
    report that is filled in here. `first` is when that record was first received, `content` when this version was.
    `withdrawn` says that it was taken off after it had been published.
    """

    key: Hashable
    record: tuple[str, str]
    revision: int
    first: Received | None
    content: Received | None
    preferred: bool = False
    sha256: str = ""
    withdrawn: bool = False

    @property
    def age(self) -> tuple[int, Order, str]:
        """Its place among the versions of its record: a later revision, else a later update; then by content."""
        return self.revision, _order(self.content), self.sha256


@dataclass(frozen=True)
class Entry:
    """One line of the ledger: a held report and its standing.

    `days` says how many days after the cut-off its content came, 0 where that is not its standing; `counts` and
    `why` say which other report of the Party counts instead.
    """

    held: Held
    standing: ReportStanding
    days: int = 0
    counts: Held | None = None
    why: Why | None = None


def standings(held: Sequence[Held], cut_off: date, *, is_party: bool = True) -> dict[Hashable, ReportStanding]:
    """How each of a Party's reports stands, by its key. The order in which they are given never matters.

    `is_party` says whether it was a Party on the population day: no report of another government counts.
    """
    found: dict[Hashable, ReportStanding] = {one.key: ReportStanding.WITHDRAWN for one in held if one.withdrawn}
    held = [one for one in held if not one.withdrawn]
    if not is_party:
        return found | {one.key: ReportStanding.NOT_A_PARTY for one in held}
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
                found[one.key] = ReportStanding.NO_DATE
            elif one.content.on > cut_off:
                found[one.key] = ReportStanding.ONLY_LATER if was_in_time and not in_time else ReportStanding.AFTER
            else:
                found[one.key] = ReportStanding.REPLACED
                preferred = one if one.preferred else preferred
        if in_time:
            latest.append(max(in_time, key=lambda one: one.age))
    for one in latest:
        found[one.key] = ReportStanding.ANOTHER
    if preferred or latest:
        found[(preferred or _latest_submission(latest, firsts)).key] = ReportStanding.COUNTED
    return found


def entries(held: Sequence[Held], cut_off: date, *, is_party: bool = True) -> list[Entry]:
    """The same with what explains each standing, in the order given."""
    found = standings(held, cut_off, is_party=is_party)
    counted = next((one for one in held if found[one.key] is ReportStanding.COUNTED), None)
    firsts = _firsts([one for one in held if not one.withdrawn])
    return [_entry(one, found[one.key], cut_off, counted, firsts) for one in held]


def _entry(
    one: Held,
    standing: ReportStanding,
    cut_off: date,
    counted: Held | None,
    firsts: Mapping[tuple[str, str], Received | None],
) -> Entry:
    if standing in (ReportStanding.AFTER, ReportStanding.ONLY_LATER) and one.content is not None:
        return Entry(one, standing, days=(one.content.on - cut_off).days)
    if standing is ReportStanding.ANOTHER and counted is not None:
        return Entry(one, standing, counts=counted, why=_why(one, counted, firsts))
    return Entry(one, standing)


def _why(one: Held, counted: Held, firsts: Mapping[tuple[str, str], Received | None]) -> Why:
    if counted.preferred:
        return Why.DECIDED
    if _order(firsts[counted.record]) != _order(firsts[one.record]):
        return Why.LATER_SUBMISSION
    return Why.LATER_UPDATE if _order(counted.content) != _order(one.content) else Why.IDENTIFIER


def public_one(held: Sequence[Held]) -> Held | None:
    """The one that stands for the Party on pages: as if no cut-off were near, and one without a date if need be."""
    chosen = next((one for one in held if one.preferred), None)
    if chosen is not None or not held:
        return chosen
    standing = standings(held, date.max)
    counted = next((one for one in held if standing[one.key] is ReportStanding.COUNTED), None)
    return counted or max(held, key=lambda one: (one.age, _backwards(one.record[1])))


def first_received(held: Iterable[Held], cut_off: date) -> Received | None:
    """When the Party was first heard by a cut-off: what decides timeliness, whichever version counts.

    What was taken off tells nothing any more.
    """
    firsts = _firsts([one for one in held if not one.withdrawn])
    known = [one for one in firsts.values() if one is not None and one.on <= cut_off]
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
