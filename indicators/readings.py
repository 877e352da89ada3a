"""A target read at every cycle: its level there, and how far from the day that it is due (method.md §6). Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from indicators.calculations import Share
from indicators.findings import LevelFinding, TargetRule, level


@dataclass(frozen=True)
class Read:
    """What the figure of one cycle was: the day that it speaks for, and the share; None where none was asked."""

    cycle: str
    on: date
    share: Share | None


@dataclass(frozen=True)
class TargetReading:
    """One verdict of a target; `months` are whole ones between the reading's day and the due day, None without one."""

    cycle: str
    on: date
    level: LevelFinding
    months: int | None
    is_past: bool


def target_readings(target: TargetRule, better: str, read: Iterable[Read]) -> list[TargetReading]:
    """A verdict for every reading, in the order given."""
    due = target.due_day
    return [
        TargetReading(
            cycle=one.cycle,
            on=one.on,
            level=level(_reported(one.share), target, better),
            months=None if due is None else months_between(*sorted((one.on, due))),
            is_past=due is not None and one.on > due,
        )
        for one in read
    ]


def _reported(share: Share | None) -> Share | None:
    """None where everybody is silent: without any report there is no verdict."""
    return None if share is None or share.silent == share.population else share


def read_before(readings: Sequence[TargetReading], current: str) -> TargetReading | None:
    """The verdict at the earlier cycle of a pair whose later one does not ask; None where there is none."""
    last = readings[-1] if readings else None
    return last if last is not None and last.cycle != current and last.level.level else None


def months_between(first: date, last: date) -> int:
    """Whole months from one day to a later one: 30 September 2011 to 31 December 2012 is 15."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
