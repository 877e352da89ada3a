"""An edition that was frozen with method 1.0 is read as it was said: five parts, no strength, nothing of silence.

The form in tests/data is that of the small plan as release 0.2.0 froze it, byte for byte.
"""

import hashlib
import json
import re
from pathlib import Path

import pytest

from evaluation.dashboard import Choice, dashboard
from evaluation.edition_pages import indicator_context
from evaluation.editions import rebuild
from evaluation.editions.canonical import canonical
from evaluation.editions.form import FrozenForm
from evaluation.editions.services import publish, send_to_review
from evaluation.models import Edition
from figures.wording import statement_items
from indicators.stands import WITHOUT_STRENGTH
from indicators.statements import Moved
from tests.evaluation.editions.making import AT, build

CONTENT = (Path(__file__).parents[2] / "data" / "edition-of-method-1.0.json").read_bytes()
DASHBOARD, EDITION = "/en/evaluations/mid-term/", "/en/evaluations/mid-term/1.0/"


@pytest.fixture
def form():
    return FrozenForm.of(CONTENT)


def moved() -> FrozenForm:
    """The same with a direction, as method 1.0 would have told it of a panel past the gate."""
    held = json.loads(CONTENT)
    for row in held["findings"]:
        if (row["measure"], row["group"]) == ("A.1/headline", "all"):
            row |= {"trend": "improved", "trend_reason": "", "pace": "reached", "pace_reason": "12 months after"}
    return FrozenForm(held)


def context(form: FrozenForm, **chosen: str):
    return dashboard(form, Choice(**({"objective": "", "stand": "", "group": "all"} | chosen)), lambda *place: "/")


def test_it_is_of_method_1_0_and_canonical(form):
    assert form["method"]["version"] == "1.0"
    assert canonical(json.loads(CONTENT)) == CONTENT
    assert "strength" not in form["findings"][0]


def test_its_bar_has_five_parts_that_add_up(form):
    assert form.stands == WITHOUT_STRENGTH
    assert {code: form.stand(code) for code in form.indicators()} == dict.fromkeys(form.indicators(), "not_assessed")
    assert moved().stand("A.1") == "improved"
    assert sum(form["summaries"]["whole"]["trend"].values()) == len(form.indicators())


def test_a_direction_of_it_has_no_strength_and_nothing_of_silence():
    said = moved().statement("A.1/headline")
    assert isinstance(said.trend, Moved)
    assert (said.trend.strength, said.trend.silent, said.trend.once) == (None, None, None)
    assert said.pace.word == "reached"
    assert moved().choices == {}


def test_the_dashboard_shows_its_five_parts(form):
    held = context(form)
    for strip in held["strips"]:
        assert list(strip.counts) == list(WITHOUT_STRENGTH)
    assert [len(row["counts"]) for row in held["by_group"]] == [5] * len(held["by_group"])


def test_its_statements_are_worded_as_they_were_said():
    said = moved().statement("A.1/headline")
    items = statement_items(said, said)
    assert [item["word"] for item in items][1:] == ["improved", "reached"]
    assert not re.search("clearly|slightly|silent", str(items))


@pytest.mark.django_db
def test_an_indicator_of_it_says_who_gained_and_lost_without_strength():
    held = indicator_context(moved(), "A.1", "A.1/headline", "all")
    trend = next(item for item in held["items"] if item["kind"] == "trend")
    assert trend["word"] == "improved"
    assert "2 gained, 1 lost, 3 stayed, of 6 that answered both times" in trend["reason"]


@pytest.fixture
def published_before(frozen, author, publisher):
    Edition.objects.filter(pk=frozen.pk).update(frozen=CONTENT, sha256=hashlib.sha256(CONTENT).hexdigest())
    frozen.refresh_from_db()
    frozen.documents.all().delete()
    build(frozen)
    sent = send_to_review(edition=frozen, by=author, at=AT)
    return publish(edition=sent, by=publisher, at=AT, confirmed=sent.sha256)


def test_its_pages_are_served_and_its_numbers_stay(client, published_before):
    for path in (DASHBOARD, EDITION, EDITION + "indicators/A.1/", EDITION + "my-party/?party=KEN"):
        response = client.get(path)
        assert response.status_code == 200, path
        page = response.content.decode()
        assert not re.search(r"improved clearly|improved slightly|worsened clearly", page, re.IGNORECASE), path
    page = client.get(DASHBOARD + "?class=not_comparable")
    assert page.status_code == 200
    assert client.get(DASHBOARD + "?class=improved_clearly").status_code == 404


def test_what_it_says_is_proved_by_the_release_that_made_it_and_never_called_different(published_before):
    proof = rebuild.rebuild(published_before)
    assert [line for line in proof.elsewhere if line.startswith("figures and findings: of method")]
    assert not [line for line in proof.differences if "figures" in line]
