"""What a reading of the Clearing-House left behind, as the trail is told of it: its records and its counts."""

import hashlib
import json
from collections import defaultdict
from datetime import datetime
from typing import Any

from bch_sync.models import BchRecord, RegistryCount, SchemaCursor, SyncRun
from parties.audit import record
from parties.models import AuditEvent

SUBJECT = "data/registry"
READ = "read"
DIGEST = 16
CHUNK = 5000


def record_digests() -> dict[str, list[int | str]]:
    """{schema: [number of records, digest of them all]}; what a record says counts, and when it was withdrawn."""
    numbers: dict[str, int] = defaultdict(int)
    hashes: dict[str, Any] = defaultdict(hashlib.sha256)
    rows = BchRecord.objects.order_by("schema", "identifier").values_list(
        "schema", "identifier", "party_id", "revision", "created_at", "withdrawn_on", "payload"
    )
    for schema, *columns in rows.iterator(chunk_size=CHUNK):
        numbers[schema] += 1
        hashes[schema].update(json.dumps(columns, sort_keys=True, default=str).encode())
    return {schema: [number, hashes[schema].hexdigest()[:DIGEST]] for schema, number in sorted(numbers.items())}


def cursors() -> dict[str, list[str | int | None]]:
    """{schema: [until when it is known, digest of the fields asked for, rows that no record explains]}."""
    return {
        one.schema: [one.updated_until.isoformat() if one.updated_until else None, one.fields, one.unexplained]
        for one in SchemaCursor.objects.order_by("schema")
    }


def count_digests(run: SyncRun | int) -> dict[str, str]:
    """{filter and its digest: digest of the counts} of a run, rebuilt ones beside those of the day."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in RegistryCount.objects.filter(run=run):
        # Most counts tell of no kinds; what the trail was told of them before stays true.
        said = [one.as_of, one.records, one.by_schema, one.governments, *([one.kinds] if one.kinds else [])]
        found[count_key(one)].append(json.dumps(said, sort_keys=True, default=str))
    return {
        key: hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()[:DIGEST]
        for key, rows in sorted(found.items())
    }


def count_key(count: RegistryCount) -> str:
    return f"{count.filter} {count.digest}{' rebuilt' if count.reconstructed else ''}"


def note_registry(run: SyncRun, *, at: datetime) -> None:
    """Tell the trail what stands after a run; a run that brought nothing and counted the same tells nothing."""
    detail = {
        "run": run.pk,
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "records": record_digests(),
        "counts": count_digests(run),
        "cursors": cursors(),
    }
    last = last_told()
    if last is None or any(last.get(name) != detail[name] for name in ("records", "cursors")) or detail["counts"]:
        record(subject=SUBJECT, action=READ, by=None, at=at, detail=detail)


def last_told() -> dict[str, object] | None:
    event = AuditEvent.objects.filter(subject=SUBJECT, action=READ).order_by("-sequence").first()
    return event.detail if event else None
