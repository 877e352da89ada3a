"""What is said otherwise after a change: two results of the method, row by row. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from indicators.evidence import Result
from indicators.rows import finding_columns, value_columns

Row = Mapping[str, Any]
# What a row is of; all else of it is what it says.
OF = ("measure", "cycle", "baseline", "current", "as_of", "group", "threshold", "reading")


@dataclass(frozen=True)
class Moved:
    """One figure or finding, by what it is of: {column: (before, after)}; whole rows come or go as None."""

    of: Mapping[str, str]
    columns: Mapping[str, tuple[Any, Any]]

    @property
    def place(self) -> str:
        """The indicator's measure with cycle, day, group and reading, in their codes: the same in every language."""
        return " ".join(self.of.values())


@dataclass(frozen=True)
class Moves:
    """Every figure and finding that two results say differently, in a stable order."""

    figures: list[Moved] = field(default_factory=list)
    findings: list[Moved] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.figures or self.findings)


def moves(before: Result, names_before: Mapping[int, str], after: Result, names_after: Mapping[int, str]) -> Moves:
    """Hold two results against each other; `names` call every measure by its number, so that it is known again."""
    return Moves(
        figures=compare_rows(_figures(before, names_before), _figures(after, names_after)),
        findings=compare_rows(_findings(before, names_before), _findings(after, names_after)),
    )


def compare_rows(before: Iterable[Row], after: Iterable[Row]) -> list[Moved]:
    """What two lists of rows say differently; rows are known by the columns of OF."""
    earlier, later = ({tuple(_of(row).items()): row for row in rows} for rows in (before, after))
    found = []
    for place in sorted(earlier.keys() | later.keys(), key=lambda one: " ".join(said for _name, said in one)):
        was, now = earlier.get(place, {}), later.get(place, {})
        names = sorted((was.keys() | now.keys()) - set(OF))
        changed = {name: (was.get(name), now.get(name)) for name in names if was.get(name) != now.get(name)}
        if changed:
            found.append(Moved(dict(place), changed))
    return found


def _figures(result: Result, names: Mapping[int, str]) -> Iterable[Row]:
    return [{"measure": names[row.measure], "cycle": row.cycle, **value_columns(row)} for row in result.values]


def _findings(result: Result, names: Mapping[int, str]) -> Iterable[Row]:
    return [
        {"measure": names[row.measure], "baseline": row.baseline, "current": row.current, **finding_columns(row)}
        for row in result.findings
    ]


def _of(row: Row) -> dict[str, str]:
    """What a row is of: what a reader looks for."""
    return {name: str(row[name]) for name in OF if row.get(name) not in (None, "")}
