"""What `index/select` answers: pages, facets, pivots and groups, in Solr's shapes. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clearing_house_double.errors import invalid
from clearing_house_double.index import Index, SortInvalid
from clearing_house_double.query import QueryInvalid
from clearing_house_double.records import Record, written
from clearing_house_double.values import FieldUnknown, known, values

Parameters = Mapping[str, Sequence[str]]

ROWS = 10
# What is understood, and what changes nothing here. Anything else would be left out in silence, so it is refused.
PAGING = {"q", "fq", "fl", "df", "wt", "sort", "start", "rows"}
FACETING = {"facet", "facet.field", "facet.pivot", "facet.limit", "facet.mincount"}
GROUPING = {"group", "group.field", "group.limit", "group.ngroups"}
UNDERSTOOD = frozenset(PAGING | FACETING | GROUPING)
OF_NO_EFFECT = ("hl", "indent")
HEADER = b'{"responseHeader":{"status":0,"QTime":1},'


@dataclass(frozen=True)
class Selection:
    """A request to the index, read; what is not understood is refused."""

    query: str
    filters: tuple[str, ...]
    fields: tuple[str, ...]
    sort: str
    start: int
    rows: int
    default_field: str
    parameters: Parameters

    @classmethod
    def read(cls, parameters: Parameters) -> "Selection":
        """Raises ApiError."""
        for name in parameters:
            if name not in UNDERSTOOD and not name.startswith(OF_NO_EFFECT):
                raise invalid(f"The parameter {name} is not understood.", name)
        if parameters.get("wt", ["json"])[-1] != "json":
            raise invalid("Only wt=json is answered.", "wt")
        names = ",".join(parameters.get("fl", ())).replace(" ", ",").split(",")
        fields = tuple(name for name in names if name)
        if any("*" in name and name != "*" for name in fields):
            raise invalid("A pattern of field names is not understood.", "fl")
        return cls(
            query=parameters.get("q", ["*:*"])[-1],
            filters=tuple(parameters.get("fq", ())),
            fields=() if "*" in fields else fields,
            sort=parameters.get("sort", [""])[-1],
            start=_whole(parameters, "start", 0),
            rows=_whole(parameters, "rows", ROWS),
            default_field=parameters.get("df", ["text_EN_txt"])[-1],
            parameters=parameters,
        )

    def find(self, index: Index) -> Sequence[Record]:
        """All that is found, in order. Raises ApiError."""
        try:
            return index.find(self.query, self.filters, self.sort, self.default_field)
        except QueryInvalid as fault:
            raise invalid(str(fault), "q") from fault
        except SortInvalid as fault:
            raise invalid(str(fault), "sort") from fault

    def answer(self, index: Index) -> bytes:
        """The whole answer as JSON. Raises ApiError."""
        found = self.find(index)
        if self._is_on("group"):
            return HEADER + b'"grouped":' + self._grouped(found) + b"}"
        page = self.page(found)
        docs = b",".join(record.json(self.fields) for record in page)
        head = f'"response":{{"numFound":{len(found)},"start":{self.start},"docs":['.encode()
        facets = b',"facet_counts":' + written(self._facets(found, index)) if self._is_on("facet") else b""
        return HEADER + head + docs + b"]}" + facets + b"}"

    def page(self, found: Sequence[Record]) -> Sequence[Record]:
        return found[self.start : self.start + self.rows]

    def _is_on(self, name: str) -> bool:
        return self.parameters.get(name, [""])[-1].lower() == "true"

    def _facets(self, found: Sequence[Record], index: Index) -> dict[str, Any]:
        limit = _whole(self.parameters, "facet.limit", 100, least=-1)
        least = _whole(self.parameters, "facet.mincount", 0)
        counted: dict[str, list[Any]] = {}
        for name in self.parameters.get("facet.field", ()):
            counts = _counts(found, _field(name, "facet.field"))
            if not least:
                counts |= {value: counts[value] for value in _counts(index.records, name)}
            counted[name] = [part for pair in _ranked(counts, limit, least) for part in pair]
        facets: dict[str, Any] = {"facet_queries": {}, "facet_fields": counted}
        pivots = self.parameters.get("facet.pivot", ())
        if pivots:
            facets["facet_pivot"] = {names: _pivot(found, names, limit) for names in pivots}
        return facets

    def _grouped(self, found: Sequence[Record]) -> bytes:
        name = _field(self.parameters.get("group.field", [""])[-1], "group.field")
        most = _whole(self.parameters, "group.limit", 1)
        groups: dict[Any, list[Record]] = {}
        for record in found:
            for value in values(record.row, name)[:1] or (None,):
                groups.setdefault(value, []).append(record)
        page = list(groups.items())[self.start : self.start + self.rows]
        told = b",".join(
            f'{{"groupValue":{written(value).decode()},"doclist":{{"numFound":{len(held)},"start":0,"docs":['.encode()
            + b",".join(record.json(self.fields) for record in held[:most])
            + b"]}}"
            for value, held in page
        )
        number = f'"ngroups":{len(groups)},' if self._is_on("group.ngroups") else ""
        return f'{{"{name}":{{"matches":{len(found)},{number}"groups":['.encode() + told + b"]}}"


def _pivot(found: Sequence[Record], names: str, limit: int) -> list[dict[str, Any]]:
    fields = [_field(name.strip(), "facet.pivot") for name in names.split(",")]
    if len(fields) != 2:
        raise invalid("A pivot takes two fields.", "facet.pivot")
    outer, inner = fields
    below: dict[Any, Counter[Any]] = {}
    for record in found:
        for value in values(record.row, outer):
            below.setdefault(value, Counter()).update(values(record.row, inner))
    return [
        {
            "field": outer,
            "value": value,
            "count": count,
            "pivot": [
                {"field": inner, "value": deeper, "count": number} for deeper, number in _ranked(below[value], limit, 1)
            ],
        }
        for value, count in _ranked(_counts(found, outer), limit, 1)
    ]


def _counts(found: Sequence[Record], name: str) -> Counter[Any]:
    counts: Counter[Any] = Counter()
    for record in found:
        counts.update(values(record.row, name))
    return counts


def _ranked(counts: Mapping[Any, int], limit: int, least: int) -> list[tuple[Any, int]]:
    """The most frequent first, equals by their value; a negative limit is none."""
    ranked = sorted(((value, n) for value, n in counts.items() if n >= least), key=lambda pair: (-pair[1], pair[0]))
    return ranked if limit < 0 else ranked[:limit]


def _field(name: str, parameter: str) -> str:
    try:
        known(name)
    except FieldUnknown as fault:
        raise invalid(str(fault), parameter) from fault
    return name


def _whole(parameters: Parameters, name: str, otherwise: int, least: int = 0) -> int:
    text = parameters.get(name, [str(otherwise)])[-1]
    try:
        number = int(text)
    except ValueError as fault:
        raise invalid(f"{name} is not a whole number: {text!r}", name) from fault
    if number < least:
        raise invalid(f"{name} cannot be below {least}", name)
    return number
