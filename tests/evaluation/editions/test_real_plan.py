"""The plan itself, between its baseline and its mid-term: every kind of measure is frozen and comes again."""

import re
from datetime import date
from importlib.util import find_spec
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from evaluation import demonstration
from evaluation.dashboard import Choice, dashboard
from evaluation.documents import rendering
from evaluation.editions import building
from evaluation.editions.rebuild import rebuild
from evaluation.editions.rebuilding import recompute
from evaluation.editions.selectors import form_of
from evaluation.editions.sentences import figure_sentence, generated_texts
from evaluation.editions.services import correct, freeze
from evaluation.models import Edition, Evaluation
from indicators.kinds import KINDS
from indicators.models import RecordedFigure, ReportingCycle
from indicators.stands import Stand
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
    assert len(re.findall(r"<details>\s*<summary>\s*\d\.\d ", page)) == 19
    found = set(re.findall(rf"{edition}indicators/([\d.]+)/", page))
    assert len(found) == 59
    for code in sorted(found):
        assert client.get(f"{edition}indicators/{code}/").status_code == 200
        for name in form["indicators"][code]["measures"]:
            assert client.get(f"{edition}indicators/{code}/", {"measure": name}).status_code == 200


def test_a_total_and_what_moved_of_it_are_both_named_wherever_the_edition_shows_them(client, form, db):
    total = "People trained in risk assessment and risk management"
    trained = "Parties with at least one person trained in risk assessment or risk management"
    held = dashboard(form, Choice(), lambda code: code)
    rows = {row["code"]: row for goal in held["objectives"] for row in goal["rows"]}
    assert (rows["2.3.1"]["label"], rows["2.3.1"]["measure_label"]) == (total, trained)
    # The bounds of a share beside a total would read as its own.
    assert rows["2.3.1"]["bounds"] == ""
    assert {one["row"]["code"]: one["label"] for one in held["group_table"]["rows"]}["2.3.1"] == trained
    page = client.get("/en/evaluations/mid-term/1.0/indicators/2.3.1/").content.decode()
    assert f"Trend, by “{trained}”" in page
    assert page.count(f"Shares, changes and classes are of: {trained}.") == 4
    assert trained in client.get("/en/evaluations/mid-term/1.0/my-party/?party=KEN").content.decode()


def test_an_indicator_that_only_the_baseline_asks_has_its_verdict_figure_and_cycle(client, form, db):
    assert form.stand("2.6.2") == Stand.NO_DIRECTION
    assert form.level("2.6.2/headline")
    page = client.get("/en/evaluations/mid-term/1.0/indicators/2.6.2/").content.decode()
    level = page.split("Level against the target")[1].split("</dd>")[0]
    assert "at NR2" in level
    assert "not judged" not in level


@pytest.mark.skipif(find_spec("evaluation.documents") is None, reason="documents are not installed")
def test_every_document_is_rebuilt_to_the_same_bytes(form, db, settings, monkeypatch):
    # The longest way out of a form twice over: one language of each direction, of which every kind is made.
    monkeypatch.setattr(rendering, "settable", lambda: ("en", "ar"))
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
    form, db, monkeypatch
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


# -- what its sentences say -------------------------------------------------------------------------------

NUMBER = r"\d{1,3}(?:,\d{3})+|\d+"


def test_no_sentence_counts_none_or_one_of_several(form):
    """Neither "0 Parties" nor "1 Parties": none is said in words or left out, and one is singular."""
    for subject, text in generated_texts(form, "en").items():
        found = re.findall(r"(?<![\d.,/–-])[01] (?!of\b|has\b|is\b)[a-z]*s\b", text, re.IGNORECASE)
        found += re.findall(r"(?<![\d.,/–-])[01] Parties\b", text)
        assert not found, (subject, found, text)


def test_no_sentence_counts_more_than_there_are(form):
    for subject, text in generated_texts(form, "en").items():
        for part, whole in re.findall(rf"(?<![\d.,])({NUMBER}) of (?:the )?({NUMBER})(?![\d.,]*\d)", text):
            assert int(part.replace(",", "")) <= int(whole.replace(",", "")), (subject, part, whole)


def test_no_sentence_about_counted_records_speaks_of_answers_or_reports(form):
    told = {}
    for code in form.indicators():
        name = form.headline(code)
        if form["measures"][name]["facts"].get("counts") and not form.measure(name)["bindings"]:
            told[code] = generated_texts(form, "en")[f"indicator/{code}"]
    assert told
    for code, text in told.items():
        found = figure_sentence(form, form.headline(code)).removeprefix(form.measure(form.headline(code))["label"])
        assert not re.search(r"\b(?:answer(?:ed|ing|s)?|reported|reporting)\b", found), (code, text)


def test_every_summary_of_the_plan_adds_up(form):
    for subject, one in form["summaries"].items():
        assert set(one["trend"]) == set(Stand)
        assert sum(one["trend"].values()) == one["indicators"], subject
        targets = one["targets"]
        assert sum(targets[name] for name in ("met", "not_met", "cannot_tell", "not_judged")) == targets["stated"]
    whole = form["summaries"]["whole"]
    goals = [form["summaries"][f"objective/{goal['code']}"] for goal in form.objectives]
    assert sum(one["indicators"] for one in goals) == whole["indicators"] == 59
    for part in Stand:
        assert sum(one["trend"][part] for one in goals) == whole["trend"][part]
    assert sum(one["targets"]["stated"] for one in goals) == whole["targets"]["stated"]


def test_what_came_after_the_cut_off_is_in_no_figure_of_ours(form):
    cut_off = form["parameters"]["cut_off"]
    for row in form["values"]:
        if row["kind"] in ("milestone", "membership", "recorded_figure"):
            assert (row["as_of"] or "") <= cut_off, row["measure"]
    milestones = {row["measure"]: row["reason"] for row in form["values"] if row["kind"] == "milestone"}
    assert milestones["1.3.2/headline"] == f"not reached yet?day={cut_off}"
    assert "2022" not in generated_texts(form, "en")["indicator/4.2.1"]
