"""One row of the index, and one document with its revisions. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ADDRESS = "https://bch.demonstration.example/database/record?documentID={number}"


@dataclass(slots=True, eq=False)
class Record:
    """A row of the index; never changed, so that it is written as JSON once for each list of fields."""

    row: Mapping[str, Any]
    written: dict[tuple[str, ...], bytes] = field(default_factory=dict)

    def json(self, fields: tuple[str, ...]) -> bytes:
        """The row with these fields only; all of them for an empty list."""
        if fields not in self.written:
            row = {name: self.row[name] for name in fields if name in self.row} if fields else self.row
            self.written[fields] = written(row)
        return self.written[fields]


@dataclass(frozen=True, slots=True)
class Version:
    """A revision of a document; a body of None is drawn from the row of the index when it is asked for."""

    revision: int
    updated: str | None
    body: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A published document: its row in the index and all of its revisions, the oldest first."""

    record: Record
    versions: tuple[Version, ...]
    deleted: str | None = None

    @property
    def row(self) -> Mapping[str, Any]:
        return self.record.row

    @property
    def identifier(self) -> str:
        return str(self.row["identifier_s"])

    @property
    def schema(self) -> str:
        return str(self.row["schema_s"])

    def version(self, revision: int | None) -> Version | None:
        """A revision by its number, the latest for None."""
        if revision is None:
            return self.versions[-1]
        return next((one for one in self.versions if one.revision == revision), None)


def index_row(
    *,
    identifier: str,
    schema: Mapping[str, str],
    number: int,
    revision: int,
    title: str,
    government: tuple[str, str, list[str]] | None,
    created: str | None,
    updated: str | None,
    **fields: Any,
) -> dict[str, Any]:
    """A row of the index as the Clearing-House gives it; `government` is code, name and what it is part of."""
    code = government[0] if government else "x"
    row: dict[str, Any] = {
        "id": f"52000000cbd08000{number:08x}",
        "identifier_s": identifier,
        "uniqueIdentifier_s": f"bch-{schema['code']}-{code.lower()}-{number}-{revision}",
        "schema_s": schema["name"],
        "schema_EN_t": schema["label"],
        "schemaType_s": schema["kind"],
        "realm_ss": ["bch"],
        "_state_s": "public",
        "_revision_i": revision,
        "_documentId_i": number,
    }
    if government:
        row |= {
            "government_s": code,
            "government_EN_s": government[1],
            "government_EN_t": government[1],
            "government_REL_ss": government[2],
        }
    row |= {"title_s": title, "title_EN_s": title, "title_EN_t": title}
    row |= {"createdDate_dt": created} if created else {}
    row |= {"updatedDate_dt": updated} if updated else {}
    return row | {"url_ss": [ADDRESS.format(number=number)]} | fields


def written(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
