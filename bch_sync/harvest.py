"""Bring one schema of the index into the database: what changed since the cursor, or all of it."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from bch_sync.client import ROWS, ClearingHouse, ClearingHouseError, Page, escaped
from bch_sync.models import BchRecord, RefusedRow, SchemaCursor, SyncRun
from bch_sync.records import COMMON_FIELDS, IndexRecord, RowInvalid, read_row
from bch_sync.storing import record_row, upsert
from languages.told import said_later
from national_reports.codec import clean_value
from parties.governments import Governments

# What changed within this time before the cursor is read again: clocks differ, and the index lags.
OVERLAP = timedelta(days=2)
FIRST_ROWS = 100
IDENTIFIERS = 100
NEWEST_FIRST = "updatedDate_dt desc, identifier_s asc"
# More than this at once is taken for a fault of the index, not for so many deletions.
MOST_WITHDRAWN = 0.2
ALWAYS_PLAUSIBLE = 20


class Implausible(ClearingHouseError):
    """The index holds so much less than before that it is not believed; a full sync may be told to."""


@dataclass
class Harvest:
    """The reading of one schema in one run; `tally` counts what became of its rows."""

    house: ClearingHouse
    run: SyncRun
    schema: str
    fields: frozenset[str]
    governments: Governments
    stored: Callable[[], None] = lambda: None
    believe: bool = False
    tally: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.query = f"schema_s:{escaped(self.schema)}"
        self.kept = self.fields | COMMON_FIELDS
        self.asked = sorted(self.kept)
        self.wanted = hashlib.sha256(",".join(self.asked).encode()).hexdigest()[:16]

    def bring(self, *, full: bool) -> None:
        """Read, store, and only then move the cursor. Raises ClearingHouseError; what was stored stays."""
        cursor = SchemaCursor.objects.filter(schema=self.schema).first()
        # Other fields are wanted than were asked for: all must be read anew.
        since = None if full or cursor is None or cursor.fields != self.wanted else cursor.updated_until
        newest, found = self._walk(since - OVERLAP if since else None)
        unexplained = cursor.unexplained if cursor else 0
        if found - self._live().count() != unexplained:
            self._compare_identifiers()
            unexplained = found - self._live().count()
        # A time ahead of ours would hide what changes until then.
        until = min(newest, self.run.started_at) if newest else since
        state = {"updated_until": until, "fields": self.wanted, "unexplained": unexplained}
        if cursor is None or any(getattr(cursor, name) != value for name, value in state.items()):
            SchemaCursor.objects.update_or_create(schema=self.schema, defaults=state)

    def _live(self) -> Any:
        return BchRecord.objects.live().filter(schema=self.schema)

    def _walk(self, until: datetime | None) -> tuple[datetime | None, int]:
        """Newest first, page by page, to the first that was not changed since; the newest time and the total.

        Where all is read, the next page is asked for while one is stored.
        """

        def ask(start: int, rows: int = ROWS) -> Page:
            return self.house.select(self.query, fields=self.asked, sort=NEWEST_FIRST, start=start, rows=rows)

        newest, start = None, 0
        with ThreadPoolExecutor(1, thread_name_prefix="next-page") as beside:
            page = ask(0, ROWS if until is None else FIRST_ROWS)
            while True:
                start += page.length
                has_more = bool(page.length) and start < page.found
                coming = beside.submit(ask, start) if has_more and until is None else None
                times = [record.updated_at for record in self._take(page) if record.updated_at]
                newest = max([*times, *([newest] if newest else [])], default=None)
                if not has_more or (until is not None and times and min(times) < until):
                    return newest, page.found
                page = coming.result() if coming else ask(start)

    def _take(self, page: Page) -> list[IndexRecord]:
        """Store one page; the records of it that could be read."""
        records: dict[str, IndexRecord] = {}
        refused: list[tuple[str, Any]] = []
        for row in page.rows:
            try:
                record = read_row(row, schema=self.schema, fields=self.kept)
            except RowInvalid as fault:
                refused.append((str(fault), clean_value(row)))
                continue
            held = records.get(record.identifier)
            if held is None or (record.revision or 0) >= (held.revision or 0):
                records[record.identifier] = record
        with transaction.atomic():
            self._store(records)
            RefusedRow.objects.bulk_create(
                RefusedRow(run=self.run, schema=self.schema, reason=why[:300], row=row) for why, row in refused
            )
        self.tally["refused"] += len(refused)
        self.stored()
        return list(records.values())

    def _store(self, records: Mapping[str, IndexRecord]) -> None:
        held = {
            identifier: (digest, revision, withdrawn)
            for identifier, digest, revision, withdrawn in BchRecord.objects.filter(identifier__in=records).values_list(
                "identifier", "digest", "revision", "withdrawn_on"
            )
        }
        fresh = [record for record in records.values() if record.identifier not in held]
        changed = [
            record
            for record in records.values()
            if record.identifier in held and _is_news(record, *held[record.identifier])
        ]
        self.tally["fetched"] += len(records)
        self.tally["new"] += len(fresh)
        self.tally["changed"] += len(changed)
        self.tally["unchanged"] += len(records) - len(fresh) - len(changed)
        self.tally["unread"] += sum(bool(record.unread) for record in (*fresh, *changed))
        upsert(record_row(record, self.governments, self.run.started_at.date()) for record in (*fresh, *changed))

    def _compare_identifiers(self) -> None:
        """The totals differ: fetch what was missed, and mark what is truly gone."""
        there: set[str] = set()
        for page in self.house.pages(self.query, fields=["identifier_s"], sort="identifier_s asc"):
            there |= {row["identifier_s"] for row in page.rows if isinstance(row.get("identifier_s"), str)}
            self.stored()
        live = set(self._live().values_list("identifier", flat=True))
        for batch in _batches(sorted(there - live)):
            self._take(self._named(batch, self.asked))
        gone: list[str] = []
        for batch in _batches(sorted(live - there)):
            # Asked for by name: a list that shifts while it is read leaves out what is there.
            still = {row.get("identifier_s") for row in self._named(batch, ["identifier_s"]).rows}
            gone += [identifier for identifier in batch if identifier not in still]
        if len(gone) > max(ALWAYS_PLAUSIBLE, MOST_WITHDRAWN * len(live)) and not self.believe:
            raise Implausible(
                said_later(
                    "{gone} of {held} records would be gone at once. Nothing was marked withdrawn; "
                    "look at the Clearing-House, and run manage.py sync_bch --full --believe if it is so.",
                    gone=len(gone),
                    held=len(live),
                )
            )
        with transaction.atomic():
            for batch in _batches(gone):
                self.tally["withdrawn"] += (
                    self._live().filter(identifier__in=batch).update(withdrawn_on=self.run.started_at.date())
                )

    def _named(self, identifiers: Sequence[str], fields: Sequence[str]) -> Page:
        named = " ".join(f'"{_quoted(identifier)}"' for identifier in identifiers)
        query = f"{self.query} AND identifier_s:({named})"
        return self.house.select(query, fields=fields, sort="identifier_s asc", rows=len(identifiers) + 1)


def _is_news(record: IndexRecord, digest: str, revision: int | None, withdrawn: Any) -> bool:
    """Whether a row says something else than what is held; an older revision says nothing new."""
    return withdrawn is not None or (record.digest != digest and (record.revision or 0) >= (revision or 0))


def _batches(identifiers: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(identifiers), IDENTIFIERS):
        yield identifiers[start : start + IDENTIFIERS]


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
