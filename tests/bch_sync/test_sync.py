"""What a reading of the Clearing-House brings, what it leaves alone, and how it ends when the Clearing-House fails."""

from datetime import timedelta
from functools import partial
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bch_sync.client import Page
from bch_sync.harvest import Harvest
from bch_sync.importing import NO_DATE
from bch_sync.leases import LEASE, AlreadyRunning, LeaseLost, begin, end, note_counts
from bch_sync.models import BchRecord, ImportedReport, RefusedRow, RegistryCount, SyncRun
from indicators.models import ReportingCycle
from jobs.models import LeftOut
from national_reports.codec import DocumentInvalid
from national_reports.models import Report
from parties.governments import Governments
from tests.bch_sync.conftest import NOW, client_at, held, read, there

pytestmark = pytest.mark.slow

HARVESTED = 10


def test_the_first_reading_holds_what_the_registry_holds(synced, generated):
    for schema in ("biosafetyLaw", "resource", "focalPoint", "cpbNationalReport3"):
        assert held(schema) == there(generated, schema) != set()
    assert not BchRecord.objects.exclude(unread="").exists()


def test_every_revision_of_every_report_is_published_with_its_day(synced, generated):
    for cycle in ReportingCycle.objects.filter(code__in=("NR2", "NR3", "NR4")):
        documents = [one for one in generated.documents.values() if one.schema == cycle.schema]
        revisions = {(one.identifier, version.revision) for one in documents for version in one.versions}
        reports = Report.objects.filter(cycle=cycle, identifier__in=[one.identifier for one in documents])
        assert set(reports.values_list("identifier", "revision")) >= revisions != set()
        late = [one.identifier for one in documents if len(one.versions) > 1]
        assert reports.filter(part="", identifier__in=late, state="superseded").count() == len(late)
    assert ImportedReport.objects.filter(refused=[]).count() == ImportedReport.objects.count() > 75


def test_a_second_reading_asks_once_for_each_schema_and_cycle_and_writes_only_the_run_and_its_counts(synced, house):
    cycles = ReportingCycle.objects.exclude(schema="").filter(questionnaires__isnull=False).distinct().count()
    asked = house.requests
    with CaptureQueriesContext(
        connection,
    ) as queries:
        run = read(house)
    assert run.state == SyncRun.State.DONE
    assert house.requests - asked == HARVESTED + cycles
    assert not run.changed_anything
    written = {
        query["sql"].split('"')[1]
        for query in queries.captured_queries
        if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    }
    # One report tells no date: the list says that it is still so.
    written.discard("jobs_leftout")
    # The trail is told of what was counted.
    written -= {"parties_auditchain", "parties_auditevent"}
    assert written == {"bch_sync_syncrun", "bch_sync_registrycount"}


def test_a_new_a_changed_and_a_deleted_record_are_noticed(synced, registry, house):
    read(house)
    law = sorted(there(registry, "biosafetyLaw"))[0]
    gone = sorted(there(registry, "resource"))[:3]
    added = registry.add("database", "KEN" if "KEN" in registry.countries else next(iter(registry.countries)))
    registry.revise(law, fields={"title_EN_s": "Demonstration: revised"})
    for identifier in gone:
        registry.delete(identifier)
    run = read(house)
    assert run.state == SyncRun.State.DONE, run.faults
    assert run.counts["database"]["new"] == 1
    assert run.counts["biosafetyLaw"]["changed"] == 1
    assert run.counts["resource"]["withdrawn"] == 3
    assert BchRecord.objects.get(identifier=law).payload["title_EN_s"] == "Demonstration: revised"
    assert added in held("database")
    withdrawn = BchRecord.objects.filter(identifier__in=gone)
    assert set(withdrawn.values_list("withdrawn_on", flat=True)) == {NOW.date()}


def test_a_revised_report_becomes_the_next_version_and_the_first_stays(synced, registry, house):
    identifier = ImportedReport.objects.filter(cycle__code="NR4", revision=1).first().record.identifier
    before = Report.objects.published().get(identifier=identifier, part="")
    body = registry.document(identifier).versions[-1].body | {"Q020": {"en": "A text that came later."}}
    registry.revise(identifier, body=body)
    run = read(house)
    assert run.counts["NR4"]["changed"] == 1
    after = Report.objects.published().get(identifier=identifier, part="")
    assert (after.version, after.revision) == (before.version + 1, 2)
    assert after.answers.get(question="Q020").texts == {"en": "A text that came later."}
    before.refresh_from_db()
    assert before.state == Report.State.SUPERSEDED


def test_only_one_reading_at_a_time_and_one_whose_lease_ran_out_is_let_go(db):
    first = begin(is_full=False, base="http://127.0.0.1", demonstration=True, at=NOW)
    with pytest.raises(AlreadyRunning):
        begin(is_full=False, base="http://127.0.0.1", demonstration=True, at=NOW + LEASE)
    begin(is_full=False, base="http://127.0.0.1", demonstration=True, at=NOW + LEASE + timedelta(seconds=1))
    first.refresh_from_db()
    assert (first.state, first.lease_until) == (SyncRun.State.ABANDONED, None)


def test_one_whose_process_is_gone_is_let_go_at_once(db, monkeypatch):
    begin(is_full=False, base="http://127.0.0.1", demonstration=True, at=NOW)
    running = SyncRun.objects.get(state=SyncRun.State.RUNNING)
    SyncRun.objects.filter(pk=running.pk).update(holder=running.holder.rpartition("/")[0] + "/999999999")
    assert begin(is_full=False, base="http://127.0.0.1", demonstration=True, at=NOW).state == SyncRun.State.RUNNING


def test_a_reading_that_was_taken_for_dead_writes_nothing_more(db):
    first = begin(is_full=False, base="http://127.0.0.1", demonstration=True, at=NOW)
    begin(is_full=False, base="http://127.0.0.1", demonstration=True, at=NOW + LEASE * 2)
    first.counts = {"biosafetyLaw": {"new": 1}}
    for write in (note_counts, partial(end, state=SyncRun.State.DONE, faults=[], at=NOW + LEASE * 3)):
        with pytest.raises(LeaseLost):
            write(first)
    first.refresh_from_db()
    assert (first.state, first.counts) == (SyncRun.State.ABANDONED, {})


def test_a_fault_of_our_own_ends_the_run_with_its_words_and_the_next_one_begins_at_once(synced, house, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("bch_sync.services.write_counts", lambda run, on: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            read(house)
    assert SyncRun.objects.first().faults == [["", "ZeroDivisionError: division by zero"]]
    assert read(house).state == SyncRun.State.DONE


def test_a_row_that_no_database_can_hold_as_it_came_is_kept_without_what_it_can_not_hold(synced, house):
    run = SyncRun.objects.create(state="done", base=house.base, started_at=NOW, finished_at=NOW, holder="test/1")
    harvest = Harvest(house=house, run=run, schema="biosafetyLaw", fields=frozenset(), governments=Governments.load())
    bad = [{"title_EN_s": "a\x00b"}, {"identifier_s": "A-RECORD-OF-TESTS", "title_EN_s": "c\x00d \ud800"}]
    harvest._take(Page(found=2, start=0, rows=bad, length=2))
    assert RefusedRow.objects.get(run=run).row == {"title_EN_s": "ab"}
    assert BchRecord.objects.get(identifier="A-RECORD-OF-TESTS").payload["title_EN_s"] == "cd \N{REPLACEMENT CHARACTER}"


def test_a_loss_too_large_to_be_true_marks_nothing_and_says_so(synced, registry, house):
    for identifier in there(registry, "database"):
        registry.delete(identifier)
    run = read(house)
    assert run.state == SyncRun.State.INCOMPLETE
    assert "would be gone at once" in dict(run.faults)["database"]
    assert BchRecord.objects.live().filter(schema="database").exists()
    assert not RegistryCount.objects.filter(run=run).exists()
    run = read(house, believe=True)
    assert run.state == SyncRun.State.DONE
    assert not BchRecord.objects.live().filter(schema="database").exists()


# -- every fault of the Clearing-House ------------------------------------------------------------------

PASSING = ["429:count=3", "500:count=3", "truncated:count=2", "cut-off:count=2", "slow:count=1,seconds=0.2"]
LYING = {"wrong-found": "no numbered list", "wrong-docs": "no numbered list"}


@pytest.mark.parametrize("fault", PASSING)
def test_what_passes_by_itself_is_waited_for(synced, registry, faults, house, fault):
    registry.add("biosafetyLaw", next(iter(registry.countries)))
    faults.arm(fault)
    run = read(house)
    assert (run.state, run.faults) == (SyncRun.State.DONE, [])
    assert sum(faults.fired.values()) >= 1
    assert held("biosafetyLaw") == there(registry, "biosafetyLaw")


@pytest.mark.parametrize("fault", ["429", "500", "truncated", "time-out:seconds=30"])
def test_what_does_not_pass_stops_the_reading_and_the_next_one_makes_up_for_it(synced, registry, faults, house, fault):
    added = registry.add("biosafetyLaw", next(iter(registry.countries)))
    faults.arm(fault)
    with client_at(house.base, attempts=2, timeout=0.3) as impatient:
        run = read(impatient)
    assert run.state == SyncRun.State.STOPPED
    assert run.faults[0][1]
    assert added not in held("biosafetyLaw")
    faults.clear()
    assert read(house).state == SyncRun.State.DONE
    assert added in held("biosafetyLaw")


@pytest.mark.parametrize("fault", LYING)
def test_an_answer_of_another_shape_leaves_that_schema_and_says_why(synced, registry, faults, house, fault):
    added = registry.add("biosafetyLaw", next(iter(registry.countries)))
    faults.arm(fault)
    run = read(house)
    assert run.state == SyncRun.State.INCOMPLETE
    assert all(LYING[fault] in why for _, why in run.faults)
    assert not RegistryCount.objects.filter(run=run).exists()
    faults.clear()
    assert read(house).state == SyncRun.State.DONE
    assert added in held("biosafetyLaw")


def test_rows_with_fields_of_other_types_are_kept_with_the_reason_and_counted(synced, faults, house):
    faults.arm("wrong-fields")
    run = read(house, full=True)
    assert run.state in (SyncRun.State.DONE, SyncRun.State.INCOMPLETE)
    told = RefusedRow.objects.filter(run=run).count() + BchRecord.objects.exclude(unread="").count()
    assert told > 0
    listed = LeftOut.objects.open().filter(kind="sync").exclude(source="readings").exclude(reason=NO_DATE)
    assert listed.count() == told
    assert set(listed.values_list("reason", flat=True)) - {""}
    faults.clear()
    assert read(house, full=True).state == SyncRun.State.DONE
    assert not BchRecord.objects.live().exclude(unread="").exists()
    assert not listed.exists()


def test_documents_that_were_refused_are_on_the_list_and_the_command_ends_with_a_status_of_its_own(
    synced, registry, house, settings, monkeypatch
):
    settings.BCH_BASE, settings.BCH_PER_SECOND = house.base, 1000.0
    call_command("sync_bch", stdout=StringIO())
    identifier = ImportedReport.objects.filter(cycle__code="NR4", revision=1).first().record.identifier
    body = registry.document(identifier).versions[-1].body
    registry.revise(identifier, body=body | {"Q020": {"en": "A text that came later."}})
    said = StringIO()
    with monkeypatch.context() as broken:
        broken.setattr("bch_sync.importing.decode", refuse)
        with pytest.raises(CommandError, match="could not be read"):
            call_command("sync_bch", stdout=said)
    run = SyncRun.objects.first()
    assert (run.state, run.not_read) == (SyncRun.State.DONE, 1)
    assert "Done, 1 not read" in said.getvalue()
    assert "torn in two" in LeftOut.objects.open().get(source="NR4", key=identifier).reason
    registry.revise(identifier, body=body | {"Q020": {"en": "A text that came later still."}})
    call_command("sync_bch", stdout=StringIO())
    assert not LeftOut.objects.open().filter(source="NR4", key=identifier).exists()


def test_an_answer_that_cannot_be_true_is_on_the_list_with_its_remark_until_it_is_amended(synced, registry, house):
    imported = ImportedReport.objects.filter(cycle__code="NR4", revision=1).select_related("record__party").first()
    record = imported.record
    body = registry.document(record.identifier).versions[-1].body
    options = ("3B9ECE67-B35C-40FF-8C06-4EA5FF762899", "3EFF4792-A896-4DC7-9945-04FE9C8B5B4F")
    shares = [{"value": option, "additionalInformation": 80} for option in options]
    period = {"reportPeriodStartDate": "2562-01-01", "reportPeriodEndDate": "2019-09-30"}
    registry.revise(record.identifier, body=body | {"Q033": "true", "Q036": shares, **period})
    for _again in range(2):
        read(house)
        listed = LeftOut.objects.open().filter(kind="sync", source="NR4", key__startswith=f"{record.identifier}:")
        rows = {one.key.removeprefix(f"{record.identifier}:"): one for one in listed}
        assert set(rows) == {"reportPeriodStartDate", "reportPeriodEndDate", "Q036"}
        assert rows["Q036"].reason == (
            "Kept as it came, and read as unanswered: The percentages add up to 160 %, not to 100 %."
        )
        assert rows["Q036"].party == record.party.code
        assert rows["Q036"].subject.endswith("revision 2: Q036")
    registry.revise(record.identifier, body=body)
    read(house)
    assert not listed.all().exists()


def refuse(*_arguments, **_named):
    raise DocumentInvalid("It is torn in two.")
