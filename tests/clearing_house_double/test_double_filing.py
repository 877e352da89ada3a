"""Filing a report with the double: token, validation, draft, publication."""

import pytest

from clearing_house_double.filing import TOKEN
from clearing_house_double.server import read_forms

from .conftest import AUTHORISED, ORDER, whole_report


@pytest.fixture(scope="session")
def forms():
    return read_forms()


def test_filing_needs_the_token(http):
    given = http.post("/api/v2013/authentication/token", json={"email": "a@example.org", "password": "b"}).json()
    assert given["authenticationToken"] == TOKEN
    assert http.post("/api/v2013/authentication/token", json={"email": "a@example.org"}).status_code == 403
    for method, path in (
        ("PUT", "/api/v2013/documents/x/validate?schema=cpbNationalReport5"),
        ("PUT", "/api/v2013/documents/7A1C0D52-4E3B/versions/draft?schema=cpbNationalReport5"),
        ("POST", "/api/v2013/workflows"),
        ("GET", "/api/v2013/documents/?$filter=(type eq 'cpbNationalReport4')&collection=my"),
    ):
        assert http.request(method, path, json={}).status_code == 401
        assert http.request(method, path, json={}, headers={"Authorization": "Bearer other"}).status_code == 401


@pytest.mark.parametrize("cycle", [4, 5])
def test_validation_names_what_is_wrong_and_where(http, forms, cycle):
    schema = f"cpbNationalReport{cycle}"

    def errors(document):
        answer = http.put(f"/api/v2013/documents/x/validate?schema={schema}", json=document, headers=AUTHORISED)
        return {(one["code"].removeprefix("Error."), one["property"]) for one in answer.json()["errors"]}

    report = whole_report(forms[schema])
    assert errors(report) == set()
    key = next(k for k, q in forms[schema].questions.items() if q.mandatory and q.options and not q.enabled_by)
    assert errors({k: v for k, v in report.items() if k != key}) >= {("Mandatory", key)}
    assert ("InvalidValue", key) in errors(report | {key: {"value": "perhaps"}})
    assert ("InvalidType", key) in errors(report | {key: {"answer": "true"}})
    assert ("InvalidProperty", "Q999") in errors(report | {"Q999": {"value": "true"}})
    assert ("UnspecifiedLocale", "stakeholders") in errors(report | {"stakeholders": {"fr": "Texte"}})
    assert ("Mandatory", "government") in errors(report | {"government": {}})
    assert ("Mandatory", "header") in errors({})


def test_a_published_report_can_be_read_and_publishing_it_again_changes_nothing(http, house, forms):
    report = whole_report(forms["cpbNationalReport5"])
    identifier = report["header"]["identifier"]
    draft = f"/api/v2013/documents/{identifier}/versions/draft?schema=cpbNationalReport5"
    workflow = {"type": "publishNationalRecord", "version": "0.4", "data": {"realm": "BCH", "identifier": identifier}}

    def publish():
        answer = http.post("/api/v2013/workflows", json=workflow, headers=AUTHORISED)
        return answer.status_code, answer.json()

    assert publish()[0] == 404
    assert http.put(draft, json=report | {"Q999": {"value": "true"}}, headers=AUTHORISED).status_code == 200
    assert publish()[0] == 400
    assert http.put(draft, json=report, headers=AUTHORISED).status_code == 200
    assert http.get(draft, headers=AUTHORISED).json() == report
    told = http.head(draft, headers=AUTHORISED)
    assert (told.status_code, told.content) == (200, b"")
    assert http.delete(draft, headers=AUTHORISED).status_code == 200
    assert http.head(draft, headers=AUTHORISED).status_code == 404
    assert http.put(draft, json=report, headers=AUTHORISED).status_code == 200
    assert http.get(f"/api/v2013/documents/{identifier}").status_code == 404
    first = publish()
    assert first[0] == 200
    assert publish() == first
    http.put(draft, json=report, headers=AUTHORISED)
    assert publish() == first
    assert house.document(identifier) == report
    row = house.select("schema_s:cpbNationalReport5", fields=["*"], sort=ORDER).rows
    assert [(one["identifier_s"], one["_revision_i"], one["government_s"]) for one in row] == [(identifier, 1, "xaa")]
    analysed = http.get("/api/v2019/report-analyzer/cpb-national-report-5").json()
    assert [one["government"] for one in analysed] == [{"identifier": "xaa"}]
    http.put(draft, json=report | {"stakeholders": {"en": "More"}}, headers=AUTHORISED)
    assert publish()[1]["_id"] != first[1]["_id"]
    assert http.get(f"/api/v2013/documents/{identifier}/versions").json()["Count"] == 2
