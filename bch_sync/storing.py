"""Write records of the index by the thousand: one statement for each database, without an object for each row."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection

from bch_sync.models import BchRecord
from bch_sync.records import IndexRecord
from parties.governments import Governments
from parties.many_rows import insert_rows

COLUMNS = (
    "identifier",
    "schema",
    "government",
    "party_id",
    "revision",
    "created_at",
    "updated_at",
    "payload",
    "digest",
    "unread",
    "first_seen_on",
    "withdrawn_on",
)
KEPT = frozenset({"identifier", "first_seen_on"})


def record_row(record: IndexRecord, governments: Governments, on: date) -> tuple[Any, ...]:
    """The values of COLUMNS for a record that was seen on a day."""
    party = governments.find(record.government)
    moment, day = connection.ops.adapt_datetimefield_value, connection.ops.adapt_datefield_value
    return (
        record.identifier,
        record.schema,
        record.government,
        party and party.pk,
        record.revision,
        moment(record.created_at),
        moment(record.updated_at),
        record.payload,
        record.digest,
        record.unread,
        day(on),
        None,
    )


def upsert(rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert records, or put them in the place of those of the same identifier; what is back is no longer withdrawn."""
    quoted = connection.ops.quote_name
    names = ", ".join(map(quoted, COLUMNS))
    changed = ", ".join(f"{quoted(name)} = excluded.{quoted(name)}" for name in COLUMNS if name not in KEPT)
    into = f"INSERT INTO {quoted(BchRecord._meta.db_table)} ({names})"
    conflict = f"ON CONFLICT ({quoted('identifier')}) DO UPDATE SET {changed}"
    insert_rows(into, list(rows), conflict)
