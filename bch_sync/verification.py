"""What is verified of the registry: its records and counts against the trail, and counts against records."""

from collections.abc import Iterator
from typing import Any

from bch_sync.counts import count_records
from bch_sync.models import BchRecord, RegistryCount, SyncRun
from bch_sync.stored_data import READ, SUBJECT, count_digests, count_key, cursors, record_digests
from languages.told import said_later
from parties.checked import Checked
from parties.models import AuditEvent


def checks() -> Iterator[Checked]:
    told = list(AuditEvent.objects.filter(subject=SUBJECT, action=READ).order_by("sequence").values_list("detail"))
    readings = [detail for (detail,) in told]
    yield records(readings)
    yield counts(readings)
    yield progress(readings)


def records(readings: list[dict[str, Any]]) -> Checked:
    """The records of each schema against the last reading that the trail tells of."""
    checked = Checked(said_later("Records of the registry against the trail"), number=BchRecord.objects.count())
    if not readings:
        if checked.number:
            checked.fault("registry", "the trail tells of no reading of the Clearing-House")
        return checked
    last = readings[-1]
    if _is_being_read(last):
        checked.remarks.append("A reading after the last told one has not ended in order: records were not compared.")
        return checked
    held = record_digests()
    for schema in sorted(held.keys() | last["records"].keys()):
        (number, digest), (before, digest_before) = held.get(schema, (0, "")), last["records"].get(schema, (0, ""))
        if number != before:
            checked.fault(f"registry {schema}", f"{number} records are held, and {before} were read")
        elif digest != digest_before:
            checked.fault(f"registry {schema}", "a record is not what was read")
    return checked


def progress(readings: list[dict[str, Any]]) -> Checked:
    """How far each schema is known, and when each told reading ended: a cursor that is moved on hides what changes."""
    checked = Checked(said_later("Readings of the Clearing-House: how far they came, and when they ended"))
    ended = dict(SyncRun.objects.values_list("pk", "finished_at"))
    for reading in readings:
        at = ended.get(reading["run"])
        # Readings told of before 0.3 do not say when they ended.
        if at is not None and "finished_at" in reading:
            checked.number += 1
            checked.same(f"reading {reading['run']}", "finished_at", at.isoformat(), reading["finished_at"])
    last = readings[-1] if readings else {}
    if "cursors" not in last or _is_being_read(last):
        return checked
    held: dict[str, Any] = dict(cursors())
    for schema in sorted(held.keys() | last["cursors"].keys()):
        checked.number += 1
        checked.same(f"registry {schema}", "how far it is known", held.get(schema), last["cursors"].get(schema))
    return checked


def counts(readings: list[dict[str, Any]]) -> Checked:
    """Every count against the run that made it, and those of the last run against the records."""
    checked = Checked(
        said_later("Counts of the registry against records and trail"), number=RegistryCount.objects.count()
    )
    if not readings:
        return checked
    told = {reading["run"]: reading["counts"] for reading in readings}
    runs = set(told) | set(RegistryCount.objects.order_by().values_list("run", flat=True).distinct())
    held = {run: count_digests(run) for run in sorted(runs)}
    for run, of_run in held.items():
        for key, digest in of_run.items():
            if told.get(run, {}).get(key) != digest:
                checked.fault(f"count {key}", f"it is not what reading {run} counted")
    _gone(told, held, checked)
    _recount(checked)
    return checked


def _gone(told: dict[int, dict[str, str]], held: dict[int, dict[str, str]], checked: Checked) -> None:
    """Counts that a run made and that no later run replaced; a later one of the same day takes a count over."""
    days = dict(SyncRun.objects.values_list("pk", "started_at"))
    replaced: set[tuple[str, str]] = set()
    for run in sorted(told, reverse=True):
        day = days[run].date().isoformat() if run in days else ""
        for key in told[run]:
            place = (key, "" if key.endswith(" rebuilt") else day)
            if key not in held.get(run, {}) and place not in replaced:
                checked.fault(f"count {key}", f"what reading {run} counted is gone")
            replaced.add(place)


def _recount(checked: Checked) -> None:
    last = SyncRun.objects.order_by("-pk").first()
    if last is None or not RegistryCount.objects.filter(run=last).exists():
        if checked.number:
            checked.remarks.append("The last reading counted nothing: counts were not held against the records.")
        return
    tallies, digests = count_records(on=last.started_at.date())
    for one in RegistryCount.objects.filter(run=last):
        tally = tallies.get((one.filter, one.as_of, one.reconstructed))
        # A filter or cut-off that was changed since is counted by the next reading.
        if tally is None or digests[one.filter] != one.digest:
            continue
        stands = (one.records, one.by_schema, one.governments, one.kinds)
        if stands != (tally.records, dict(tally.schemas), dict(tally.governments), dict(tally.kinds)):
            place = f"count {count_key(one)} of {one.as_of}"
            checked.fault(place, f"{one.records} are stored, and the records give {tally.records}")


def _is_being_read(last: dict[str, Any]) -> bool:
    """Whether a reading went on after the last told one and did not end by itself."""
    unended = (SyncRun.State.RUNNING, SyncRun.State.ABANDONED)
    return SyncRun.objects.filter(pk__gt=last["run"], state__in=unended).exists()
