"""Put what a reading of the Clearing-House could not read on the one list of what was left out."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from bch_sync.importing import NO_DATE, kept_as_it_came
from bch_sync.models import BchRecord, ImportedReport, RefusedRow, SyncRun
from bch_sync.record_kinds import kind_of_records
from indicators.models import ReportingCycle
from jobs.left_out import Entry, note_left_out, replace_left_out
from jobs.models import LeftOut
from languages.told import said_later
from national_reports.models import Report
from national_reports.selectors import form_for, implausible_of

SYNC = LeftOut.Kind.SYNC


def list_what_was_left_out(run: SyncRun, *, at: datetime) -> None:
    """Say what stands unread after a run: reports and records as they are held now, and the rows of this run.

    A reading of everything makes up for rows that it read; one of what changed has not seen the others.
    """
    for cycle in ReportingCycle.objects.exclude(schema=""):
        replace_left_out(kind=SYNC, source=cycle.code, entries=[*_reports(cycle), *_implausible(cycle)], at=at)
    for schema in run.counts:
        replace_left_out(kind=SYNC, source=f"records/{schema}", entries=_records(schema), at=at)
    replace_left_out(
        kind=SYNC,
        source="readings",
        entries=[
            Entry(f"{n} {what}", kind_of_records(what) or said_later("Clearing-House"), why)
            for n, (what, why) in enumerate(run.faults)
        ],
        at=at,
    )
    rows: dict[str, list[Entry]] = defaultdict(list)
    for row in RefusedRow.objects.filter(run=run):
        rows[row.schema].append(_row(row))
    read_whole = run.is_full and run.state == SyncRun.State.DONE
    for schema in {*rows, *(run.counts if read_whole else ())}:
        source = f"rows/{schema}"
        if read_whole:
            replace_left_out(kind=SYNC, source=source, entries=rows[schema], at=at)
        else:
            for one in rows[schema]:
                note_left_out(kind=SYNC, source=source, key=one.key, subject=one.subject, reason=one.reason, at=at)


def _reports(cycle: ReportingCycle) -> list[Entry]:
    held = ImportedReport.objects.filter(cycle=cycle, record__withdrawn_on=None)
    held = held.exclude(refused=[]) | held.filter(report__isnull=False, report__received_on=None)
    return [
        Entry(
            key=one.record.identifier,
            subject=_subject(one),
            reason="\n".join(one.refused) or NO_DATE,
            party=one.record.party.code if one.record.party else "",
        )
        for one in held.select_related("record__party", "cycle")
    ]


def _implausible(cycle: ReportingCycle) -> list[Entry]:
    """A remark at each answer that cannot be true, of what is held of each record now."""
    imported = ImportedReport.objects.filter(cycle=cycle, record__withdrawn_on=None, report__isnull=False)
    by_identifier = {one.record.identifier.lower(): one for one in imported.select_related("record", "cycle")}
    if not by_identifier:
        return []
    form, reports = form_for(cycle), _newest(cycle, by_identifier)
    wrong = implausible_of(reports, form)
    return [
        Entry(
            key=f"{one.record.identifier}:{question.key}",
            subject=f"{_subject(one)}: {question.key}",
            reason=kept_as_it_came(question, wrong[report.pk][question.key]),
            party=report.party.code,
        )
        for report in reports
        for one in (by_identifier[report.identifier.lower()],)
        for question in form.bounded
        if question.key in wrong[report.pk]
    ]


def _newest(cycle: ReportingCycle, identifiers: Collection[str]) -> list[Report]:
    """The last version that was read of each record, one a part of its cycle; not what was taken off."""
    held = Report.objects.filter(cycle=cycle).exclude(identifier="").exclude(state=Report.State.TAKEN_OFF)
    found = {
        (report.identifier.lower(), report.part): report
        for report in held.select_related("party").order_by("version")
        if report.identifier.lower() in identifiers
    }
    return list(found.values())


def _subject(one: ImportedReport) -> str:
    name = f"{one.cycle.code} {one.record.government or one.record.identifier}"
    return said_later("{name}, revision {n}", name=name, n=one.revision)


def _records(schema: str) -> list[Entry]:
    held = BchRecord.objects.live().filter(schema=schema).exclude(unread="").select_related("party").defer("payload")
    return [
        Entry(
            key=one.identifier,
            subject=said_later("Record {identifier} ({kind})", identifier=one.identifier, kind=kind_of_records(schema)),
            reason=one.unread,
            party=one.party.code if one.party else "",
        )
        for one in held
    ]


def _row(row: RefusedRow) -> Entry:
    """A row without an identity is known by its content."""
    digest = hashlib.sha256(json.dumps(row.row, sort_keys=True).encode()).hexdigest()
    subject = said_later("A row of the index, {schema}", schema=kind_of_records(row.schema))
    return Entry(key=digest, subject=subject, reason=row.reason)
