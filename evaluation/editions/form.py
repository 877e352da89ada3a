"""Read a frozen form: find its figures and findings by what they are of. Pure."""

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from indicators.calculations import SUBSTANTIVE, PartyClass, Share
from indicators.evidence import ALL

Row = Mapping[str, Any]
SHARE = (
    "yes",
    "partial",
    "no",
    "not_applicable",
    "unanswered",
    "silent",
    "settled_yes",
    "settled_not_yes",
)


class FrozenForm(Mapping[str, Any]):
    """A frozen form with its rows indexed; reads as the plain form itself too."""

    def __init__(self, form: Mapping[str, Any]) -> None:
        self._form = form

    @classmethod
    def of(cls, content: bytes) -> "FrozenForm":
        return cls(json.loads(content))

    def __getitem__(self, key: str) -> Any:
        return self._form[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._form)

    def __len__(self) -> int:
        return len(self._form)

    @property
    def baseline(self) -> str:
        return str(self["parameters"]["baseline"])

    @property
    def current(self) -> str:
        return str(self["parameters"]["current"])

    @cached_property
    def _values(self) -> dict[tuple[str, str, str], list[Row]]:
        found: dict[tuple[str, str, str], list[Row]] = {}
        for row in self["values"]:
            found.setdefault((row["measure"], row["cycle"] or "", row["group"]), []).append(row)
        return found

    @cached_property
    def _findings(self) -> dict[tuple[str, str], Row]:
        return {(row["measure"], row["group"]): row for row in self["findings"]}

    def figures(self, measure: str, cycle: str | None = None, group: str = ALL) -> list[Row]:
        """Every figure of a measure: that of the cycle, or, where no cycle bears on it, those by date."""
        return self._values.get((measure, cycle or "", group), [])

    def value(self, measure: str, cycle: str | None = None, group: str = ALL) -> Row | None:
        """The figure itself: no step of a band, and no other reading."""
        plain = (row for row in self.figures(measure, cycle, group) if row["threshold"] is None and not row["reading"])
        # Of recorded figures the last one.
        return max(plain, key=lambda row: row["as_of"] or "", default=None)

    def current_value(self, measure: str, group: str = ALL) -> Row | None:
        return self.value(measure, self.current, group) or self.value(measure, None, ALL)

    def finding(self, measure: str, group: str = ALL) -> Row | None:
        """The finding of a measure; one that rests on no answers of Parties is the same for every group."""
        found = self._findings.get((measure, group))
        return found or self._findings.get((measure, ALL)) if measure not in self["classes"] else found

    def headline(self, indicator: str) -> str:
        return str(self["indicators"][indicator]["headline"])

    def trend_measure(self, indicator: str) -> str:
        """The measure that carries an indicator's trend; its headline measure where none is named."""
        held = self["indicators"][indicator]
        return str(held["trend"] or held["headline"])

    def indicators(self, objective: str | None = None) -> list[str]:
        """Codes of indicators in the plan's order: all, or those of a strategic or operational objective."""
        return [
            code
            for goal in self["plan"]["objectives"]
            for part in goal["operational"]
            if objective in (None, goal["code"], part["code"])
            for code in part["indicators"]
        ]

    def moved(self, measure: str, group: str = ALL) -> dict[str, list[str]]:
        """Who gained and who lost on the matched panel, from the frozen classes; empty where nothing was compared."""
        finding = self.finding(measure, group)
        if finding is None or finding["gained"] is None:
            return {}
        first, last = (self.substantive(measure, cycle) for cycle in (self.baseline, self.current))
        members = set(self.members(group)) & set(self["cycles"][self.baseline]["population"])
        both = members & first.keys() & last.keys()
        yes = PartyClass.YES
        return {
            "gained": sorted(code for code in both if first[code] is not yes and last[code] is yes),
            "lost": sorted(code for code in both if first[code] is yes and last[code] is not yes),
        }

    def substantive(self, measure: str, cycle: str) -> dict[str, PartyClass]:
        """The Parties that said yes, partially or no."""
        classes = self["classes"].get(measure, {}).get(cycle, {})
        return {code: name for name in SUBSTANTIVE for code in classes.get(name.value, ())}

    def members(self, group: str = ALL, cycle: str = "") -> list[str]:
        """Parties of a group in a cycle's population; of the current cycle unless told otherwise."""
        code = cycle or self.current
        held = self["cycles"][code]["population"] if group == ALL else self["groups"][group]["members"][code]
        return [str(party) for party in held]

    def class_of(self, measure: str, cycle: str, party: str) -> str:
        """What one Party counted as; empty where it was no Party, or the measure was not asked."""
        classes = self["classes"].get(measure, {}).get(cycle, {})
        return next((name.value for name in PartyClass if party in classes.get(name.value, ())), "")


def share_of(row: Row | None) -> Share | None:
    """The exact share of a frozen figure, where it rests on classes of Parties."""
    if row is None or row["population"] is None:
        return None
    return Share(**{name: row[name] for name in SHARE})
