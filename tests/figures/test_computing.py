"""A run: made once from its inputs, stored whole, audited row by row."""

import os
import shutil
import subprocess
import sys
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from figures.auditing import audit_values
from figures.services import NoPlan, compute_progress
from indicators.models import (
    Binding,
    Classification,
    Comparison,
    ComputationRun,
    Finding,
    IndicatorValue,
    Measure,
    Plan,
    ReportingCycle,
    Target,
)
from national_reports.models import Answer, Questionnaire, Report
from parties.models import GroupMembership, TreatyStatus
from tests.at_once import at_once
from tests.factories import NOW, make_report, measure
from tests.templates import sqlite_world

FULL = {"NR3": "implementation.fullFramwork", "NR4": "implementation.fullInPlace"}


@pytest.fixture
def computed(small_world):
    """A run over three reports with the small plan."""
    make_report("KEN", "NR3", {"Q014": "implementation.none"})
    make_report("KEN", "NR4", {"Q014": FULL["NR4"], "Q092": "true", "Q093": "true"})
    make_report("UGA", "NR4", {"Q014": "implementation.none", "Q092": "false"})
    return compute_progress(at=NOW, reason="a test").run


def again():
    return compute_progress(at=NOW, reason="a test")


def the_value(indicator="A.1", cycle="NR4", group="all"):
    return IndicatorValue.objects.current().get(
        measure__indicator__code=indicator, cycle__code=cycle, group=group, threshold=None
    )


# -- once -------------------------------------------------------------------------------------------------


def test_the_same_inputs_do_nothing(computed):
    outcome = again()
    assert (outcome.run, outcome.is_new) == (computed, False)
    assert ComputationRun.objects.count() == 1


def test_the_figures_are_those_of_the_reports(computed):
    row = the_value()
    assert (row.population, row.yes, row.no, row.silent, row.unanswered) == (171, 1, 1, 169, 0)
    assert (row.numerator, row.denominator, row.low, row.high) == (1, 2, 1, 170)
    both = the_value("A.2")
    assert (both.yes, both.unanswered, both.settled_not_yes) == (1, 1, 1)
    story = IndicatorValue.objects.current().get(measure__indicator__code="B.1")
    assert (story.numerator, story.population, story.reason) == (None, None, "narrative only")


CHANGES = {
    "a deadline": lambda: ReportingCycle.objects.filter(code="NR4").update(deadline=date(2019, 10, 2)),
    "a cut-off": lambda: ReportingCycle.objects.filter(code="NR4").update(cut_off=date(2020, 1, 2)),
    "a treaty date": lambda: TreatyStatus.objects.filter(party__code="KEN").update(deposited_on=date(1990, 1, 1)),
    "a group": lambda: GroupMembership.objects.filter(party__code="KEN", group__slug="africa").delete(),
    "a target": lambda: Target.objects.filter(measure__indicator__code="A.1").update(value=60),
    "a direction": lambda: Measure.objects.filter(indicator__code="A.1").update(direction="down"),
    "a pair": lambda: Comparison.objects.update(allowed=False),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_input_makes_a_new_run(computed, change):
    CHANGES[change]()
    outcome = again()
    assert outcome.is_new
    assert list(ComputationRun.objects.filter(current=True)) == [outcome.run]
    assert not again().is_new


def test_a_changed_answer_makes_a_new_run(computed):
    make_report("GHA", "NR4", {"Q014": FULL["NR4"]})
    assert again().is_new
    assert the_value().yes == 2


def changed_rule(**changes):
    binding = Binding.objects.get(measure__indicator__code="A.2", cycle__code="NR4")
    binding.rule = binding.rule | changes
    binding.save()


def test_another_way_to_combine_the_same_questions_makes_a_new_run(computed):
    changed_rule(combine="any")
    assert again().is_new
    assert the_value("A.2").settled_not_yes == 0


def test_another_rule_for_bands_or_other_steps_make_a_new_run(world):
    Plan.objects.get().indicators.exclude(code="2.4.1").delete()
    make_report("KEN", "NR4", {"Q101": "10+", "Q103": "1+"})
    again()
    binding = Binding.objects.get(measure=measure("2.4.1"), cycle__code="NR4")
    binding.rule = binding.rule | {"band_rule": "union"}
    binding.save()
    assert again().is_new
    binding.rule = binding.rule | {"thresholds": [1, 2]}
    binding.save()
    assert again().is_new


def test_another_condition_of_a_form_makes_a_new_run(computed):
    questionnaire = Questionnaire.objects.get(cycle__code="NR4")
    document = questionnaire.document
    question = next(q for q in document["questions"] if q["key"] == "Q014")
    question["enabled_by"] = [{"question": "Q017", "values": ["true"]}]
    questionnaire.document, questionnaire.sha256 = document, "changed"
    questionnaire.save()
    assert again().is_new
    assert the_value().yes == 0


@pytest.mark.slow
def test_the_hash_of_the_same_inputs_is_the_same_in_every_process(tmp_path):
    """A set has another order in another process; the hash must not."""
    database = shutil.copy(sqlite_world(), tmp_path / "db.sqlite3")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "strategic_plan.settings",
        "DATABASE_URL": f"sqlite:///{database}",
        "REDIS_URL": "",
    }

    def run(seed):
        code = "import django; django.setup()\nfrom django.core.management import call_command\n"
        code += "call_command('compute_progress')\n"
        code += "from indicators.models import ComputationRun\n"
        code += "print(','.join(ComputationRun.objects.values_list('inputs_hash', flat=True)))"
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment | {"PYTHONHASHSEED": seed}, cwd=settings.BASE_DIR,
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout.strip().splitlines()[-1]

    first = run("1")
    assert first
    assert run("2") == first


# -- audit ------------------------------------------------------------------------------------------------


def test_an_audit_of_an_untouched_run_finds_nothing(computed):
    assert audit_values() == []
    call_command("audit_values")


TAMPERINGS = {
    "a value": lambda run: IndicatorValue.objects.filter(run=run, yes=1, no=1, silent=169).update(yes=2, no=0),
    "a class of a Party": lambda run: Classification.objects.filter(run=run, measure__indicator__code="A.1").update(
        parties={"yes": ["KEN"]}
    ),
    "a finding": lambda run: Finding.objects.filter(run=run, group="all").update(trend="improved"),
    "a deleted value": lambda run: IndicatorValue.objects.filter(run=run, group="africa").first().delete(),
    "a deleted finding": lambda run: Finding.objects.filter(run=run, group="africa").first().delete(),
    "a deleted classification": lambda run: Classification.objects.filter(run=run).first().delete(),
    "an added value": lambda run: IndicatorValue.objects.create(
        run=run, measure=Measure.objects.first(), group="invented", kind="narrative", unit="", source=""
    ),
    "an added finding": lambda run: Finding.objects.create(run=run, measure=Measure.objects.first(), group="invented"),
    "a unit": lambda run: IndicatorValue.objects.filter(run=run, group="all", cycle__code="NR4").update(unit="ticks"),
    "a source": lambda run: IndicatorValue.objects.filter(run=run, group="all", cycle__code="NR4").update(source="x"),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_an_audit_finds(computed, tampering, capsys):
    TAMPERINGS[tampering](computed)
    assert audit_values()
    with pytest.raises(CommandError, match="differences"):
        call_command("audit_values")
    assert "stored" in capsys.readouterr().err


def test_an_audit_finds_an_answer_that_was_changed_behind_the_versions(computed):
    answer = Answer.objects.get(report__party__code="UGA", question="Q014")
    answer.options = [FULL["NR4"]]
    answer.save()
    assert any("yes" in difference.what for difference in audit_values())


def test_without_a_plan_or_a_run_the_commands_say_what_to_do(empty_database):
    with pytest.raises(NoPlan, match="load_plan"):
        compute_progress(at=NOW, reason="a test")
    with pytest.raises(CommandError, match="compute_progress"):
        call_command("audit_values")


# -- what the database refuses ----------------------------------------------------------------------------


@pytest.mark.parametrize("change", [{"yes": 5}, {"silent": 0}, {"population": 170}, {"yes": None}])
def test_the_database_refuses_classes_that_do_not_add_up(computed, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorValue.objects.filter(pk=the_value().pk).update(**change)


def test_the_database_refuses_a_second_current_run(computed):
    with pytest.raises(IntegrityError), transaction.atomic():
        ComputationRun.objects.create(
            inputs_hash="x",
            method_version="1",
            code_version="1",
            reason="r",
            started_at=NOW,
            finished_at=NOW,
            current=True,
        )


def test_the_database_refuses_the_same_figure_twice_in_a_run(computed):
    row = the_value()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_database_refuses_two_published_versions(world):
    make_report("KEN", "NR3")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_report("KEN", "NR3", version=2)


# -- groups, late reports, earlier runs -------------------------------------------------------------------


def test_values_of_a_group_go_by_membership_on_the_deadline(small_world):
    make_report("WSM", "NR3", {"Q014": FULL["NR3"]})
    again()
    assert the_value(cycle="NR3", group="sids").yes == 1
    assert the_value(cycle="NR3", group="ldc").yes == 0
    GroupMembership.objects.filter(party__code="WSM", group__slug="ldc").update(ends_on=date(2015, 11, 1))
    again()
    assert the_value(cycle="NR3", group="ldc").yes == 1


def test_a_late_report_changes_no_figure(computed):
    before = list(IndicatorValue.objects.current().order_by("pk").values())
    cut_off = ReportingCycle.objects.get(code="NR4").cut_off
    make_report("GHA", "NR4", {"Q014": FULL["NR4"]}, received_on=cut_off + timedelta(days=1))
    assert not again().is_new
    assert list(IndicatorValue.objects.current().order_by("pk").values()) == before


def test_figures_of_runs_long_past_are_dropped_and_the_runs_kept(computed, monkeypatch):
    monkeypatch.setattr("figures.storing.RUNS_KEPT", 2)
    for party in ("GHA", "MLI", "NER"):
        make_report(party, "NR4", {"Q014": FULL["NR4"]})
        again()
    assert ComputationRun.objects.count() == 4
    assert IndicatorValue.objects.values("run").distinct().count() == 2
    assert audit_values() == []


def test_a_failure_while_storing_leaves_the_run_before(computed, monkeypatch):
    make_report("GHA", "NR4", {"Q014": FULL["NR4"]})
    monkeypatch.setattr("figures.services.prune", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        again()
    assert ComputationRun.objects.get(current=True) == computed
    assert ComputationRun.objects.count() == 1


@pytest.mark.slow
def test_the_whole_plan_computes_and_audits_clean(world):
    make_report("KEN", "NR3", {"Q014": FULL["NR3"], "Q204_a": "true", "Q204_b": "true"})
    run = again().run
    assert run.values.filter(group="all", measure__is_headline=True).values("measure").distinct().count() == 59
    assert run.findings.values("measure").distinct().count() == Measure.objects.count()
    assert audit_values() == []
    for value in run.values.exclude(population=None):
        assert value.classes.population == value.population


@pytest.mark.slow
@pytest.mark.services
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("earlier", [False, True], ids=["the first runs", "runs after another"])
def test_computations_at_once_leave_exactly_one_current_run(earlier, world):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one transaction write at a time")
    from indicators.loading import load_plan
    from tests.conftest import SMALL_PLAN_FILE

    Plan.objects.all().delete()
    load_plan(SMALL_PLAN_FILE)
    if earlier:
        again()
        make_report("KEN", "NR4", {"Q014": FULL["NR4"]})
    at_once(4, again)
    assert ComputationRun.objects.filter(current=True).count() == 1
    assert audit_values() == []


def test_a_superseded_report_is_in_no_report_set_twice(computed):
    report = Report.objects.get(party__code="KEN", cycle__code="NR4")
    Report.objects.filter(pk=report.pk).update(state=Report.State.SUPERSEDED)
    make_report("KEN", "NR4", {"Q014": "implementation.none"}, version=2)
    again()
    assert (the_value().yes, the_value().no) == (0, 2)
