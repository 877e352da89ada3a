"""The plan itself, between its baseline and its mid-term: every kind of measure is frozen and comes again."""

import re
from datetime import date
from importlib.util import find_spec
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from evaluation import demonstration
from evaluation.editions import building
from evaluation.editions.rebuild import rebuild
from evaluation.editions.rebuilding import recompute
from evaluation.editions.selectors import form_of
from evaluation.editions.sentences import generated_texts
from evaluation.editions.services import correct, freeze
from evaluation.models import Edition, Evaluation
from indicators.kinds import KINDS
from indicators.models import RecordedFigure, ReportingCycle
from parties.demonstration_people import ACCOUNTS
from tests.evaluation.editions.conftest import stored_once
from tests.evaluation.editions.making import AT, make_evaluation, make_published
from tests.factories import make_report, make_survey, measure
from tests.people_factories import make_staff


def store() -> None:
    for party in ("KEN", "GHA", "MEX"):
        make_report(party, "NR2", {"Q015": "implementation.none"})
        make_survey(party, {"S035_a": "true", "S035_b": "true"})
        make_report(party, "NR3", {"Q014": "implementation.fullFramwork", "Q072": "1+", "Q073": "10+"})
    author = make_staff()
    figure = {"unit": "visits", "source": "A document", "recorded_by": author}
    RecordedFigure.objects.create(measure=measure("5.1.4"), as_of=date(2015, 12, 31), value=10, **figure)
    RecordedFigure.objects.create(measure=measure("5.1.4"), as_of=date(2019, 12, 31), value=99, **figure)
    cycles = {code: ReportingCycle.objects.get(code=code) for code in ("NR2", "NR3")}
    made.append(make_evaluation(author, baseline=cycles["NR2"], current=cycles["NR3"]))
    made.append(form_of(make_published(made[0], author, make_staff(publisher=True))))


pytestmark = pytest.mark.slow
made: list = []
rendered = building.render


@pytest.fixture(scope="module")
def form(django_db_setup, django_db_blocker):
    made.clear()
    with stored_once(django_db_blocker, store):
        yield made[1]


def test_a_figure_recorded_for_a_later_day_is_not_in_it(form):
    assert [row["value"] for row in form["recorded"]] == ["10"]


def test_only_the_cycles_between_are_in_it(form):
    assert set(form["cycles"]) == {"NR2", "NR3"}
    assert {row["cycle"] for row in form["values"]} == {"NR2", "NR3", None}
    assert {(row["baseline"], row["current"]) for row in form["findings"]} == {("NR2", "NR3"), (None, None)}


def test_every_kind_of_measure_comes_again(form):
    again = recompute(form)
    assert again.values == form["values"]
    assert again.findings == form["findings"]
    assert {row["kind"] for row in again.values} == set(KINDS)


def test_every_indicator_has_a_finding_and_a_sentence(form):
    texts = generated_texts(form, "en")
    codes = form.indicators()
    assert len(codes) == 59
    for code in codes:
        assert form.finding(form.headline(code)) is not None
        assert texts[f"indicator/{code}"]


def test_the_survey_counts_in_the_baseline_at_its_own_day(form):
    assert form["cycles"]["NR2"]["cut_offs"] == {"": "2011-12-31", "survey-2014": "2014-06-05"}
    assert set(form["cycles"]["NR2"]["received"]["survey-2014"]) == {"KEN", "GHA", "MEX"}


def test_every_indicator_of_the_plan_has_a_page_in_the_edition(client, form, db):
    edition = "/en/evaluations/mid-term/1.0/"
    page = client.get("/en/evaluations/mid-term/").content.decode()
    # Every operational objective has its counts and its sentence.
    assert page.count("Of 6 indicators: ") >= 1
    assert len(re.findall(r"<details><summary>\d\.\d ", page)) == 19
    found = set(re.findall(rf"{edition}indicators/([\d.]+)/", page))
    assert len(found) == 59
    for code in sorted(found):
        assert client.get(f"{edition}indicators/{code}/").status_code == 200
        for name in form["indicators"][code]["measures"]:
            assert client.get(f"{edition}indicators/{code}/", {"measure": name}).status_code == 200


@pytest.mark.skipif(find_spec("evaluation.documents") is None, reason="documents are not installed")
def test_every_document_is_rebuilt_to_the_same_bytes(form, db, settings, monkeypatch):
    monkeypatch.setattr(building, "render", rendered)
    evaluation = made[0]
    draft = correct(evaluation=evaluation, by=evaluation.created_by, at=AT)
    freeze(evaluation=evaluation, by=evaluation.created_by, at=AT)
    draft.refresh_from_db()
    building.build_edition(edition=draft.pk, sha256=draft.sha256)
    assert {"brief", "report", "kit", "sums"} <= set(draft.documents.values_list("kind", flat=True))
    rebuilt = rebuild(draft)
    assert rebuilt.differences == []
    assert len(rebuilt.same) == draft.documents.count() + 2


def test_the_demonstration_has_a_published_evaluation_and_one_on_its_way_however_often_it_is_asked(
    world, db, monkeypatch
):
    with pytest.raises(CommandError, match="This is no demonstration"):
        call_command("load_demonstration_evaluations")
    monkeypatch.setattr(demonstration, "is_demonstration", lambda: True)
    for account in ACCOUNTS[:2]:
        make_staff(email=account.email, publisher=account.role == "publisher")
    Evaluation.objects.filter(slug="mid-term").update(slug="another")
    for _ in range(2):
        call_command("load_demonstration_evaluations", stdout=StringIO())
    states = Edition.objects.filter(evaluation__slug__in=("mid-term", "final")).values_list("evaluation__slug", "state")
    assert sorted(states) == [("final", "draft"), ("mid-term", "published")]
    edition = Edition.objects.get(evaluation__slug="mid-term")
    assert edition.author != edition.publisher
    assert all(text.narrative.startswith("Demonstration text.") for text in edition.texts.all())
