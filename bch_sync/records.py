"""Rows of the Clearing-House's index as typed records: tolerant of extra and missing keys, strict about what counts."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from languages.told import said_later
from national_reports.codec import clean_text, clean_value

# What every record is asked for; filters add the fields that they look at.
COMMON_FIELDS = frozenset(
    {
        "identifier_s",
        "schema_s",
        "_revision_i",
        "government_s",
        "createdDate_dt",
        "updatedDate_dt",
        "title_EN_s",
        "url_ss",
    }
)
MOST_IDENTIFIER = 128
MOST_GOVERNMENT = 40
# NUL, and either half of a surrogate pair; a whole pair is found too, and stays as it is.
UNSTORABLE = re.compile(r"\\u(0000|d[89a-f])")


class RowInvalid(ValueError):
    """A row can't be taken for a record; the text says why."""


@dataclass(frozen=True)
class IndexRecord:
    """What is used of a row; `unread` says what else was there but not as promised."""

    identifier: str
    schema: str
    government: str
    revision: int | None
    created_at: datetime | None
    updated_at: datetime | None
    # The fields that were asked for, as JSON with its keys in order.
    payload: str
    unread: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.payload.encode()).hexdigest()[:16]


def read_row(row: Mapping[str, Any], *, schema: str, fields: frozenset[str]) -> IndexRecord:
    """Read one row of a query for a schema. Raises RowInvalid where it has no usable identity."""
    identifier = row.get("identifier_s")
    if not isinstance(identifier, str) or not 0 < len(identifier) <= MOST_IDENTIFIER or not identifier.isprintable():
        raise RowInvalid(said_later("It carries no usable identifier_s."))
    if row.get("schema_s", schema) != schema:
        raise RowInvalid(
            said_later("It is of the schema {schema_s}, not {schema}.", schema_s=repr(row["schema_s"]), schema=schema)
        )
    unread: list[str] = []
    return IndexRecord(
        identifier=identifier,
        schema=schema,
        government=_government(row.get("government_s"), unread),
        revision=_revision(row.get("_revision_i"), unread),
        created_at=_moment(row, "createdDate_dt", unread),
        updated_at=_moment(row, "updatedDate_dt", unread),
        payload=_payload({name: value for name, value in row.items() if name in fields}),
        unread="; ".join(unread)[:300],
    )


def _payload(held: Mapping[str, Any]) -> str:
    """JSON that any database can hold; what none can hold is seldom there, and only then looked for."""
    text = json.dumps(held, sort_keys=True)
    return json.dumps(clean_value(held), sort_keys=True) if UNSTORABLE.search(text) else text


def _government(value: Any, unread: list[str]) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > MOST_GOVERNMENT:
        unread.append(said_later("government_s is not a code"))
        return ""
    return clean_text(value).upper()


def _revision(value: Any, unread: list[str]) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**31:
        unread.append(said_later("_revision_i is not the number of a revision"))
        return None
    return value


def _moment(row: Mapping[str, Any], name: str, unread: list[str]) -> datetime | None:
    value = row.get(name)
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        unread.append(said_later("{name} is not a time", name=name))
        return None
