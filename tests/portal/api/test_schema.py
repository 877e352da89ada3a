"""The schema and its page; and that every answer is as the schema says."""

import re

import pytest
import schemathesis
import yaml
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from strategic_plan.wsgi import application

CHECKS = [not_a_server_error, response_schema_conformance, status_code_conformance, content_type_conformance]


PATHS = list(SchemaGenerator().get_schema(request=None, public=True)["paths"])
# The test transport reads no compressed answers.
PLAIN = {"Accept-Encoding": "identity"}
REAL = {
    "plans": {"slug": "cartagena-2011-2020"},
    "strategic-objectives": {"code": "1"},
    "operational-objectives": {"code": "2.2"},
    "outcomes": {"code": "1.1-A"},
    "indicators": {"code": "2.2.1"},
    "parties": {"code": "KEN"},
    "cycles": {"code": "NR2"},
}
# What a list cannot do without.
NEEDED = {"/api/v1/texts/": {"cycle": "NR3", "question": "Q021"}}


@pytest.fixture
def served(reported, db):
    """The schema as it is served, asked through the whole application, within the transaction of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("path", PATHS)
def test_whatever_is_asked_the_answer_is_as_the_schema_says(served, path, mode):
    operation = served[path]["GET"]
    if mode.is_negative and not operation.query:
        pytest.skip("It takes nothing that could be wrong.")

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case):
        case.call_and_validate(checks=CHECKS, headers=PLAIN)

    ask()


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_every_row_is_as_the_schema_says(served, path):
    operation = served[path]["GET"]
    if "{" in path:
        operation.Case(path_parameters=REAL[path.split("/")[3]]).call_and_validate(checks=CHECKS, headers=PLAIN)
        return
    rows, page = 0, 1
    asked = {"page_size": 500} | NEEDED.get(path, {})
    while True:
        response = operation.Case(query={"page": page} | asked).call_and_validate(checks=CHECKS, headers=PLAIN)
        assert response.status_code == 200
        rows += len(response.json()["results"])
        if response.json()["next"] is None:
            break
        page += 1
    assert rows == response.json()["count"]
    # No edition is published in this world and nobody wrote a text: they are read in test_editions and test_texts.
    assert rows > 0 or path in ("/api/v1/editions/", "/api/v1/texts/")


def test_the_schema_is_valid_openapi(reported, db, tmp_path):
    call_command("spectacular", "--validate", "--file", str(tmp_path / "schema.yaml"))


def test_the_schema_is_served_as_json_and_as_yaml(api, client):
    as_json = client.get("/api/v1/schema/")
    as_yaml = client.get("/api/v1/schema/?format=yaml")
    assert as_json["Content-Type"].startswith("application/json")
    assert as_yaml["Content-Type"].startswith("application/yaml")
    assert as_json.json() == yaml.safe_load(as_yaml.content)


def test_every_operation_documents_its_errors(api):
    operations = [one for path in api("schema/")["paths"].values() for one in path.values()]
    assert len(operations) == 20
    for operation in operations:
        assert set(operation["responses"]) == {"200", "400", "404"}
        assert operation["summary"]


def test_making_the_schema_asks_the_database_for_nothing(api, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):  # the generation, for the ETag
        api("schema/")


def test_the_documentation_names_every_address_parameter_and_field(api, client):
    page = client.get("/api/v1/docs/").content.decode()
    document = api("schema/")
    for path, operation in document["paths"].items():
        assert f"<code>{path}</code>" in page
        for parameter in operation["get"].get("parameters", []):
            assert f"<code>{parameter['name']}</code>" in page
    for name in ("Value", "Finding", "Question", "Party"):
        for field in document["components"]["schemas"][name]["properties"]:
            assert f"<code>{field}</code>" in page


def test_the_documentation_needs_nothing_that_the_policy_forbids(api, client):
    response = client.get("/api/v1/docs/")
    page = response.content.decode()
    assert "'self'" in response["Content-Security-Policy"]
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|https?://(?!testserver|www\.w3\.org/2000/svg)", page)
