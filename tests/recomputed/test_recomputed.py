"""Every stored figure and finding is what another hand computes from the method, the data files and the stored rows."""

from collections import Counter

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.recomputed import comparing, whole
from tests.recomputed.few import MEASURES, write_few
from tests.recomputed.inputs import CYCLES_WITH_FORMS, read_measures, rows
from tests.recomputed.open_points import OPEN_POINTS, point_of
from tests.recomputed.scattering import scatter

SEEDS = (1, 2, 3, 4)


def compared(measures_file):
    """(expected rows, [difference that is no open point], how often each open point is seen)."""
    expected = whole.recompute(measures_file)
    assert expected.values
    assert expected.findings
    found = comparing.differences(expected)
    new = [one for one in found if point_of(one) is None]
    return expected, new, Counter(point_of(one) for one in found if point_of(one))


def said(expected, column):
    return {one[column] for one in expected.findings.values() if one.get(column)}


@pytest.fixture
def few(world, tmp_path):
    """The world with a plan of few measures; returns the file of its measures."""
    plan, measures = write_few(tmp_path)
    apps.get_model("indicators", "Plan")._base_manager.all().delete()
    call_command("load_plan", str(plan))
    return measures


def test_a_part_of_the_figures_on_scattered_reports(few):
    scatter(0, read_measures(few), CYCLES_WITH_FORMS)
    call_command("compute_progress")
    expected, new, _ = compared(few)
    assert new == []
    assert said(expected, "trend") >= {"improved", "worsened", "little or no change", "not comparable", "no baseline"}
    assert said(expected, "strength") == {"clear", "slight", "exact"}
    assert said(expected, "level") == {"met", "not met", "cannot be told from the reports received"}
    assert len(said(expected, "pace")) >= 3


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_few_measures_with_targets_to_come_on_scattered_reports(few, seed):
    scatter(seed, read_measures(few), CYCLES_WITH_FORMS)
    call_command("compute_progress")
    assert compared(few)[1] == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_all_figures_on_scattered_reports(world, seed):
    scatter(seed, read_measures(MEASURES), CYCLES_WITH_FORMS)
    call_command("compute_progress")
    assert compared(MEASURES)[1] == []


@pytest.mark.slow
def test_all_figures_of_the_demonstration(empty_database):
    call_command("load_demonstration")
    call_command("sync_demonstration")
    call_command("compute_progress")
    expected, new, open_points = compared(MEASURES)
    assert new == []
    assert len(expected.values) > 3900
    assert len(expected.findings) > 2900
    assert len(rows("bch_sync", "RegistryCount")) > 100
    assert set(open_points) == set(OPEN_POINTS), "A point that is mended leaves the list"
