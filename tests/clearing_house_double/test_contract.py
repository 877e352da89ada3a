"""The double, and on demand the live Clearing-House, answer in the shapes of the example payloads.

Set BCH_LIVE_BASE to an address such as https://api.example.org to hold a live service to what this portal relies on;
BCH_LIVE_REALM names its realm, BCH if unset. Only public addresses are asked, a few records each.
"""

import json
import os
import re
from pathlib import Path

import pytest

from bch_sync.client import ClearingHouse
from clearing_house_double.filing import TOKEN
from clearing_house_double.server import read_forms, serving
from national_reports.codec import decode

from .conftest import AUTHORISED, EXAMPLES, FIELDS, ORDER, SELECT, asking, example, whole_report
from .shapes import differences, shape

LIVE = os.environ.get("BCH_LIVE_BASE", "")
REALM = os.environ.get("BCH_LIVE_REALM", "BCH")
FILTERS = ["_state_s:public", f"realm_ss:{REALM.lower()}", "(*:* NOT version_s:*)", "(*:* NOT virtual_b:*)"]

# Where the double's answer differs from the example, and why. What is not listed may not differ.
ALLOWED = {
    ("information", "lacks", "body"): "sent only where the body is asked for",
    ("law row", "adds", "[].countryRegions_ss"): "the facts on law of the Union name it",
    ("law row", "adds", "[].countryRegions_REL_ss"): "the facts on law of the Union name it",
    ("decision row", "adds", "[].decisionTypes_REL_ss"): "the filters of the measures ask for it",
    ("decision row", "adds", "[].uses_ss"): "the facts on filters name it",
    ("focal point row", "adds", "[].government_EN_s"): "every other row has it",
    ("focal point row", "adds", "[].government_REL_ss"): "every other row has it",
    ("focal point row", "adds", "[].title_EN_s"): "every other row has it",
    ("law", "lacks", "[].authorities"): "generated records name no authorities",
    ("law", "lacks", "[].cpbOrganismTypes"): "generated records tell no kinds of organisms",
    ("decision", "lacks", "[].authorities"): "generated records name no authorities",
    ("assessment", "lacks", "[].authorities"): "generated records name no authorities",
    ("terms", "adds", "[].broaderTerms[]"): "the countries of the example stand in no region",
}
REPORTS = ("10", "11", "12")
WITHOUT_COUNTERPART = {"README": "about the examples"}


def without_notes(held):
    return {key: value for key, value in held.items() if not key.startswith("_")}


@pytest.fixture
def ask(http):
    def ask(method, path, **asked):
        answer = http.request(method, path, **asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return ask


def rows_of(ask, query, **parameters):
    asked = {"q": query, "fq": FILTERS, "sort": "identifier_s asc", "rows": 200, **parameters}
    return ask("POST", SELECT, json=asked)["response"]["docs"]


def one_of(ask, query):
    return rows_of(ask, query, rows=1)[0]["identifier_s"]


def documents_of(ask, query, number=20):
    return [ask("GET", f"/api/v2013/documents/{row['identifier_s']}") for row in rows_of(ask, query, rows=number)]


def held_to(name, expected, given):
    """Compare shapes: what differs is what the list allows with its reason, neither more nor less."""
    found = {(name, *one) for one in differences(shape(expected), shape(given))}
    assert found == {one for one in ALLOWED if one[0] == name}


# -- the double against every example ---------------------------------------------------------------------


def test_every_example_has_its_test():
    names = {path.stem for path in EXAMPLES.glob("*.json")}
    tested = {*REPORTS, *re.findall(r'example\("(\d\d)"\)', Path(__file__).read_text())}
    untested = {name for name in names if name[:2] not in tested}
    assert untested == WITHOUT_COUNTERPART.keys()


def test_a_page_of_reports(ask):
    request, expected = example("01"), example("02")
    posted = ask("POST", SELECT, json=request["POST"]["body"])
    fields = set(request["POST"]["body"]["fl"].split(","))
    cut = [{key: value for key, value in row.items() if key in fields} for row in expected["response"]["docs"]]
    held_to("page", expected | {"response": expected["response"] | {"docs": cut}}, posted)
    got = ask("GET", request["GET"].removeprefix("https://api.cbd.int"))
    assert 0 < len(got["response"]["docs"]) <= 100
    whole = ask("POST", SELECT, json={"q": "schema_s:cpbNationalReport4", "fq": FILTERS, "rows": 50})
    held_to("page", expected, whole)


def test_facets_and_pivots(ask):
    body, expected = example("03")["body"], example("04")
    given = ask("POST", SELECT, json=body)
    held_to("facets", expected, given)


def test_groups(ask):
    asked = {"q": "schema_s:biosafetyLaw AND NOT government_s:(eu OR EU OR eur)", "fq": FILTERS, "rows": 50}
    grouping = {"group": True, "group.field": "government_s", "group.ngroups": True, "group.limit": 50}
    given = ask("POST", SELECT, json=asked | grouping)["grouped"]["government_s"]
    expected = example("05")["grouped"]["government_s"]
    of_rows = [[row for group in one["groups"] for row in group["doclist"]["docs"]] for one in (expected, given)]
    held_to("law row", *of_rows)
    for one in (expected, given):
        for group in one["groups"]:
            group["doclist"]["docs"] = []
    held_to("groups", expected, given)


def test_a_list_of_documents(ask):
    path = "/api/v2013/documents/?$filter=(type eq 'cpbNationalReport4')&$top=10&$skip=0&collection=my"
    held_to("list", without_notes(example("06")), ask("GET", path, headers=AUTHORISED))


def test_the_information_of_a_document(ask):
    identifier = one_of(ask, "schema_s:cpbNationalReport4 AND createdDate_dt:*")
    for path in (f"{identifier}/info", f"{identifier}?info", f"{identifier}@1/info"):
        held_to("information", without_notes(example("07")), ask("GET", f"/api/v2013/documents/{path}"))


def test_the_versions_of_a_document(ask):
    identifier = one_of(ask, "schema_s:cpbNationalReport3 AND _revision_i:2")
    given = ask("GET", f"/api/v2013/documents/{identifier}/versions?$orderby=revision desc")
    held_to("versions", without_notes(example("08")), given)
    assert [one["revision"] for one in given["Items"]] == [2, 1]


@pytest.mark.parametrize("number", REPORTS)
def test_report_documents_hold_the_same_kinds_of_answers(ask, registry, number):
    expected = example(number)
    form = read_forms()[expected["header"]["schema"]]
    if form.cycle == "NR5":
        registry.publish(whole_report(form))
    given = documents_of(ask, f"schema_s:{form.schema}", number=30)
    kinds = [{}, {}]
    for place, documents in enumerate(([expected], given)):
        for document in documents:
            for key, value in document.items():
                question = form.questions.get(key)
                kind = key if question is None else f"{'many' if question.multiple else 'one'} {question.type}"
                for at, types in shape(value, kind).items():
                    kinds[place].setdefault(at, set()).update(types)
    shared = kinds[0].keys() & kinds[1].keys()
    assert {"header.identifier", "header.languages[]", "government.identifier"} <= shared
    assert {"one option.value", "one text"} <= shared or form.cycle == "NR5"
    for at in shared:
        # What is added to an option is a text in some languages or a number, whichever the form asks for.
        either = {"object", "number"} if at.endswith("additionalInformation") else set()
        assert kinds[1][at] <= kinds[0][at] | either, at
    # Beside the answers the double's reports say nothing that the example does not; they may say less.
    beside = {at.split(".")[0].split("[")[0] for at in kinds[1]} - {at.split(".")[0].split("[")[0] for at in kinds[0]}
    assert {one for one in beside if " " not in one} <= {"date"}


@pytest.mark.parametrize("number", REPORTS)
def test_an_example_report_is_served_as_it_was_published(ask, registry, number):
    report = example(number) | {"government": {"identifier": "xaa"}}
    registry.publish(report)
    assert ask("GET", f"/api/v2013/documents/{report['header']['identifier']}") == report
    assert decode(report, read_forms()[report["header"]["schema"]]).government == "XAA"


def test_the_rows_of_the_report_analyser(ask):
    expected = example("20")
    projection = json.loads(expected["_request"].partition("&f=")[2])
    query = {
        "government_REL": {"$in": ["D50FE62D-8A5E-4407-83F8-AFCAAF708EA4", "3D0CCC9A-A0A1-4399-8FA2-41D4D649DB0E"]}
    }
    query["date"] = {"$lt": {"$date": "2020-01-01T00:00:00Z"}}
    path = "/api/v2019/report-analyzer/national-report-cpb-4"
    given = ask("GET", path, params={"q": json.dumps(query), "f": json.dumps(projection)})
    assert 20 < len(given) < 60
    held_to("analyser", expected["response"], given)


def test_the_rows_of_the_report_analyser_with_the_survey(ask):
    expected = example("21")
    projection = dict.fromkeys(expected["response"][0], 1)
    given = ask("GET", "/api/v2015/national-reports-cpb-2", params={"f": json.dumps(projection)})
    held_to("analyser with survey", expected["response"], [row for row in given if "S031" in row])


def test_the_terms_of_a_domain_and_one_with_its_relations(ask):
    held_to("terms", example("30")["response"], ask("GET", "/api/v2013/thesaurus/domains/countries/terms"))
    region = example("31")["response"]
    given = ask("GET", f"/api/v2013/thesaurus/terms/{region['identifier']}?relations")
    held_to("term", region | {"shortTitle": {}}, given)
    assert given["name"] == region["name"]
    below = ask("GET", f"/api/v2013/thesaurus/terms/{region['identifier']}/narrowers")
    assert [term["identifier"] for term in below] == given["narrowerTerms"]


def test_countries(ask):
    expected = example("40")["response"]
    held_to("countries", expected, ask("GET", '/api/v2013/countries?s={"name.en":1}'))
    held_to("country", expected[0], ask("GET", "/api/v2013/countries/XAA"))


def test_documents_of_other_schemas(ask):
    held_to("law", [example("50")], documents_of(ask, "schema_s:biosafetyLaw AND entryIntoForce_dt:*"))
    decided = "schema_s:biosafetyDecision AND decisionResult_s:*"
    held_to("decision", [example("51")], documents_of(ask, decided))
    held_to("assessment", [example("54")], documents_of(ask, "schema_s:nationalRiskAssessment"))


def test_rows_of_other_schemas(ask):
    held_to("decision row", [example("52")], rows_of(ask, "schema_s:biosafetyDecision"))
    held_to("focal point row", [example("53")], rows_of(ask, "schema_s:focalPoint AND updatedDate_dt:*"))


def test_tokens_validation_workflows_and_errors(ask, http):
    asked = {"email": "account@example.org", "password": "example"}
    held_to("token", example("60")["response"], ask("POST", "/api/v2013/authentication/token", json=asked))
    report = whole_report(read_forms()["cpbNationalReport5"])
    wrong = {key: value for key, value in report.items() if key not in ("Q007", "Q102_a")}
    wrong |= {"stakeholders": {"fr": "Texte"}}
    path = "/api/v2013/documents/x/validate?schema=cpbNationalReport5"
    validated = ask("PUT", path, json=wrong, headers=AUTHORISED)
    held_to("validation", example("61")["response"], validated)
    assert {one["code"] for one in validated["errors"]} == {one["code"] for one in example("61")["response"]["errors"]}
    workflow = example("62")["body"]
    workflow["data"]["identifier"] = report["header"]["identifier"]
    draft = f"/api/v2013/documents/{report['header']['identifier']}/versions/draft?schema=cpbNationalReport5"
    ask("PUT", draft, json=report, headers={"Authorization": f"Ticket {TOKEN}"})
    published = ask("POST", "/api/v2013/workflows", json=workflow, headers=AUTHORISED)
    assert published["data"] == workflow["data"]
    refused = http.get(SELECT, params={"q": "createdDate_dt:[2010 TO *]"})
    held_to("error", example("63"), refused.json())
    assert refused.status_code == refused.json()["statusCode"] == 400


# -- what the portal relies on, of the double and of a live service ---------------------------------------


@pytest.fixture
def client(request, registry):
    if request.param == "live":
        if not LIVE:
            pytest.skip("BCH_LIVE_BASE names no live service.")
        with ClearingHouse(LIVE, REALM, "strategic-plan-portal contract test", per_second=1) as house:
            yield house
        return
    with serving(registry) as base, asking(base) as house:
        yield house


EITHER = pytest.mark.parametrize(
    "client", ["double", pytest.param("live", marks=pytest.mark.enable_socket)], indirect=True
)


@EITHER
def test_rows_carry_what_a_sync_reads(client):
    page = client.select("schema_s:cpbNationalReport4", fields=FIELDS, sort=ORDER, rows=20)
    assert page.found >= len(page.rows) == 20
    relied = shape(example("02")["response"]["docs"])
    for name in FIELDS:
        types = {one for row in page.rows for one in shape(row).get(name, ())}
        assert types == relied[f"[].{name}"], name


@EITHER
@pytest.mark.parametrize("cycle", [3, 4])
def test_reports_can_be_fetched_and_decoded(client, cycle):
    schema = f"cpbNationalReport{cycle}"
    rows = client.select(f"schema_s:{schema}", fields=FIELDS, sort="updatedDate_dt desc", rows=2).rows
    for row in rows:
        document = client.document(row["identifier_s"])
        decoded = decode(document, read_forms()[schema])
        assert decoded.identifier.lower() == row["identifier_s"].lower()
        assert len(decoded.answers) > 20
        assert client.document(row["identifier_s"], row["_revision_i"]).keys() == document.keys()


@EITHER
def test_a_filter_of_a_measure_finds_some_of_its_schema(client):
    approved = '"3B9ECE67-B35C-40FF-8C06-4EA5FF762899" OR "3EFF4792-A896-4DC7-9945-04FE9C8B5B4F"'
    query = f"schema_s:biosafetyDecision AND decisionResult_s:({approved})"
    asked = {"fields": ["identifier_s"], "sort": "identifier_s asc", "rows": 1}
    assert 0 < client.select(query, **asked).found < client.select("schema_s:biosafetyDecision", **asked).found
    dated = client.select("schema_s:biosafetyLaw AND entryIntoForce_dt:[2010-10-16T00:00:00Z TO *]", **asked)
    assert 0 < dated.found < client.select("schema_s:biosafetyLaw", **asked).found


@EITHER
def test_countries_and_terms_can_be_read(client):
    relied = shape(example("40")["response"])
    countries = shape([row for row in client.countries() if row.get("treaties", {}).get("XXVII8a")])
    for name in ("code", "name.(language)", "treaties.XXVII8a.instrument", "treaties.XXVII8a.party"):
        assert countries[f"[].{name}"] <= relied[f"[].{name}"], name
    terms = client.terms("043C7F0D-2226-4E54-A56F-EE0B74CCC984")
    assert any("risk management" in (term.get("title") or {}).get("en", "").lower() for term in terms)
    assert all(isinstance(term["identifier"], str) for term in terms)
