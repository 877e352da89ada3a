"""Take in published national reports: every revision that is not held yet, in order."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from bch_sync.client import ClearingHouse, Refused
from bch_sync.folders import Left
from bch_sync.importing import Importer, ImportResult
from bch_sync.models import BchRecord, ImportedReport
from indicators.models import ReportingCycle
from languages.told import said_later
from national_reports.models import Report


def waiting(cycle: ReportingCycle, *, anew: bool = False) -> Iterable[BchRecord]:
    """The report records of a cycle of which a revision was not taken in yet; anew, also those that gave no report."""
    unknown = Q(imported=None) | Q(imported__revision__lt=F("revision"))
    if anew:
        unknown |= Q(imported__report=None)
    held = BchRecord.objects.live().filter(unknown, schema=cycle.schema)
    return list(held.select_related("imported", "party").order_by("identifier"))


def take_in(
    house: ClearingHouse,
    cycle: ReportingCycle,
    importer: Importer,
    *,
    at: datetime,
    anew: bool = False,
    stored: Callable[[], None] = lambda: None,
) -> Counter[str]:
    """Publish what is new of a cycle's reports; each revision whole, with its dates. Raises ClearingHouseError."""
    tally: Counter[str] = Counter()
    for record in waiting(cycle, anew=anew):
        held = getattr(record, "imported", None)
        after = held.revision if held and held.report_id else 0
        for revision, info in _revisions(house, record, after):
            try:
                document: Any = house.document(record.identifier, revision)
            except Refused:
                # An older revision may be gone; what is served now must be there.
                document = None
            result = ImportResult()
            with transaction.atomic():
                if document is None:
                    gone = said_later(
                        "Revision {revision} is no longer to be had from the Clearing-House.", revision=revision
                    )
                    result.left.append(Left(record.identifier, record.identifier, gone, _code(record)))
                else:
                    importer.document(document, schema=cycle.schema, info=info, place=record.identifier, result=result)
                report = (
                    Report.objects.filter(identifier__iexact=record.identifier).order_by("part", "-version").first()
                )
                values = {
                    "cycle": cycle,
                    "revision": revision,
                    "report": report,
                    "refused": result.unread,
                    "imported_at": at,
                }
                ImportedReport.objects.update_or_create(record=record, defaults=values)
            tally["new"] += result.filed.new
            tally["changed"] += result.filed.changed + result.filed.beside
            tally["unchanged"] += result.filed.unchanged
            tally["refused"] += bool(result.unread)
            stored()
    return tally


def _revisions(house: ClearingHouse, record: BchRecord, after: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """(number, what is told of it) for each revision not taken in yet, the oldest first."""
    last = record.revision or 1
    if last == 1:
        yield 1, _info(record.payload, 1)
        return
    told = {info["revision"]: dict(info) for info in house.versions(record.identifier) if _number(info)}
    for revision in range(after + 1, last + 1):
        if revision in told:
            yield revision, told[revision]
        elif revision == last:
            yield revision, _info(record.payload, revision)


def _code(record: BchRecord) -> str:
    return record.party.code if record.party else ""


def _number(info: Any) -> bool:
    return isinstance(info.get("revision"), int) and not isinstance(info["revision"], bool)


def _info(payload: Any, revision: int) -> dict[str, Any]:
    """What a row of the index tells of a document, under the names that documents use."""
    return {
        "revision": revision,
        "createdOn": payload.get("createdDate_dt"),
        "updatedOn": payload.get("updatedDate_dt"),
    }
