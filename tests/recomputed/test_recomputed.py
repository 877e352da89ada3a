"""Every stored figure and finding is what another hand computes from the method, the data files and the stored rows."""

import os
from collections import Counter
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command

from tests.recomputed import comparing, inputs, whole
from tests.recomputed.few import MEASURES, write_few
from tests.recomputed.inputs import CYCLES_WITH_FORMS, read_measures, rows
from tests.recomputed.open_points import DEMONSTRATION, point_of
from tests.recomputed.plausible import Untrue
from tests.recomputed.scattering import scatter

SEEDS = range(1, 1 + int(os.environ.get("DRILL_SEEDS", "2")))
TAMPERED = (
    ("IndicatorValue", {"group": "all", "cycle__code": "NR3"}, {"low": 1}),
    ("Finding", {"group": "all", "baseline__code": "NR2", "current__code": "NR3"}, {"could_offset": 77}),
    ("Classification", {"cycle__code": "NR4"}, {"parties": {"yes": ["KEN"]}}),
)


def compared(measures_file):
    """(expected rows, [difference that is no open point, in words], how often each open point is seen)."""
    expected = whole.recompute(measures_file)
    assert expected.values
    assert expected.findings
    found = comparing.differences(expected)
    new = [comparing.in_words(one) for one in found if point_of(one) is None]
    return expected, new, Counter(point_of(one) for one in found if point_of(one))


def in_lines(new):
    return "\n".join([f"{len(new)} differences", *new[:40]])


def said(expected, column):
    return {one[column] for one in expected.findings.values() if one.get(column)}


@pytest.fixture
def few(world, tmp_path):
    """The world with a plan of few measures; returns the file of its measures."""
    plan, measures = write_few(tmp_path)
    apps.get_model("indicators", "Plan")._base_manager.all().delete()
    call_command("load_plan", str(plan))
    return measures


def test_a_part_of_the_figures_on_scattered_reports_and_a_tampered_row_is_named(few):
    scatter(0, read_measures(few), CYCLES_WITH_FORMS)
    call_command("compute_progress")
    expected, new, _ = compared(few)
    assert not new, in_lines(new)
    assert said(expected, "trend") >= {"improved", "worsened", "little or no change", "not comparable", "no baseline"}
    assert said(expected, "strength") == {"clear", "slight", "exact"}
    assert said(expected, "level") == {"met", "not met", "cannot be told from the reports received"}
    assert len(said(expected, "pace")) >= 3

    for model, where, columns in TAMPERED:
        of_measure = {"measure__indicator__code": "1.1.2", "measure__key": "headline"}
        assert apps.get_model("indicators", model)._base_manager.filter(**of_measure, **where).update(**columns) == 1
    found = {(one["what"], one["column"]) for one in comparing.differences(expected) if point_of(one) is None}
    assert {("value", "low"), ("finding", "could_offset"), ("classes", "yes")} <= found


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_few_measures_with_targets_to_come_on_scattered_reports(few, seed):
    scatter(seed, read_measures(few), CYCLES_WITH_FORMS)
    call_command("compute_progress")
    new = compared(few)[1]
    assert not new, in_lines(new)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_all_figures_on_scattered_reports(world, seed):
    scatter(seed, read_measures(MEASURES), CYCLES_WITH_FORMS)
    call_command("compute_progress")
    new = compared(MEASURES)[1]
    assert not new, in_lines(new)


@pytest.mark.slow
def test_all_figures_of_the_demonstration(demonstrated):
    call_command("compute_progress")
    expected, new, open_points = compared(MEASURES)
    assert not new, in_lines(new)
    assert len(expected.values) > 3900
    assert len(expected.findings) > 2900
    # Of each filter one at the snapshot, and more that are rebuilt where its schemas carry dates of registration.
    assert len(rows("bch_sync", "RegistryCount")) > 80
    assert set(open_points) == set(DEMONSTRATION), "A point that is mended leaves the list"


@pytest.mark.slow
@pytest.mark.parametrize(("first", "second"), [("NR2", "NR3"), ("NR3", "NR4")])
def test_parties_with_a_record_at_two_snapshots(reported, first, second):
    cycles = inputs.read_cycles()
    for cycle, records in ((first, 800), (second, 1500)):
        near = datetime.combine(cycles[cycle]["cut_offs"][""] + timedelta(days=10), time(12), UTC)
        with time_machine.travel(near):
            call_command("sync_demonstration", "--full", records=records)
            call_command("compute_progress")
    expected, new, _open_points = compared(MEASURES)
    assert not new, in_lines(new)
    of_records = {
        one["trend"] for key, one in expected.findings.items() if key[:2] == ("2.2.3", "headline") and one.get("trend")
    }
    assert {"improved", "little or no change"} <= of_records


def test_a_part_of_the_figures_where_some_answers_cannot_be_true(few, monkeypatch):
    """No measure reads a question with bounds: here every list of one cycle takes shares of a hundred."""
    bounds, asked = {"lowest": 0, "highest": 100, "sum": 100}, inputs.read_questions

    def bounded(cycle):
        held = asked(cycle)
        return {key: {**one, "plausible": bounds} for key, one in held.items()} if cycle == "NR3" else held

    monkeypatch.setattr(inputs, "read_questions", bounded)
    forms = apps.get_model("national_reports", "Questionnaire")._base_manager
    form = forms.get(cycle__code="NR3")
    for question in form.document["questions"]:
        question |= {"plausible": bounds, "details": {code: "amount" for code, _ in question.get("options", ())}}
    forms.filter(pk=form.pk).update(document=form.document, sha256="shares of a hundred")
    scatter(5, read_measures(few), CYCLES_WITH_FORMS)
    answers = apps.get_model("national_reports", "Answer")._base_manager
    for number, one in enumerate(answers.filter(report__cycle__code="NR3").order_by("pk")):
        shares = ((120,), (-5, 105), (80, 80, 80), (), (), (100,), (60,))[number % 7]
        answers.filter(pk=one.pk).update(details=dict(zip(one.options, shares, strict=False)))
    call_command("compute_progress")
    expected, new, _ = compared(few)
    assert not new, in_lines(new)
    held = [answers for by_party in expected.world["given"].values() for answers in by_party.values()]
    assert sum(isinstance(given, Untrue) for answers in held for given in answers.values()) > 100
