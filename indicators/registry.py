"""What to count in the Clearing-House's registry for a measure, and what was counted. Pure.

The filters are data beside the measures (`registry.counts`): which schemas, which fields must hold what. A count is
of public records only, neither old revisions nor regional copies.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from indicators.reasons import Source, coded

AS_OF = "as of"


class RegistryFilterInvalid(ValueError):
    """A filter of the data file can't be read; the text says which and why."""


@dataclass(frozen=True)
class Terms:
    """Terms of a domain of the thesaurus, found by words that their English name contains."""

    domain: str
    containing: tuple[str, ...]


@dataclass(frozen=True)
class Condition:
    """One field of a record: holds one of some values or terms, lies between two days, or names such a record."""

    field: str
    any: frozenset[str] = frozenset()
    terms: Terms | None = None
    not_before: date | None = None
    until_as_of: bool = False
    links_to: str = ""


@dataclass(frozen=True)
class RegistryFilter:
    """One count of a measure; `digest` changes with the definition, so that old counts are not taken for new ones.

    `kinds` is the field that says of which kinds a record is, where they are counted beside; `no_past` says why
    records of these schemas can't be rebuilt from their dates of registration.
    """

    name: str
    schemas: frozenset[str]
    conditions: tuple[Condition, ...]
    groups: tuple[str, ...]
    digest: str
    kinds: str = ""
    no_past: str = ""


@dataclass(frozen=True)
class Counted:
    """Records that a filter found, in all, by government (a Party's code; reference records have none) and by kind."""

    records: int
    governments: Mapping[str, int]
    kinds: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """The counts of one measure on one day: a snapshot, or a reconstruction from dates of registration."""

    as_of: date
    reconstructed: bool
    counts: Mapping[str, Counted]

    @property
    def source(self) -> str:
        return coded(Source.REBUILT if self.reconstructed else Source.SNAPSHOT, day=self.as_of.isoformat())

    def having(self) -> frozenset[str]:
        """Governments that have a record under every one of the measure's filters."""
        held = [frozenset(code for code, n in counted.governments.items() if n) for counted in self.counts.values()]
        return frozenset.intersection(*held) if held else frozenset()


@dataclass(frozen=True)
class MeasureReadings:
    """What is known of one measure: a reading by cycle, and the latest snapshot."""

    cycles: Mapping[str, Reading]
    latest: Reading | None


def filters_of(facts: Mapping[str, Any]) -> tuple[RegistryFilter, ...]:
    """The counts of a measure's facts; none where it does not rest on the registry. Raises RegistryFilterInvalid."""
    return tuple(_filter(entry) for entry in facts.get("counts", ()))


def _filter(entry: Mapping[str, Any]) -> RegistryFilter:
    unknown = entry.keys() - {"name", "schemas", "where", "groups", "kinds", "no_past"}
    if unknown or not entry.get("name") or not entry.get("schemas"):
        raise RegistryFilterInvalid(f"A count needs a name and schemas, and knows no {sorted(unknown)}: {entry}")
    return RegistryFilter(
        name=entry["name"],
        schemas=frozenset(entry["schemas"]),
        conditions=tuple(_condition(one) for one in entry.get("where", ())),
        groups=tuple(entry.get("groups", ())),
        kinds=entry.get("kinds", ""),
        no_past=entry.get("no_past", ""),
        digest=hashlib.sha256(json.dumps(entry, sort_keys=True, default=str).encode()).hexdigest()[:16],
    )


def _condition(entry: Mapping[str, Any]) -> Condition:
    unknown = entry.keys() - {"field", "any", "terms", "from", "until", "links_to"}
    asked = entry.keys() & {"any", "terms", "from", "until", "links_to"}
    if unknown or not entry.get("field") or not asked or entry.get("until", AS_OF) != AS_OF:
        raise RegistryFilterInvalid(f"A condition needs a field and what it must hold: {entry}")
    terms = entry.get("terms")
    return Condition(
        field=entry["field"],
        any=_folded(entry.get("any", ())),
        terms=Terms(terms["domain"], tuple(word.lower() for word in terms["containing"])) if terms else None,
        not_before=date.fromisoformat(entry["from"]) if "from" in entry else None,
        until_as_of="until" in entry,
        links_to=entry.get("links_to", ""),
    )


def _folded(values: Sequence[str]) -> frozenset[str]:
    """Identifiers are compared without regard to case."""
    return frozenset(value.lower() for value in values)
