"""A target read at every cycle: its level there, and how far from the day that it is due (method.md §6). Pure."""

from collections.abc import Iterable
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
            level=level(one.share, target, better),
            months=None if due is None else months_between(*sorted((one.on, due))),
            is_past=due is not None and one.on > due,
        )
        for one in read
    ]


def months_between(first: date, last: date) -> int:
    """Whole months from one day to a later one: 30 September 2011 to 31 December 2012 is 15."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
