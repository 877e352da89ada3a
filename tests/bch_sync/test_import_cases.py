"""Folders that failed: which report counts, and what is said of the others; method.md §1. The cases in tests/data."""

import os
import shutil
from datetime import date
from itertools import count, pairwise
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bch_sync.importing import Importer, ImportResult
from indicators.models import ReportingCycle
from jobs.models import Job, LeftOut
from national_reports.ledger import ReportStanding, first_received
from national_reports.ledger_rows import ledger_of
from national_reports.models import Report
from tests.at_once import at_once
from tests.bch_sync.test_importing import put
from tests.conftest import DATA
from tests.factories import NOW, document, served

pytestmark = pytest.mark.usefixtures("world")

CASES = DATA / "cases"
COUNTED, ANOTHER, AFTER = ReportStanding.COUNTED, ReportStanding.ANOTHER, ReportStanding.AFTER
NO_DATE, ONLY_LATER, REPLACED = ReportStanding.NO_DATE, ReportStanding.ONLY_LATER, ReportStanding.REPLACED


def imported(folder):
    return Importer(at=NOW).folder(folder)


def stand(cycle="NR4", part=""):
    """{(Party, first of the identifier, revision): standing} at the cut-off of the cycle or part."""
    ledger = ledger_of(ReportingCycle.objects.get(code=cycle), part)
    assert sum(ledger.count().values()) == Report.objects.filter(cycle__code=cycle, part=part).count()
    assert len(ledger.counted) + len(ledger.silent) == len(ledger.rows)
    return {
        (line.report.party.code, line.report.identifier[:1], line.report.revision): line.standing
        for line in ledger.lines
    }


def heard(party, cycle="NR4"):
    found = first_received(Report.objects.ledger(cycle)[party], ReportingCycle.objects.get(code=cycle).cut_off)
    return found and found.on


def test_which_report_counts():
    result = imported(CASES / "which-report-counts")
    assert stand() == {
        ("AUS", "F", 1): ReportStanding.NOT_A_PARTY,
        ("BEL", "1", None): NO_DATE,
        ("DEU", "B", None): COUNTED,
        ("KEN", "F", 1): NO_DATE,
        ("MEX", "3", 1): COUNTED,
        ("NLD", "3", 1): COUNTED,
        ("NOR", "A", 2): ANOTHER,
        ("NOR", "B", 1): COUNTED,
        ("RWA", "9", 1): COUNTED,
        ("RWA", "9", 2): AFTER,
        ("SWE", "A", 1): COUNTED,
        ("SWE", "B", 1): AFTER,
        # 10:00 UTC on the day after is still the day itself where days end last.
        ("TZA", "E", 1): COUNTED,
        ("UGA", "6", 1): COUNTED,
        # The Protocol entered into force for it between the deadline and the cut-off.
        ("UZB", "C", 1): ReportStanding.NOT_A_PARTY,
    }
    assert stand("NR2") == {("GHA", "5", 1): AFTER}
    # The survey's own day is older than the document.
    assert stand("NR2", "survey-2014") == {("GHA", "5", 1): AFTER}
    assert result.documents == 16
    assert sorted(result.refused) == [
        "BEL-norev.json: BEL NR4: The report tells no date, so it is shown but counted nowhere.",
        "KEN-nodate.json: KEN NR4: The report tells no date, so it is shown but counted nowhere.",
        "MEX-empty.json (MX): Q999: NR4 has no question Q999.",
    ]


def test_the_figures_rest_on_what_counts_and_timeliness_on_when_it_was_first_received():
    from figures.evidence import gather, measure_rules

    imported(CASES / "which-report-counts")
    evidence = gather(measure_rules())[0].cycles["NR4"]
    counted = {"DEU", "MEX", "NLD", "NOR", "RWA", "SWE", "TZA", "UGA"}
    assert {party for party in evidence.received[""] if party in evidence.population} == counted
    assert evidence.answers["NOR"]["Q136"] == {"false"}
    assert evidence.answers["RWA"]["Q136"] == {"true"}
    assert evidence.first_received[""]["NOR"] == date(2019, 7, 31)
    assert evidence.answers.get("MEX", {}) == {}


def test_the_same_two_records_in_the_other_order_give_the_same():
    imported(CASES / "same-two-in-the-other-order")
    assert stand() == {("NOR", "A", 2): ANOTHER, ("NOR", "B", 1): COUNTED}
    assert Report.objects.published().get().identifier[0] == "B"


def test_only_a_later_revision_is_in_time_and_its_answers_are_not_counted():
    from figures.evidence import gather, measure_rules

    imported(CASES / "only-a-later-revision")
    held = stand()
    assert held["RWA", "9", 2] is ONLY_LATER
    # Both revisions of the other came by the cut-off: the later one counts.
    assert (held["DNK", "4", 1], held["DNK", "4", 2]) == (REPLACED, COUNTED)
    evidence = gather(measure_rules())[0].cycles["NR4"]
    assert heard("RWA") == date(2019, 8, 31)
    assert evidence.first_received[""]["RWA"] == date(2019, 8, 31)
    assert "RWA" not in evidence.received[""]
    report = Report.objects.get(party__code="RWA")
    assert (report.first_received_on, report.received_on, report.is_late) == (
        date(2019, 8, 31),
        date(2020, 2, 29),
        False,
    )


def test_none_dated_are_all_held_and_all_named():
    result = imported(CASES / "none-dated")
    assert Report.objects.published().for_cycle("NR3").count() == 15
    assert set(stand("NR3").values()) == {NO_DATE}
    assert sum("tells no date" in line for line in result.refused) == 15
    with pytest.raises(CommandError):
        call_command("import_reports", str(CASES / "none-dated"))


def test_dates_that_leave_no_doubt_are_read_and_others_listed(capsys):
    with pytest.raises(CommandError, match="2 things were left out"):
        call_command("import_reports", str(CASES / "spellings-of-dates"))
    days = dict(Report.objects.values_list("party__code", "received_on"))
    assert days == {
        "UGA": date(2019, 9, 30),
        "TZA": date(2019, 9, 30),
        "RWA": date(2019, 9, 19),
        "BDI": date(2019, 9, 5),
        "ETH": date(2019, 9, 30),
        "DJI": None,
        "SOM": None,
        "ERI": date(2019, 9, 30),
    }
    printed = capsys.readouterr().err
    assert "5.json: DJI NR4: The report tells no date" in printed
    assert "6.json: SOM NR4: The report tells no date" in printed


def test_a_date_that_can_not_be_read_is_one_thing_a_report(tmp_path):
    for number in range(20):
        told = {"submittedOn": "05/09/2019", "createdOn": "2031-01-01" if number else None}
        put(tmp_path, f"{number:02d}.json", served(document(identifier=str(number)), **told))
    refused = imported(tmp_path).refused
    assert len(refused) == 20
    assert sorted(refused)[0] == (
        "00.json: KEN NR4: The report tells a date that cannot be read, so it is shown but counted nowhere: "
        "submittedOn: '05/09/2019' may be 2019-09-05 or 2019-05-09."
    )
    assert sorted(refused)[1].endswith("may be 2019-09-05 or 2019-05-09. createdOn: '2031-01-01' has not come yet.")
    assert LeftOut.objects.open().count() == 20


def test_beside_a_date_that_can_be_read_one_that_can_not_is_named(tmp_path):
    put(tmp_path, "a.json", served(document(), updatedOn="2019W36"))
    (line,) = imported(tmp_path).refused
    assert line == (
        "a.json: KEN: Not every date can be read; the others stand: updatedOn: '2019W36' is a week and not a day."
    )


def test_names_and_encodings(capsys):
    with pytest.raises(CommandError, match="1 thing was left out"):
        call_command("import_reports", str(CASES / "names-and-encodings"))
    held = set(Report.objects.values_list("party__code", flat=True))
    # In capitals, with a mark of its encoding, in UTF-16, two in one file, in a folder below.
    assert held == {"SEN", "GHA", "TGO", "MLI", "NER", "GMB"}
    printed = capsys.readouterr().err
    assert "left out: ._nd.json: It is the system's own note" in printed
    assert "left out: cp1252.json: The file is not in UTF-8 (byte" in printed


def test_what_the_system_left_beside_is_named_and_no_failure(tmp_path, capsys):
    put(tmp_path, "ke.json", served(document(Q014={"value": "implementation.none"})))
    put(tmp_path, "._ke.json", b"\x00\x05\x16\x07")
    put(tmp_path, "__MACOSX/ke.json", b"\x00\x05\x16\x07")
    put(tmp_path, ".DS_Store", b"")
    call_command("import_reports", str(tmp_path))
    assert capsys.readouterr().err.count("left out: ") == 3
    put(tmp_path, "notes.txt", b"")
    with pytest.raises(CommandError, match="1 thing was left out"):
        call_command("import_reports", str(tmp_path))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"na\xefve.json", "na\\udcefve.json"),
        (b"a\nleft out: b.json", "a\\nleft out: b.json"),
        ("x\N{RIGHT-TO-LEFT OVERRIDE}gnp.json".encode(), "x\\u202egnp.json"),
        ("été – 报告.json".encode(), "été – 报告.json"),
    ],
)
def test_a_file_is_named_as_it_can_be_shown_whatever_its_name(tmp_path, capsys, name, shown):
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("{")
    with pytest.raises(CommandError):
        call_command("import_reports", tmp_path)
    assert f"left out: {shown}: The file ends in the middle" in capsys.readouterr().err
    assert LeftOut.objects.get().subject == shown


@pytest.mark.parametrize("name", ["", "a.json", "a.zip"])
def test_where_nothing_was_read_the_command_fails(tmp_path, name):
    if name:
        put(tmp_path, name, b"[]" if name == "a.json" else b"PK")
    with pytest.raises(CommandError, match="No report was found"):
        call_command("import_reports", str(tmp_path))


# -- who and whose ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "party"),
    [
        *(("ke", "KEN"), ("KEN", "KEN"), ("Kenya", "KEN"), ("404", "KEN"), ("Кения", "KEN"), (" ke ", "KEN")),
        *(("uk", "GBR"), ("gb", "GBR"), ("el", "GRC"), ("GR", "GRC"), ("United Kingdom", "GBR")),
        *(("eu", "EUE"), ("eur", "EUE"), ("EUE", "EUE"), ("European Union", "EUE"), ("European Community", "EUE")),
        *(("Côte d’Ivoire", "CIV"), ("COTE D'IVOIRE", "CIV"), ("Swaziland", "SWZ"), ("zr", "COD"), ("Turkey", "TUR")),
        *(("zz", None), ("XX", None), ("Atlantis", None), ("999", None), ("-", None)),
    ],
)
def test_a_government_is_known_by_the_codes_and_names_that_registries_use(said, party):
    from parties.governments import Governments

    found = Governments.load().find(said)
    assert (found and found.code) == party


def test_every_row_of_the_table_names_a_party_that_is_held_and_means_one_only():
    from parties.governments import Governments, other_codes
    from parties.models import Party

    governments = Governments.load()
    assert set(other_codes().values()) <= set(Party.objects.values_list("code", flat=True))
    for said, code in other_codes().items():
        found = governments.find(said)
        assert found, said
        assert found.code == code, said


def test_an_identifier_of_two_governments_is_refused_for_the_second_naming_both(tmp_path):
    put(tmp_path, "a.json", served(document("ug", identifier="SAME"), received="2019-09-29"))
    put(tmp_path, "b.json", served(document("ke", identifier="SAME"), received="2019-09-28"))
    (refused,) = imported(tmp_path).left
    assert "UGA claims the identifier SAME" in refused.reason
    assert "of KEN" in refused.reason
    assert Report.objects.get().party.code == "KEN"


@pytest.mark.parametrize("together", [True, False])
def test_identifiers_that_differ_in_case_only_are_one(tmp_path, together):
    put(tmp_path, "a.json", served(document("ke", identifier="claim-1"), received="2019-09-28"))
    if not together:
        imported(tmp_path)
    put(tmp_path, "b.json", served(document("ug", identifier="CLAIM-1"), received="2019-09-29"))
    (refused,) = imported(tmp_path).refused
    assert refused == "b.json: UGA claims the identifier CLAIM-1, which is that of a report of KEN."


@pytest.mark.parametrize("spelled", [("claim-1", "CLAIM-1"), ("CLAIM-1", "claim-1")])
def test_one_record_in_two_spellings_is_one_whichever_came_first(tmp_path, spelled):
    for identifier in spelled:
        put(tmp_path, "a.json", served(document(identifier=identifier)))
        imported(tmp_path)
    put(tmp_path, "a.json", served(document(identifier="Claim-1"), revision=2))
    imported(tmp_path)
    held = Report.objects.order_by("version").values_list("identifier", "revision", "state")
    assert list(held) == [("CLAIM-1", 1, "superseded"), ("Claim-1", 2, "published")]


def test_what_was_left_out_stands_on_the_list_until_it_is_made_up_for(tmp_path):
    put(tmp_path, "zz.json", served(document("zz")))
    put(tmp_path, "ke.json", served(document(Q017={"value": "maybe"})))
    imported(tmp_path)
    rows = dict(LeftOut.objects.open().values_list("key", "reason"))
    assert rows.keys() == {"zz.json", "ke.json:Q017"}
    assert "No government is known as 'ZZ'" in rows["zz.json"]
    assert LeftOut.objects.get(key="ke.json:Q017").party == "KEN"
    (tmp_path / "zz.json").unlink()
    put(tmp_path, "ke.json", served(document(Q017={"value": "true"}), revision=2))
    imported(tmp_path)
    assert not LeftOut.objects.open().exists()


# -- order and number ---------------------------------------------------------------------------------------

FOLDERS = ("which-report-counts", "same-two-in-the-other-order", "only-a-later-revision", "spellings-of-dates")
FILES = [path for folder in FOLDERS for path in sorted((CASES / folder).glob("*.json"))]


def state():
    columns = ("party__code", "cycle__code", "part", "identifier", "revision", "state", "sha256")
    dates = ("received_on", "received_at", "first_received_on", "first_received_at")
    return set(Report.objects.values_list(*columns, *dates))


@pytest.fixture(scope="module")
def expected():
    return []


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(FILES), cuts=st.sets(st.integers(1, len(FILES) - 1), max_size=3))
def test_no_order_of_documents_and_no_division_into_runs_changes_what_is_stored(tmp_path, expected, order, cuts):
    Report.objects.all().delete()
    edges = [0, *sorted(cuts), len(order)]
    for number, (start, end) in enumerate(pairwise(edges)):
        folder = tmp_path / f"run{number}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for place, path in zip(count(), order[start:end], strict=False):
            shutil.copy(path, folder / f"{place:03d}.json")
        imported(folder)
    if not expected:
        expected.append(state())
    assert state() == expected[0]


def test_many_documents_ask_for_the_figures_once_and_a_second_time_changes_nothing(tmp_path):
    for path in FILES:
        shutil.copy(path, tmp_path / f"{path.parent.name}-{path.name}")
    imported(tmp_path)
    assert Job.objects.filter(kind="compute_progress").count() == 1
    before = state()
    result = imported(tmp_path)
    assert result.filed.stored == 0
    assert state() == before
    assert Job.objects.filter(kind="compute_progress").count() == 1


def test_documents_cost_few_queries(tmp_path, django_assert_max_num_queries):
    for path in FILES:
        shutil.copy(path, tmp_path / f"{path.parent.name}-{path.name}")
    with django_assert_max_num_queries(40):
        imported(tmp_path)


def test_two_copies_of_a_revision_tell_its_earliest_dates(tmp_path):
    put(tmp_path, "a.json", document(Q014={"value": "implementation.none"}) | {"revision": 1})
    body = document(Q014={"value": "implementation.none"})
    imported(tmp_path)
    assert Report.objects.get().received_on is None
    put(tmp_path, "a.json", served(body, received="2019-09-28"))
    imported(tmp_path)
    report = Report.objects.get()
    assert (report.received_on, report.first_received_on) == (date(2019, 9, 28), date(2019, 9, 28))


def test_a_report_stored_by_an_earlier_version_is_recognised_and_keeps_its_number(tmp_path):
    put(tmp_path, "a.json", served(document(Q014={"value": "implementation.none"})))
    imported(tmp_path)
    Report.objects.update(sha256="of header, date and answers", first_received_on=None, received_at=None)
    assert imported(tmp_path).filed.unchanged == 1
    assert Report.objects.get().first_received_on == date(2019, 9, 28)


@pytest.mark.slow
@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_store_what_one_stores(tmp_path, world):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one transaction write at a time")
    for path in FILES:
        shutil.copy(path, tmp_path / f"{path.parent.name}-{path.name}")
    at_once(3, lambda: Importer(at=NOW, computes=False).folder(tmp_path))
    assert Importer(at=NOW, computes=False).folder(tmp_path).filed.stored == 0
    told = list(Report.objects.values_list("party", "cycle", "part", "identifier", "revision", "sha256"))
    assert len(told) == len(set(told))
    call_command("verify_audit")


def test_an_answer_that_cannot_be_true_is_kept_as_it_came_with_a_remark_and_its_report_counts(tmp_path, client):
    shares = [
        {"value": "3B9ECE67-B35C-40FF-8C06-4EA5FF762899", "additionalInformation": 80},
        {"value": "3EFF4792-A896-4DC7-9945-04FE9C8B5B4F", "additionalInformation": 80},
    ]
    period = {"reportPeriodStartDate": "2562-01-01", "reportPeriodEndDate": "2019-09-30"}
    put(tmp_path, "ke.json", served(document(Q033="true", Q036=shares, **period)))
    result = imported(tmp_path)
    assert [(one.key, one.party, one.harmless) for one in result.left] == [
        ("ke.json:reportPeriodStartDate", "KEN", True),
        ("ke.json:reportPeriodEndDate", "KEN", True),
        ("ke.json:Q036", "KEN", True),
    ]
    remark = "The percentages add up to 160 %, not to 100 %."
    assert LeftOut.objects.open().get(key="ke.json:Q036").reason == f"Kept as it came, and read as unanswered: {remark}"
    # Nothing is missing: the run is no failure.
    call_command("import_reports", str(tmp_path))
    report = Report.objects.get()
    assert list(report.answers.get(question="Q036").details.values()) == [80, 80]
    assert stand() == {("KEN", report.identifier[:1], 1): COUNTED}

    party = client.get("/en/parties/KEN/?cycle=NR4").content.decode()
    assert "Import or use approved without conditions (80\N{NO-BREAK SPACE}%)" in party
    assert f"{remark} Counted as unanswered." in party
    assert "1 January 2562 is not in the years 2000–2050" in party
    question = client.get("/en/questions/NR4/Q036/")
    assert [(one.code, why) for one, why in question.context["implausible"]] == [("KEN", remark)]
    assert question.context["answering"] == 0
    assert remark in question.content.decode()


def open_rows():
    return {(Path(one.source).name, one.key) for one in LeftOut.objects.open()}


def test_what_was_put_right_elsewhere_leaves_the_list(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    put(first, "ke.json", served(document(Q014="no option", identifier="CPB-NR4-KE-1111111")))
    put(first, "ug.json", b'{"header":')
    put(first, "gh.json", served(document("atlantis", identifier="CPB-NR4-GH-1111111")))
    put(first, "still.json", b"")
    imported(first)
    left = {("first", key) for key in ("ke.json:Q014", "ug.json", "gh.json", "still.json")}
    assert open_rows() == left
    # Under another name, but the same record; under the same name, but readable; refused again.
    put(second, "kenya.json", served(document(Q014="implementation.none", identifier="cpb-nr4-ke-1111111")))
    put(second, "ug.json", served(document("ug")))
    put(second, "ghana.json", served(document("nowhere", identifier="CPB-NR4-GH-1111111")))
    imported(second)
    assert open_rows() == {("first", "gh.json"), ("first", "still.json"), ("second", "ghana.json")}
    put(second, "ghana.json", served(document("gh", identifier="CPB-NR4-GH-1111111")))
    imported(second)
    assert open_rows() == {("first", "still.json")}


def test_what_is_left_out_of_the_same_record_again_stands_once_where_it_was_read_last(tmp_path):
    for folder in ("first", "second"):
        put(tmp_path / folder, f"{folder}.json", served(document(Q014="no option", identifier="CPB-NR4-KE-1111111")))
        imported(tmp_path / folder)
    assert open_rows() == {("second", "second.json:Q014")}


def test_a_reading_of_the_clearing_house_makes_up_for_a_folder(tmp_path):
    put(tmp_path, "ke.json", served(document(Q014="no option", identifier="CPB-NR4-KE-1111111")))
    imported(tmp_path)
    right = served(document(Q014="implementation.none", identifier="CPB-NR4-KE-1111111"), revision=2)
    Importer(at=NOW).document(
        right["body"], schema="cpbNationalReport4", info=right, place="record", result=ImportResult()
    )
    assert open_rows() == set()
