"""The index at one moment: which rows a query finds, and in which order. Pure."""

import threading
from collections.abc import Sequence
from typing import Any

from clearing_house_double.query import read_query
from clearing_house_double.records import Record
from clearing_house_double.values import known

MOST_KEPT = 64


class SortInvalid(ValueError):
    """An order that the index can't give; the text says why."""


class Index:
    """Rows that never change. What a query found is kept, so that its pages cost no second search."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = records
        self._by_schema: dict[str, list[Record]] = {}
        for record in records:
            self._by_schema.setdefault(record.row["schema_s"], []).append(record)
        self._kept: dict[tuple[Any, ...], Sequence[Record]] = {}
        self._lock = threading.Lock()

    def find(self, query: str, filters: Sequence[str], sort: str, default_field: str) -> Sequence[Record]:
        """All rows that a query finds, in order. Raises QueryInvalid and SortInvalid."""
        asked = (query, tuple(filters), sort, default_field)
        with self._lock:
            if asked not in self._kept:
                if len(self._kept) >= MOST_KEPT:
                    self._kept.pop(next(iter(self._kept)))
                self._kept[asked] = self._find(query, filters, sort, default_field)
            return self._kept[asked]

    def _find(self, query: str, filters: Sequence[str], sort: str, default_field: str) -> Sequence[Record]:
        order = read_sort(sort)
        read = [read_query(text, default_field) for text in (query, *filters)]
        named = [one.schemas for one in read if one.schemas is not None]
        among: Sequence[Record] = self.records
        if named:
            schemas = frozenset.intersection(*named)
            among = [record for schema in schemas for record in self._by_schema.get(schema, ())]
            if len(schemas) > 1:
                place = {id(record): number for number, record in enumerate(self.records)}
                among.sort(key=lambda record: place[id(record)])
        tests = [one.matches for one in read]
        found = [record for record in among if all(test(record.row) for test in tests)]
        # Sorting is stable: by the last key first.
        for name, descending in reversed(order):
            found.sort(key=lambda record: _key(record.row.get(name)), reverse=descending)
        return found


def read_sort(text: str) -> list[tuple[str, bool]]:
    """The keys of an order with whether they descend. Raises SortInvalid."""
    order = []
    for part in filter(None, (one.strip() for one in text.split(","))):
        name, _, direction = part.partition(" ")
        if direction.strip().lower() not in ("asc", "desc"):
            raise SortInvalid(f"Can't determine a Sort Order (asc or desc) in sort spec {text!r}")
        try:
            kind = known(name)
        except ValueError as fault:
            raise SortInvalid(f"sort param field can't be found: {name}") from fault
        if kind in ("texts", "text"):
            raise SortInvalid(f"can not sort on multivalued field: {name}")
        order.append((name, direction.strip().lower() == "desc"))
    return order


def _key(value: Any) -> tuple[bool, Any]:
    """Rows without the field come first, and last in descending order, as in Solr."""
    return (False, "") if value is None else (True, value)
