"""The double's registry: what it holds, how it is served, and how another process controls it."""

import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date

import httpx
import pytest
from django.conf import settings as portal
from django.core.management import CommandError, call_command

from bch_sync.client import Refused, Unreadable
from clearing_house_double.errors import ApiError
from clearing_house_double.fields import Filling
from clearing_house_double.registry import NotInRegistry, Registry
from clearing_house_double.selection import Selection
from clearing_house_double.server import NotLoopback, serving
from clearing_house_double.vocabulary import build_thesaurus
from demonstration.documents import documents
from demonstration.loading import make_world, read_rates
from national_reports.dates import dates_of
from parties.demonstration import demonstration_files, regions_of
from parties.services import read_party_files

from .conftest import ORDER, SELECT, STANDING, found


@pytest.fixture(scope="module")
def stand_ins():
    seed = int(read_rates()[1]["seed"])
    files = demonstration_files(read_party_files(), seed=seed)
    return files, make_world(files, seed=seed)


@pytest.fixture(scope="module")
def reports(stand_ins):
    return list(documents(stand_ins[1]))


def test_the_same_seed_gives_the_same_registry_and_another_seed_another(stand_ins):
    files, world = stand_ins
    few = replace(world, stand_ins=world.stand_ins[:6])

    def rows(world):
        registry = Registry.build(world, files, records=300)
        return [record.row for record in registry.index().records]

    assert rows(few) == rows(few)
    assert rows(few) != rows(replace(few, seed=7))


def test_the_reports_are_exactly_those_of_the_demonstration(registry, reports):
    expected = {}
    for info in reports:
        expected[info["identifier"], info["revision"]] = info["body"]
    held = {
        (document.identifier, version.revision): version.body
        for document in registry.documents.values()
        if document.schema.startswith("cpbNationalReport")
        for version in document.versions
    }
    assert held == expected
    assert len({identifier for identifier, _ in held}) == len(
        found(registry, "schema_s:(cpbNationalReport2 OR cpbNationalReport3 OR cpbNationalReport4)")
    )


def content_day(document, info):
    content = dates_of(document, info).content
    return content and content.on


def test_index_and_information_lead_to_the_days_of_the_demonstration(registry, reports, http):
    rows = {row["identifier_s"]: row for row in found(registry, "schemaType_s:national")}
    asked = set()
    for info in reports:
        expected = content_day(info["body"], info)
        row, identifier = rows[info["identifier"]], info["identifier"]
        if info["revision"] == row["_revision_i"]:
            stamp = row.get("createdDate_dt" if info["revision"] == 1 else "updatedDate_dt")
            assert (date.fromisoformat(stamp[:10]) if stamp else None) == expected
        if info["revision"] > 1 or expected is None or len(asked) < 20:
            asked.add(identifier)
            told = http.get(f"/api/v2013/documents/{identifier}@{info['revision']}/info").json()
            assert content_day(info["body"], told) == expected
            assert told["revision"] == info["revision"]
    assert None in {rows[identifier].get("createdDate_dt") for identifier in asked}


def test_the_records_beside_the_reports_are_as_many_as_asked_for(registry):
    counted = Counter(row["schema_s"] for row in found(registry, "*:*"))
    reports = sum(n for schema, n in counted.items() if schema.startswith("cpbNationalReport"))
    assert counted.total() - reports == 3_000
    assert reports == 416
    assert min(counted.values()) > 10
    assert all("emonstration" in row.get("title_EN_s", row["title_EN_t"]) for row in found(registry, "*:*"))


@pytest.mark.parametrize("left_out", range(4))
def test_each_standing_filter_hides_something(registry, left_out):
    kept = [text for place, text in enumerate(STANDING) if place != left_out]
    hidden = len(found(registry, "*:*", kept)) - len(found(registry, "*:*"))
    assert hidden >= 10
    identifiers = {row["identifier_s"] for row in found(registry, "*:*")}
    assert len(identifiers) == len(found(registry, "*:*"))


def test_identifiers_governments_and_dates_are_as_untidy_as_they_come(registry):
    rows = found(registry, "*:*")
    assert {row.get("government_s") for row in rows} >= {"eu", "EU", "eur"}
    assert any(row["identifier_s"] != row["identifier_s"].upper() for row in rows)
    assert {"createdDate_dt", "updatedDate_dt"} - set.intersection(*(set(row) for row in rows))
    created = [row["createdDate_dt"] for row in rows if "createdDate_dt" in row]
    assert min(created)[:4] == "2003"
    assert max(created)[:4] == "2026"
    types = {one for row in found(registry, "schema_s:biosafetyDecision") for one in row["decisionTypes_ss"]}
    assert len({one.lower() for one in types}) < len(types)


def test_decisions_refer_to_risk_assessments_of_their_own_government(registry):
    assessed = {row["identifier_s"]: row["government_s"] for row in found(registry, "schema_s:nationalRiskAssessment")}
    referring = [
        (row["government_s"], assessed[one])
        for row in found(registry, "schema_s:biosafetyDecision")
        for one in row["referenceRecord_ss"]
        if one in assessed
    ]
    assert len(referring) > 100
    assert all(government == of for government, of in referring)


@pytest.mark.parametrize(
    ("domain", "words", "schema", "field"),
    [
        ("043C7F0D-2226-4E54-A56F-EE0B74CCC984", "risk management", "resource", "bchSubjects_REL_ss"),
        ("cpbThematicAreas", "public awareness", "resource", "bchSubjects_REL_ss"),
        ("cpbThematicAreas", "liability and redress", "capacityBuildingInitiative", "cpbThematicAreas_REL_ss"),
        ("Subject Areas", "liability and redress", "biosafetyLaw", "cpbSubjectAreas_REL_ss"),
        ("A762DF7E-B8D1-40D6-9DAC-D25E48C65528", "training", "resource", "resourceTypes_REL_ss"),
        ("resourceTypesVlr", "case stud", "resource", "resourceTypes_REL_ss"),
    ],
)
def test_the_terms_that_measures_name_can_be_resolved_and_find_some_records(
    registry, house, domain, words, schema, field
):
    terms = [term["identifier"] for term in house.terms(domain) if words in term["title"]["en"].lower()]
    assert terms
    query = " OR ".join(f'"{term}"' for term in terms)
    some = len(found(registry, f"schema_s:{schema} AND {field}:({query})"))
    assert 0 < some < len(found(registry, f"schema_s:{schema}"))


def test_a_broader_term_finds_the_records_of_its_narrower_terms(stand_ins):
    filling = Filling(build_thesaurus(stand_ins[0], regions_of(stand_ins[0])), union=())
    terms = {term.name: term.identifier for term in filling.thesaurus.domains["resourceTypesVlr"]}
    assert filling.thesaurus.related([terms["Toolkits"]]) == [terms["Guidance and tools"], terms["Toolkits"]]


def test_countries_carry_the_treaty_days_of_the_demonstration(house, stand_ins):
    told = {row["code"]: row["treaties"]["XXVII8a"] for row in house.countries()}
    assert len(told) == len(stand_ins[0].parties)
    for row in stand_ins[0].statuses:
        if row["treaty"] == "cpb":
            assert (told[row["code"]]["party"] or "")[:10] == row["in_force_on"]
            assert (told[row["code"]]["instrument"] or "") == row["instrument"]


def test_the_client_reads_documents_with_their_revisions(house, registry):
    revised = next(
        one for one in registry.documents.values() if one.row.get("_revision_i") == 2 and one.versions[0].body
    )
    assert house.document(revised.identifier) == revised.versions[1].body
    assert house.document(revised.identifier, 1) == revised.versions[0].body
    with pytest.raises(Refused, match="404"):
        house.document(revised.identifier, 3)
    with pytest.raises(Refused, match="404"):
        house.document(revised.identifier.swapcase())
    with pytest.raises(Unreadable, match="not the identifier"):
        house.document("../countries")


@pytest.mark.parametrize(
    "schema", ["biosafetyDecision", "contact", "focalPoint", "resource", "independentRiskAssessment"]
)
def test_every_record_of_the_index_has_its_document(house, registry, schema):
    page = house.select(f"schema_s:{schema}", fields=["*"], sort=ORDER, rows=5)
    for row in page.rows:
        document = house.document(row["identifier_s"])
        assert document["header"]["schema"] == schema
        assert document.get("government", {}).get("identifier") == row.get("government_s")


def test_the_report_analyser_gives_one_row_for_a_report(http, registry):
    rows = http.get("/api/v2015/national-reports-cpb-2").json()
    assert len(rows) == len(found(registry, "schema_s:cpbNationalReport2"))
    code = rows[0]["government"]["identifier"]
    query = json.dumps({"government.identifier": {"$in": [code]}, "date": {"$lt": {"$date": "2030-01-01T00:00:00Z"}}})
    one = http.get("/api/v2015/national-reports-cpb-2", params={"q": query, "f": '{"government":1,"Q015":1}'}).json()
    assert [row["government"]["identifier"] for row in one] == [code]
    assert one[0].keys() <= {"government", "Q015"}
    refused = http.get("/api/v2015/national-reports-cpb-2", params={"q": '{"date":{"$regex":"a"}}'})
    assert refused.status_code == 400


def test_another_process_can_switch_faults(http):
    armed = http.post("/__faults__", json={"faults": ["429:count=1", {"name": "slow", "seconds": 0.1}]}).json()["armed"]
    assert [fault["name"] for fault in armed] == ["429", "slow"]
    assert http.get("/api/v2013/countries").status_code == 429
    told = http.get("/__faults__").json()
    assert [fault["name"] for fault in told["armed"]] == ["slow"]
    assert told["fired"] == {"429": 1}
    assert http.delete("/__faults__").json()["armed"] == []
    for wrong in ({"faults": ["nothing"]}, {"faults": ["429:colour=red"]}, {"faults": "429"}, ["429"]):
        assert http.post("/__faults__", json=wrong).status_code == 400


def test_another_process_can_change_the_registry(http, house):
    def change(**body):
        answer = http.post("/__registry__", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    before = http.get("/__registry__").json()["documents"]
    added = change(action="add", schema="biosafetyLaw", government="XAA")["identifier"]
    row = house.select(f'identifier_s:"{added}"', fields=["*"], sort=ORDER).rows[0]
    assert (row["government_s"], row["_revision_i"]) == ("xaa", 1)
    assert change(action="revise", identifier=added, fields={"type_s": "other"})["revision"] == 2
    again = house.select(f'identifier_s:"{added}"', fields=["*"], sort=ORDER).rows[0]
    assert (again["_revision_i"], again["type_s"], again["createdDate_dt"]) == (2, "other", row["createdDate_dt"])
    assert again["updatedDate_dt"] > row["updatedDate_dt"]
    assert again["uniqueIdentifier_s"].endswith("-2")
    change(action="delete", identifier=added)
    assert house.select(f'identifier_s:"{added}"', fields=["*"], sort=ORDER).found == 0
    assert http.get(f"/api/v2013/documents/{added}/info").status_code == 404
    assert http.get(f"/api/v2013/documents/{added}/info?include-deleted=true").json()["deletedOn"]
    assert http.get("/__registry__").json()["documents"] == before
    change(action="treaty", code="XAA", treaty="XXVII8a", changed={"party": "2031-01-01T00:00:00Z"})
    assert http.get("/api/v2013/countries/XAA").json()["treaties"]["XXVII8a"]["party"] == "2031-01-01T00:00:00Z"
    assert http.post("/__registry__", json={"action": "delete", "identifier": added}).status_code == 404
    assert http.post("/__registry__", json={"action": "explode"}).status_code == 400
    assert http.post("/__registry__", json={"action": "add"}).status_code == 400


def test_a_copy_does_not_change_with_its_original(built, registry):
    identifier = next(iter(registry.documents))
    registry.delete(identifier)
    registry.change_treaty("XAA", "XXVII8a", party=None)
    with pytest.raises(NotInRegistry):
        registry.document(identifier)
    assert built.document(identifier).deleted is None
    assert built.countries["XAA"] != registry.countries["XAA"]


def test_the_double_listens_on_loopback_only(registry, settings):
    with pytest.raises(NotLoopback), serving(registry, host="0.0.0.0"):
        pass
    settings.HTTPS = True
    with pytest.raises(CommandError, match="demonstrations only"):
        call_command("serve_bch_double")


def test_what_the_api_does_not_know_is_answered_in_its_shape(http):
    for method, path in (("GET", "/api/v2013/forums"), ("DELETE", SELECT), ("GET", "/__nothing__"), ("GET", "/")):
        answer = http.request(method, path)
        assert answer.status_code == 404
        assert answer.json()["code"] == "notFound"
    assert http.post(SELECT, content=b"{").status_code == 400
    assert http.post(SELECT, json=["q"]).status_code == 400
    with pytest.raises(ApiError):
        Selection.read({"wt": ["xml"]})


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_the_command_says_where_it_listens_and_ends_when_told(ending):
    command = [
        sys.executable,
        "manage.py",
        "serve_bch_double",
        "--port",
        "0",
        "--records",
        "50",
        "--fault",
        "500:count=1",
    ]
    environment = {**os.environ, "DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=portal.BASE_DIR, env=environment) as process:
        try:
            base = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())[0]
            assert httpx.get(f"{base}/api/v2013/countries").status_code == 500
            assert len(httpx.get(f"{base}/api/v2013/countries").json()) > 190
            process.send_signal(ending)
            assert process.wait(timeout=30) == 0
        finally:
            process.kill()
