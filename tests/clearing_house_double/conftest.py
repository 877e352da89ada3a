"""A registry of 3,000 records, built once; every test has a copy of its own to change."""

import json
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from bch_sync.client import ClearingHouse
from clearing_house_double.faults import Faults
from clearing_house_double.filing import TOKEN
from clearing_house_double.registry import demonstration_registry
from clearing_house_double.selection import Selection
from clearing_house_double.server import serving
from national_reports.codec import AnswerData, encode

STANDING = ["_state_s:public", "realm_ss:bch", "(*:* NOT version_s:*)", "(*:* NOT virtual_b:*)"]
FIELDS = ("identifier_s", "schema_s", "_revision_i", "government_s", "createdDate_dt", "updatedDate_dt")
ORDER = "updatedDate_dt asc,identifier_s asc"
SELECT = "/api/v2013/index/select"
AUTHORISED = {"Authorization": f"Bearer {TOKEN}"}
EXAMPLES = Path(__file__).parent / "examples"


def example(name):
    (path,) = EXAMPLES.glob(f"{name}_*.json")
    return json.loads(path.read_text())


@pytest.fixture(scope="session")
def built():
    return demonstration_registry(records=3_000)


@pytest.fixture
def registry(built):
    # After everything that was generated, and the same in every run.
    return built.copy(now=lambda: datetime(2026, 3, 1, tzinfo=UTC))


@pytest.fixture
def faults():
    return Faults(seed=1)


@pytest.fixture
def base(registry, faults):
    with serving(registry, faults) as address:
        yield address


@pytest.fixture
def http(base):
    with httpx.Client(base_url=base, timeout=10) as client:
        yield client


def asking(base, **settings):
    """The portal's own client, without a pause between its requests; what it waited is in `waited`."""
    waited = []
    house = ClearingHouse(base, "BCH", "tests", per_second=1e9, pause=waited.append, **settings)
    house.waited = waited
    return house


@pytest.fixture
def house(base):
    with asking(base) as client:
        yield client


def found(registry, query, filters=STANDING):
    selection = Selection.read({"q": [query], "fq": list(filters)})
    return [record.row for record in selection.find(registry.index())]


def selected(http, **parameters):
    answer = http.get(SELECT, params={"q": "*:*", **parameters})
    assert answer.status_code == 200, answer.text
    return answer.json()


def whole_report(form, *, identifier="7A1C0D52-4E3B-9F10-A6B2-0000000000F5", government="XAA"):
    """A report that answers every mandatory question with its first option."""
    answers = {}
    for key, question in form.questions.items():
        if question.mandatory and question.options:
            answers[key] = AnswerData(options=(next(iter(question.options)),))
        elif question.mandatory and question.type == "text":
            answers[key] = AnswerData(texts={"en": "Generated text for demonstration."})
        elif question.mandatory:
            answers[key] = AnswerData(number=1)
    header = {"languages": ["en"], "date": "2026-02-01"}
    return encode(form=form, identifier=identifier, government=government, header=header, answers=answers)
