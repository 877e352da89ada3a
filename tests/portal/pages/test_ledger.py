"""The same standing of every held report on every page, in files and in the API: the folders of tests/data/cases."""

import csv
import io
import re
import shutil
from html import unescape

import pytest

from bch_sync.importing import Importer
from indicators.models import ReportingCycle
from indicators.selectors import part_title
from national_reports.models import Report
from tests.conftest import DATA
from tests.factories import make_report
from tests.portal.pages.conftest import AT, held

CASES = DATA / "cases"


def store_cases() -> None:
    for folder in ("which-report-counts", "none-dated"):
        Importer(at=AT, computes=False).folder(CASES / folder)
    # Reported in NR2, and gave no answer to the survey.
    make_report("KEN", "NR2", {"Q015": "implementation.none"})


@pytest.fixture(scope="module")
def cases_once(django_db_setup, django_db_blocker):
    with held(django_db_blocker, store_cases):
        yield


@pytest.fixture
def cases(cases_once, db):
    """Each test in its own transaction."""


def page_of(client, address):
    """The words of a page as they are read."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return words_of(answer.content.decode())


def words_of(markup):
    """Without tags, each break of line and run of blanks as one blank."""
    text = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", markup))).strip()
    return re.sub(r" ([,:])", r"\1", text)


def rows_of(client, address):
    return list(csv.DictReader(io.StringIO(client.get(address).content.decode("utf-8-sig"))))


def of_api(client, **asked):
    return client.get("/api/v1/reports/", {"page_size": 500} | asked).json()["results"]


def test_the_api_gives_each_report_its_standing_and_they_add_up(client, cases):
    rows = of_api(client, cycle="NR4")
    assert len(rows) == Report.objects.filter(cycle__code="NR4").count()
    found = {(row["party"], row["version"]): row for row in rows}
    standings = {
        party: row["standing"] for (party, _version), row in found.items() if party in ["AUS", "UZB", "KEN", "MEX"]
    }
    assert standings == {
        "AUS": "not a Party on the population day",
        "UZB": "not a Party on the population day",
        "KEN": "no date",
        "MEX": "counted",
    }
    assert found["MEX", 1]["answered"] is False
    assert found["MEX", 1]["in_words"] == "counted, without any answer that the form knows"
    norway = {row["standing"]: row for row in rows if row["party"] == "NOR"}
    another = norway["another report of the Party counts"]
    assert another["why"] == "submitted later"
    assert another["counts_instead"] == norway["counted"]["version"]
    rwanda = [row["standing"] for row in rows if row["party"] == "RWA"]
    assert sorted(rwanda) == ["after the cut-off", "counted"]
    sweden = [row["days_after_cut_off"] for row in rows if row["party"] == "SWE" and row["days_after_cut_off"]]
    assert len(sweden) == 1
    assert {row["party"] for row in of_api(client, standing="counted", cycle="NR4")} <= {row["party"] for row in rows}


def test_the_api_refuses_a_standing_that_there_is_not(client, cases):
    answer = client.get("/api/v1/reports/", {"standing": "unheard of"})
    assert answer.status_code == 400
    assert "counted" in answer.content.decode()


@pytest.mark.parametrize("cycle", ["NR2", "NR3", "NR4"])
def test_page_file_and_api_say_the_same_of_every_report(client, cases, cycle):
    say_the_same(client, cycle)


@pytest.mark.parametrize(
    "folder",
    ["spellings-of-dates", "names-and-encodings", "same-two-in-the-other-order", "only-a-later-revision"],
)
def test_so_do_they_of_every_other_folder(client, world, folder):
    Report.objects.all().delete()
    Importer(at=AT, computes=False).folder(CASES / folder)
    cycles = set(Report.objects.values_list("cycle__code", flat=True))
    assert cycles
    for cycle in cycles:
        say_the_same(client, cycle)


def say_the_same(client, cycle):
    """Each held report of a cycle on the page of its Party, in the file of the ledger and in the API."""
    rows = of_api(client, cycle=cycle)
    in_file = rows_of(client, f"/en/reporting/ledger.csv?cycle={cycle}")
    of_part = {(row["party"], row["part"] or "", str(row["version"])): row["in_words"] for row in rows}
    assert {(row["party"], row["part"], row["version"]): row["in_words"] for row in in_file} == of_part
    title = ReportingCycle.objects.get(code=cycle).title
    for party, part, version in of_part:
        page = client.get(f"/en/parties/{party}/").content.decode()
        named = f"{title}{f', {part_title(cycle, part)}' if part else ''}, version {version}: "
        (line,) = [one for one in map(words_of, re.findall("<li>.*?</li>", page, re.S)) if one.startswith(named)]
        assert line.endswith(f": {of_part[party, part, version]}"), party


def test_fifteen_held_and_none_dated_is_not_no_report(client, cases):
    page = page_of(client, "/en/reporting/?cycle=NR3")
    assert "Without a date 15" in page
    assert "Held 15" in page
    assert "15 held, none dated" in page_of(client, "/en/indicators/2.2.1/?cycle=NR3")
    question = page_of(client, "/en/questions/NR3/Q014/")
    assert "0 answering, 0 reporting, 170 Parties" in question
    assert "15 held, none dated" in question


def test_in_time_with_only_a_later_revision_is_never_no_report(client, world):
    Report.objects.all().delete()
    Importer(at=AT, computes=False).folder(CASES / "only-a-later-revision")
    said = "received in time, only a later revision is held (59 days after the cut-off)"
    (row,) = of_api(client, cycle="NR4", party="RWA")
    assert (row["standing"], row["in_words"], row["late"]) == ("only a later revision is held", said, False)
    assert said in page_of(client, "/en/parties/RWA/")
    (row,) = [one for one in rows_of(client, "/en/reporting.csv?cycle=NR4") if one["party"] == "RWA"]
    assert (row["status"], row["received_on"], row["in_words"]) == ("only a later revision is held", "2019-08-31", said)
    assert [row["standing"] for row in of_api(client, cycle="NR4", party="DNK")] == [
        "replaced by a later version",
        "counted",
    ]


def test_the_same_two_files_in_both_orders_read_the_same(client, world, tmp_path):
    said = []
    for order in (("NOR-1.json", "NOR-2.json"), ("NOR-2.json", "NOR-1.json")):
        Report.objects.all().delete()
        for name in order:
            folder = tmp_path / "-".join(order) / name.removesuffix(".json")
            folder.mkdir(parents=True)
            shutil.copy(CASES / "same-two-in-the-other-order" / name, folder)
            Importer(at=AT, computes=False).folder(folder)
        said.append({(row["identifier"], row["standing"], row["why"]) for row in of_api(client, party="NOR")})
    assert said[0] == said[1]
    assert {standing for _identifier, standing, _why in said[0]} == {"counted", "another report of the Party counts"}


def test_a_party_of_the_second_reports_is_told_that_it_gave_no_answer_to_the_survey(client, cases):
    kenya = page_of(client, "/en/parties/KEN/")
    assert "no answer to the 2014 survey" in kenya
    page = client.get("/en/questions/NR2/S035_a.csv").content.decode("utf-8-sig")
    row = next(row for row in csv.DictReader(io.StringIO(page)) if row["party"] == "KEN")
    assert (row["counted"], row["in_words"]) == ("False", "no answer to the 2014 survey")
    of_report = rows_of(client, "/en/questions/NR2/Q015.csv")
    assert next(row for row in of_report if row["party"] == "KEN")["counted"] == "True"


def test_a_silent_party_in_a_list_of_classes_says_why(client, cases):
    page = page_of(client, "/en/indicators/2.2.1/?cycle=NR4")
    silent = page.split("No report counted")[-1]
    assert "Kenya no date, so counted nowhere" in silent
    assert "Albania no report yet" in silent
    page = page_of(client, "/en/indicators/2.2.1/?cycle=NR2")
    assert "Ghana received" in page
    assert "days after the cut-off" in page


def test_no_report_yet_is_said_only_while_the_cycle_is_open(client, cases):
    assert "No report yet" in page_of(client, "/en/reporting/?cycle=NR4")
    closed = page_of(client, "/en/reporting/?cycle=NR3")
    assert "No report yet" not in closed
    assert "no report" in closed


@pytest.mark.parametrize(
    ("cycle", "measure", "said"),
    [
        ("NR2", "framework-fully-in-place", "no report counted"),
        ("NR4", "framework-fully-in-place", "no report counted yet"),
    ],
)
def test_a_group_of_which_nobody_is_counted_reads_yet_only_while_the_cycle_is_open(client, cases, cycle, measure, said):
    page = page_of(client, f"/en/indicators/2.2.1/?measure={measure}&cycle={cycle}&group=sids")
    figure = page.split("The figure")[1].split("Change")[0]
    assert said in figure
    assert ("counted yet" in figure) is said.endswith("yet")


def test_the_question_counts_the_reports_that_the_indicators_count(client, cases):
    from figures.evidence import gather, measure_rules

    evidence = gather(measure_rules())[0].cycles["NR4"]
    counted = {row["party"] for row in rows_of(client, "/en/questions/NR4/Q014.csv") if row["counted"] == "True"}
    assert counted == set(evidence.received[""])
    assert counted == {row["party"] for row in of_api(client, cycle="NR4", standing="counted")}
    page = page_of(client, "/en/questions/NR4/Q014/")
    assert f"{len(counted)} reporting, 171 Parties" in page
    assert "Counted are the reports that figures are made of: those received by" in page


def test_counted_and_silent_are_the_population_in_the_list_of_parties(client, cases):
    rows = rows_of(client, "/en/reporting.csv?cycle=NR4")
    assert len(rows) == 171
    status = {row["party"]: row["status"] for row in rows}
    assert status["KEN"] == "no date"
    assert status["ALB"] == "none"
    assert "AUS" not in status
    assert sum(one in ("on time", "late") for one in status.values()) == len(
        of_api(client, cycle="NR4", standing="counted")
    )
    apart = page_of(client, "/en/reporting/?cycle=NR4").split("Apart")[1]
    assert "Australia: not a Party on 1 October 2019, so in no figure" in apart
